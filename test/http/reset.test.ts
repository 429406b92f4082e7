// The reset: what becomes of both sides' events, four ways by two, each with its preview; what is only unlinked; the dry run.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EventView } from '../../server/schemas/events.ts';
import type { DryRunView } from '../../server/schemas/mailbox.ts';
import type { ResetEvents, ResetNext, ResetPreview } from '../../server/schemas/reset.ts';
import type { ConnectedUser } from '../support/connected-user.ts';
import { NEXT_MONTH, NEXT_MONTH_RANGE } from '../support/next-month.ts';
import { type SyncServer, startSyncServer } from '../support/sync-server.ts';
import { until } from '../support/until.ts';

const GUEST = 'guest@elsewhere.example';
const OTHER_DAY = {
  ...NEXT_MONTH,
  start: NEXT_MONTH.start.replace('T10', 'T14'),
  end: NEXT_MONTH.end.replace('T11', 'T15'),
};
const OUTLOOK_TIME = {
  start: { dateTime: NEXT_MONTH.start, timeZone: 'W. Europe Standard Time' },
  end: { dateTime: NEXT_MONTH.end, timeZone: 'W. Europe Standard Time' },
};

let world: SyncServer;
let ada: ConnectedUser;
let bo: ConnectedUser;

beforeAll(async () => {
  world = await startSyncServer();
  ada = await world.userFor('ada');
  bo = await world.userFor('bo');
  for (const user of [ada, bo]) {
    await user.connect();
    await user.confirm('quiet');
  }
});
afterAll(() => world.close());
beforeEach(() => void world.takeMails());

const inOutlook = async (subject: string) => (await ada.outlookSubjects()).filter((other) => other === subject).length;
const arrives = (subject: string) => until(async () => ((await inOutlook(subject)) > 0 ? true : undefined));
const here = async (subject: string) => {
  const { events } = await ada.session.call<{ events: EventView[] }>('GET', `/api/events?${NEXT_MONTH_RANGE}`);
  return events.filter((event) => event.subject === subject).length;
};
const preview = (events: ResetEvents, next: ResetNext) =>
  ada.session.call<ResetPreview>('POST', '/api/mailbox/reset/preview', { events, next });
const reset = (events: ResetEvents, next: ResetNext, { fingerprint, mails }: ResetPreview) =>
  ada.session.request('POST', '/api/mailbox/reset', {
    body: { events, next, fingerprint, confirmedMails: mails.length },
  });
const subjectsOf = (items: readonly { subject: string }[]) => items.map((item) => item.subject);

/** A meeting made here with an invited guest, in Outlook by now. */
async function meeting(subject: string, address = GUEST): Promise<string> {
  const body = { subject, when: OTHER_DAY, guests: [{ address }], mail: 'send' };
  const { id } = await ada.session.call<EventView>('POST', '/api/events', body);
  await ada.session.call('POST', `/api/events/${id}/send-now`);
  await arrives(subject);
  await until(async () => {
    const event = await ada.session.call<EventView>('GET', `/api/events/${id}`);
    return event.webLink === null ? undefined : true;
  });
  return id;
}

const WAYS: readonly { events: ResetEvents; next: ResetNext; staysHere: boolean; staysThere: boolean }[] = [
  { events: 'leave', next: 'new', staysHere: true, staysThere: true },
  { events: 'leave', next: 'all', staysHere: true, staysThere: true },
  { events: 'deleteThere', next: 'new', staysHere: true, staysThere: false },
  { events: 'deleteThere', next: 'all', staysHere: true, staysThere: false },
  { events: 'deleteHere', next: 'new', staysHere: false, staysThere: true },
  { events: 'deleteHere', next: 'all', staysHere: false, staysThere: true },
  { events: 'deleteBoth', next: 'new', staysHere: false, staysThere: false },
  { events: 'deleteBoth', next: 'all', staysHere: false, staysThere: false },
];

