// The story of a connected user on both databases: review, edits on both sides, consent to mails, and what ends a sync.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventView } from '../../server/schemas/events.ts';
import type { ReviewView } from '../../server/schemas/review.ts';
import { entraStateOf } from '../sandbox/entra/state.ts';
import { type RunningSandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import { type ConnectedUser, createConnectedUser } from '../support/connected-user.ts';
import type { HttpSession } from '../support/http-session.ts';
import { registerApp } from '../support/microsoft-account.ts';
import { NEXT_MONTH, NEXT_MONTH_RANGE } from '../support/next-month.ts';
import { type RunningPostgres, startPostgres } from '../support/start-postgres.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { DATABASES } from '../support/test-database.ts';
import { until } from '../support/until.ts';

const GUEST = 'guest@elsewhere.example';

describe.each(DATABASES)('on %s', (kind) => {
  let sandbox: RunningSandbox;
  let postgres: RunningPostgres | undefined;
  let server: RunningServer;
  let administrator: HttpSession;
  let ada: ConnectedUser;
  let session: HttpSession;

  beforeAll(async () => {
    sandbox = await startSandbox();
    postgres = kind === 'PostgreSQL' ? await startPostgres() : undefined;
    server = await startServer({
      sandboxUrl: sandbox.url,
      ...(postgres ? { databasePlace: { kind: 'postgres' as const, url: postgres.url } } : {}),
    });
    administrator = await server.setUp();
    const registration = await registerApp(sandbox.url, `${server.url}/microsoft_account/authentication`);
    await administrator.call('PUT', '/api/settings/outlook', { active: true, ...registration });
    session = await server.signInAs(administrator, 'ada@calendar.example');
    ada = createConnectedUser(session, sandbox, 'ada');
  });
  afterAll(async () => {
    await server.close();
    await postgres?.close();
    await sandbox.close();
  });

  const mails = () => sandbox.sandbox.world().outbox.map(({ kind: what, to }) => `${what} ${to}`);
  const refuseNextToken = () => {
    const effect = { status: 401, code: 'InvalidAuthenticationToken' };
    sandbox.sandbox.world().faults = [{ match: { service: 'graph', nth: 1 }, effect, matched: 0 }];
  };
  const create = (body: object) => session.call<EventView>('POST', '/api/events', body);
  const view = (id: string) => session.call<EventView>('GET', `/api/events/${id}`);

  test('the first sync waits for the review, and a quiet one mails nobody', async () => {
    await create({ subject: 'Made before', when: NEXT_MONTH, guests: [{ address: GUEST }] });
    await ada.connect();
    const review = await session.call<ReviewView>('GET', '/api/mailbox/review');
    expect(review).toMatchObject({ ready: true, counts: { addThere: 1 }, mails: { quiet: [], hold: [] } });
    expect(review.mails.invite).toEqual([{ kind: 'invitation', to: GUEST }]);
    expect(review.counts.addHere).toBeGreaterThan(0);
    expect(await ada.outlookSubjects()).not.toContain('Made before');
    await ada.confirm('quiet');
    expect(await ada.mailbox()).toMatchObject({ state: 'active', attention: 0, problem: null });
    expect(await ada.outlookSubjects()).toContain('Made before');
    expect(mails()).toEqual([]);
  });

  test('a confirmation of another plan than the present one is refused', async () => {
    const body = { choice: 'quiet', fingerprint: 'old', confirmedMails: 0 };
    expect(await session.request('POST', '/api/mailbox/review/confirm', { body })).toMatchObject({
      status: 409,
      json: { error: { code: 'not_reviewing' } },
    });
  });

  test('an edit that mails nobody reaches Outlook by itself', async () => {
    await create({ subject: 'Focus', when: NEXT_MONTH });
    await until(async () => (await ada.outlookSubjects()).includes('Focus') || undefined);
  });

  test("an edit in Outlook arrives here, and the user's own settings with it", async () => {
    const { value } = await ada.outlook<{ value: { id: string; subject: string }[] }>('GET', '/me/events?$top=100');
    const focus = value.find(({ subject }) => subject === 'Focus');
    await ada.outlook('PATCH', `/me/events/${focus?.id}`, { subject: 'Deep focus', categories: ['Blue category'] });
    await ada.sync();
    const range = `/api/events?${NEXT_MONTH_RANGE}`;
    const { events } = await session.call<{ events: EventView[] }>('GET', range);
    expect(events.find((event) => event.subject === 'Deep focus')).toMatchObject({ categories: ['Blue category'] });
  });

  test('an edit that mails asks first, waits to be undone, and goes at once when told', async () => {
    const body = { subject: 'Launch', when: NEXT_MONTH, guests: [{ address: GUEST }] };
    expect(await session.request('POST', '/api/events', { body })).toMatchObject({
      status: 428,
      json: { error: { code: 'mail_choice_required', mails: [{ kind: 'invitation', to: GUEST }] } },
    });
    const { id, link } = await create({ ...body, mail: 'send' });
    expect(link.sendAfter).not.toBeNull();
    await ada.sync();
    expect(mails()).toEqual([]);
    await session.call('POST', `/api/events/${id}/send-now`);
    await until(async () => (mails().length > 0 ? true : undefined));
    expect(mails()).toEqual([`invitation ${GUEST}`]);
    await until(async () => ((await view(id)).webLink === null ? undefined : true));
  });

  test('deleting can be undone as long as it waits', async () => {
    const { id } = await create({
      subject: 'Almost gone',
      when: NEXT_MONTH,
      guests: [{ address: GUEST }],
      mail: 'send',
    });
    await session.call('POST', `/api/events/${id}/send-now`);
    await until(async () => ((await view(id)).webLink === null ? undefined : true));
    const before = mails();
    await session.call('DELETE', `/api/events/${id}?mail=send`);
    await ada.sync();
    await session.call('POST', `/api/events/${id}/unarchive`, {});
    await ada.sync();
    expect(await view(id)).toMatchObject({ status: 'live', subject: 'Almost gone' });
    expect(await ada.outlookSubjects()).toContain('Almost gone');
    expect(mails()).toEqual(before);
  });

  test('what is held stays here until it is released', async () => {
    const { id } = await create({
      subject: 'Secret plan',
      when: NEXT_MONTH,
      guests: [{ address: GUEST }],
      mail: 'hold',
    });
    await ada.sync();
    expect(await view(id)).toMatchObject({ link: { held: true } });
    await session.call('PATCH', `/api/events/${id}`, { subject: 'Open plan' }, { 'if-match': '"1"' });
    await ada.sync();
    expect(await ada.outlookSubjects()).not.toContain('Open plan');
    const preview = await session.call('POST', '/api/events/preview', { action: 'release', eventId: id });
    expect(preview).toMatchObject({ mails: [{ kind: 'invitation', to: GUEST }] });
    await session.call('POST', `/api/events/${id}/release`, { mail: 'send' });
    await session.call('POST', `/api/events/${id}/send-now`);
    await until(async () => (await ada.outlookSubjects()).includes('Open plan') || undefined);
  });

  test('withheld guests are invited on an explicit word', async () => {
    const range = `/api/events?${NEXT_MONTH_RANGE}`;
    const { events } = await session.call<{ events: EventView[] }>('GET', range);
    const quiet = events.find((event) => event.subject === 'Made before');
    expect(quiet).toMatchObject({ link: { state: 'quiet' }, guests: [{ address: GUEST, state: 'withheld' }] });
    const before = mails().length;
    await session.call('POST', `/api/events/${quiet?.id}/send-invitations`, { mail: 'send' });
    await session.call('POST', `/api/events/${quiet?.id}/send-now`);
    await until(async () => (mails().length > before ? true : undefined));
    expect(mails().slice(before)).toEqual([`invitation ${GUEST}`]);
  });

  test('archiving shows the cancellation before, and cancels', async () => {
    const { id } = await create({ subject: 'Cancelled', when: NEXT_MONTH, guests: [{ address: GUEST }], mail: 'send' });
    await session.call('POST', `/api/events/${id}/send-now`);
    await until(async () => ((await view(id)).webLink === null ? undefined : true));
    expect(await session.call('POST', '/api/events/preview', { action: 'archive', eventId: id })).toMatchObject({
      mails: [{ kind: 'cancellation', to: GUEST }],
    });
    await session.call('POST', `/api/events/${id}/archive`, { mail: 'send' });
    await session.call('POST', `/api/events/${id}/send-now`);
    await until(async () => (mails().includes(`cancellation ${GUEST}`) ? true : undefined));
    expect(await view(id)).toMatchObject({ status: 'archived' });
  });

  test('a pause halts everybody, and the end of it changes nothing', async () => {
    await administrator.call('PUT', '/api/settings/outlook', { paused: true });
    expect(await ada.mailbox()).toMatchObject({ state: 'paused' });
    await administrator.call('PUT', '/api/settings/outlook', { paused: false });
    expect(await ada.sync()).toMatchObject({ state: 'active' });
  });

  test('an access token that ends early is renewed without anybody noticing', async () => {
    refuseNextToken();
    expect(await ada.sync()).toMatchObject({ state: 'active', lastReport: { outcome: 'done' } });
  });

  test('a withdrawn sign-in asks for a new one, after which the sync goes on as soon as it is reviewed', async () => {
    for (const grant of entraStateOf(sandbox.sandbox.world()).refreshTokens.values()) grant.revoked = true;
    refuseNextToken();
    expect(await ada.sync()).toMatchObject({ state: 'needs_sign_in', problem: { code: 'needs_sign_in' } });
    await ada.connect();
    await ada.confirm('quiet');
    expect(await ada.mailbox()).toMatchObject({ state: 'active', problem: null });
  });

  test('stopping halts the sync, and a restart meets the review again', async () => {
    expect(await session.call('POST', '/api/mailbox/stop')).toMatchObject({ state: 'stopped' });
    await create({ subject: 'While stopped', when: NEXT_MONTH });
    expect(await session.call('POST', '/api/mailbox/restart')).toMatchObject({ state: 'reviewing' });
    await until(async () => {
      const review = await session.call<ReviewView>('GET', '/api/mailbox/review');
      return review.ready && review.counts.addThere === 1 ? true : undefined;
    });
    await ada.confirm('quiet');
    expect(await ada.outlookSubjects()).toContain('While stopped');
  });

  test('runs and journal tell what was done', async () => {
    const { runs } = await session.call<{ runs: { report: unknown }[] }>('GET', '/api/mailbox/runs');
    expect(runs.length).toBeGreaterThan(5);
    const { entries } = await session.call<{ entries: { row: string; subject: string }[] }>(
      'GET',
      '/api/mailbox/journal',
    );
    expect(entries.find((entry) => entry.subject === 'Focus' || entry.subject === 'Deep focus')).toBeDefined();
    expect(await session.call('GET', '/api/mailbox/parked')).toEqual({ parked: [] });
    expect(await session.call('GET', '/api/conflicts')).toEqual({ conflicts: [] });
  });

  test('no log line of all this holds a token', () => {
    expect(server.log.join('')).not.toMatch(/eyJ[\w-]{10,}/);
  });
});