describe.each(WAYS)('$events, then $next', ({ events, next, staysHere, staysThere }) => {
  const subject = `Meeting of ${events} ${next}`;

  test('does what its preview shows, mail for mail, and waits in the review', async () => {
    await meeting(subject);
    world.takeMails();
    const shown = await preview(events, next);
    expect(subjectsOf(shown.deleteThere).includes(subject)).toBe(!staysThere);
    expect(subjectsOf(shown.deleteHere).includes(subject)).toBe(!staysHere);
    expect(shown.mailSeconds).toBe(shown.mails.length * 2);
    const answer = await reset(events, next, shown);
    expect(answer).toMatchObject({ status: 202, json: { state: 'reviewing' } });
    expect(await ada.review()).toMatchObject({ reason: 'reset', pendingRemovals: 0 });
    expect(world.takeMails()).toEqual(shown.mails.map(({ kind, to }) => `${kind} ${to}`).toSorted());
    expect(await here(subject)).toBe(staysHere ? 1 : 0);
    expect(await inOutlook(subject)).toBe(staysThere ? 1 : 0);
  });

  test('leaves what there is as it is, or takes everything of both sides anew', async () => {
    await ada.confirm('quiet');
    expect(await ada.mailbox()).toMatchObject({ state: 'active', problem: null });
    const isBack = next === 'all' && events !== 'deleteBoth';
    expect(await here(subject)).toBe(staysHere || isBack ? 1 : 0);
    expect(await inOutlook(subject)).toBe(staysThere || isBack ? 1 : 0);
    expect(world.takeMails()).toEqual([]);
  });

  test('syncs what is made from then on, both ways', async () => {
    await ada.session.call('POST', '/api/events', { subject: `New here, ${subject}`, when: NEXT_MONTH });
    await arrives(`New here, ${subject}`);
    await ada.outlook('POST', '/me/events', { subject: `New there, ${subject}`, ...OUTLOOK_TIME });
    await ada.sync();
    expect(await here(`New there, ${subject}`)).toBe(1);
    expect(world.takeMails()).toEqual([]);
  });
});

test('what another connected user holds is only unlinked, and so is what others organize', async () => {
  const id = await meeting('Shared with Bo', 'bo@contoso.example');
  await bo.sync();
  const shown = await preview('deleteBoth', 'new');
  expect(shown.onlyUnlink).toContainEqual(expect.objectContaining({ eventId: id, reason: 'shared' }));
  expect(new Set(shown.onlyUnlink.map(({ reason }) => reason))).toContain('notOrganizer');
  expect(subjectsOf(shown.deleteThere)).not.toContain('Shared with Bo');
  await reset('deleteBoth', 'new', shown);
  await ada.review();
  expect([await here('Shared with Bo'), await inOutlook('Shared with Bo')]).toEqual([1, 1]);
  expect(await bo.session.call('GET', `/api/events/${id}`)).toMatchObject({ status: 'live' });
  await ada.confirm('quiet');
});

test('a reset of another state than the one that was shown is refused', async () => {
  await meeting('Shown');
  const shown = await preview('deleteThere', 'all');
  const { fingerprint, mails } = shown;
  expect(await reset('deleteBoth', 'all', shown)).toMatchObject({
    status: 409,
    json: { error: { code: 'reset_outdated', advice: expect.any(String) } },
  });
  expect(await reset('deleteThere', 'all', { ...shown, mails: [...mails, ...mails] })).toMatchObject({ status: 409 });
  await meeting('Made since');
  expect(await reset('deleteThere', 'all', { ...shown, fingerprint })).toMatchObject({ status: 409 });
  expect([await inOutlook('Shown'), await inOutlook('Made since')]).toEqual([1, 1]);
  expect(await ada.mailbox()).toMatchObject({ state: 'active' });
});

describe('a dry run', () => {
  const dryRun = async () => {
    await ada.session.call('POST', '/api/mailbox/dry-run');
    return until(async () => {
      const view = await ada.session.call<DryRunView>('GET', '/api/mailbox/dry-run');
      return view.pending ? undefined : view;
    });
  };

  test('shows in words what a stopped sync would do, with its mails, and does nothing of it', async () => {
    await ada.session.call('POST', '/api/mailbox/stop');
    await ada.outlook('POST', '/me/events', { subject: 'Only there', ...OUTLOOK_TIME });
    await ada.session.call('POST', '/api/events', { subject: 'Only here', when: NEXT_MONTH });
    const view = await dryRun();
    const step = (subject: string) => view.steps.find((candidate) => candidate.subject === subject);
    expect(step('Only there')).toMatchObject({
      what: 'Added here from Outlook',
      changesHere: true,
      changesThere: false,
    });
    expect(step('Only here')).toMatchObject({ what: 'Added to Outlook', changesHere: false, changesThere: true });
    expect(view).toMatchObject({ problem: null, mails: [], mailSeconds: 0, at: expect.any(String) });
    expect([await here('Only there'), await inOutlook('Only here')]).toEqual([0, 0]);
    expect(await ada.mailbox()).toMatchObject({ state: 'stopped' });
  });

  test('is none any more for the next sync', async () => {
    await ada.session.call('POST', '/api/mailbox/restart');
    await ada.confirm('quiet');
    expect([await here('Only there'), await inOutlook('Only here')]).toEqual([1, 1]);
  });
});
