// Sending on a bad day: calls that are refused, lost or done without an answer never double, drop or repeat anything.
import { beforeEach, describe, expect, test } from 'vitest';
import { REPLANS_PER_RUN_MAX } from '../../../sync/failed-calls.ts';
import { createOutlookWorld, type OutlookWorld } from '../../support/outlook-world.ts';
import { guests } from '../../support/sync-world.ts';

const BOB = 'bob@elsewhere.example';

let world: OutlookWorld;
beforeEach(async () => {
  world = await createOutlookWorld();
  world.takeRequests();
});

async function listed(prefix: string): Promise<string[]> {
  const filter = encodeURIComponent(`startswith(subject,'${prefix}')`);
  const { value } = await world.graph<{ value: { subject: string }[] }>('GET', `/me/events?$top=200&$filter=${filter}`);
  return value.map(({ subject }) => subject).toSorted();
}

function addMany(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const subject = `Event ${String(index).padStart(2, '0')}`;
    world.add({ subject });
    return subject;
  });
}

describe('batches', () => {
  test.each([
    ['whole batch refused for now', { status: 503, retryAfter: 10 }, false],
    ['whole batch lost before it arrived', { dropResponse: 'before' as const }, false],
    ['whole batch done, its answer lost', { dropResponse: 'after' as const }, false],
    ['batch that breaks off in the middle', { timeoutAfter: 7 }, false],
    ['gateway that gives up', { status: 504, committed: true }, false],
    ['answer missing inside of the batch', { omitAnswer: true }, true],
    ['answers in another order', { shuffleAnswers: true }, false],
    ['request inside of the batch refused for now', { status: 429, retryAfter: 10 }, true],
    ['request inside of the batch that fails and takes effect', { status: 500, committed: true }, true],
    ['token that expires inside of the batch', { status: 401, code: 'InvalidAuthenticationToken' }, true],
  ])('a %s: each event is in Outlook once', async (_, effect, inner) => {
    const subjects = addMany(30);
    const match = inner ? { inner, method: 'POST', nth: 5 } : { path: 'batch', inner: false, nth: 1 };
    world.faults({ match, effect });
    for (let run = 0; run < 4; run += 1) {
      await world.sync();
      world.advance({ seconds: 10 });
    }
    expect(await listed('Event')).toEqual(subjects);
    expect(await world.sync()).toMatchObject({ outcome: 'done', sent: 0, taken: 0, failed: 0 });
    expect(world.store.events.size - subjects.length).toBe(seededEvents());
  });

  test('what a lost batch had done is looked up by batches, not one by one', async () => {
    addMany(20);
    world.faults({ match: { path: 'batch', inner: false, nth: 1 }, effect: { dropResponse: 'after' } });
    await world.sync();
    // The pull, the lost batch, and one batch of look-ups.
    expect(world.takeRequests()).toHaveLength(3);
  });

  test('a token that expires inside of a batch is no failure of what was in it', async () => {
    addMany(30);
    const match = { inner: true, method: 'POST' };
    world.faults({ match, effect: { status: 401, code: 'InvalidAuthenticationToken' } });
    expect(await world.sync()).toMatchObject({ outcome: 'waiting', sent: 0, failed: 0 });
    expect([...world.store.links.values()].every(({ attempts }) => attempts === 0)).toBe(true);
  });

  /** Events that the sandbox came with. */
  const seededEvents = () =>
    [...world.store.events.values()].filter(({ meeting }) => !meeting.subject.startsWith('Event')).length;
});

describe('single calls', () => {
  test('a create whose answer is lost invites once', async () => {
    world.add({ subject: 'Launch', guests: guests(BOB) });
    world.faults({ match: { method: 'POST', path: 'events', nth: 1 }, effect: { dropResponse: 'after' } });
    await world.sync();
    await world.sync();
    expect(await listed('Launch')).toEqual(['Launch']);
    expect(world.takeMails()).toEqual([`invitation ${BOB}`]);
  });

  test('a create whose answer is lost is found by our mark, where Outlook refuses the same transactionId twice', async () => {
    Object.assign(world.sandbox.world().settings, { repeatedTransaction: 409, deltaLagMs: 600_000 });
    const event = world.add({ subject: 'Launch' });
    world.faults({ match: { method: 'POST', path: 'events', nth: 1 }, effect: { dropResponse: 'after' } });
    expect(await world.sync()).toMatchObject({ failed: 0 });
    expect(await world.sync()).toMatchObject({ failed: 0, sent: 0 });
    const link = [...world.store.links.values()].find(({ eventId }) => eventId === event.id);
    expect(link?.graphId).not.toBeNull();
  });

  test('a create that was lost on its way is repeated with the same transactionId', async () => {
    const event = world.add({ subject: 'Launch', guests: guests(BOB) });
    world.faults({ match: { method: 'POST', path: 'events', nth: 1 }, effect: { dropResponse: 'before' } });
    expect(await world.sync()).toMatchObject({ failed: 1 });
    const transactionId = () =>
      [...world.store.links.values()].find(({ eventId }) => eventId === event.id)?.transactionId;
    const first = transactionId();
    world.advance({ minutes: 1 });
    expect(await world.sync()).toMatchObject({ sent: 1 });
    expect(transactionId()).toBe(first);
    expect(world.takeMails()).toEqual([`invitation ${BOB}`]);
  });

  test('an update whose answer is lost updates its guests once', async () => {
    const event = world.add({ subject: 'Launch', guests: guests(BOB) });
    await world.sync();
    world.takeMails();
    world.edit(event, { subject: 'Launch, really' });
    world.faults({ match: { method: 'PATCH', nth: 1 }, effect: { dropResponse: 'after' } });
    await world.sync();
    world.advance({ minutes: 1 });
    expect(await world.sync()).toMatchObject({ outcome: 'done', failed: 0 });
    expect(world.takeMails()).toEqual([`update ${BOB}`]);
  });

  test('a deletion whose answer is lost is done', async () => {
    const event = world.add({ subject: 'Launch' });
    await world.sync();
    Object.assign(event, { status: 'deleted', version: event.version + 1 });
    world.faults({ match: { method: 'DELETE', nth: 1 }, effect: { dropResponse: 'after' } });
    await world.sync();
    expect(await world.sync()).toMatchObject({ outcome: 'done', failed: 0, sent: 0 });
    expect(await listed('Launch')).toEqual([]);
  });

  test('an edit in Outlook that came in between is read, and both travel', async () => {
    const event = world.add({ subject: 'Launch' });
    await world.sync();
    world.edit(event, { subject: 'Launch, really' });
    world.sandbox.world().settings.deltaLagMs = 60_000;
    const [link] = [...world.store.links.values()].filter(({ eventId }) => eventId === event.id);
    await world.graph('PATCH', `/me/events/${link?.graphId}`, { importance: 'high' });
    expect(await world.sync()).toMatchObject({ outcome: 'done', failed: 0 });
    expect(event.meeting).toMatchObject({ subject: 'Launch, really', importance: 'high' });
    expect(await listed('Launch')).toEqual(['Launch, really']);
  });

  test('a version that is refused again and again is planned anew three times, then shown; the others go on', async () => {
    const [event, other] = [world.add({ subject: 'Launch' }), world.add({ subject: 'Lunch' })];
    await world.sync();
    world.edit(event, { subject: 'Launch, really' });
    world.edit(other, { subject: 'Lunch, really' });
    const [link] = [...world.store.links.values()].filter(({ eventId }) => eventId === event.id);
    const match = { method: 'PATCH', path: escaped(String(link?.graphId)) };
    world.faults({ match, effect: { status: 412, code: 'ErrorIrresolvableConflict' } });
    expect(await world.sync()).toMatchObject({ failed: 1, sent: 1 });
    const refused = world.sandbox.world().ledger.filter(({ status }) => status === 412);
    expect(refused).toHaveLength(1 + REPLANS_PER_RUN_MAX);
    const failing = [...world.store.links.values()].find(({ eventId }) => eventId === event.id);
    expect(failing).toMatchObject({ attempts: 1, lastError: 'ErrorIrresolvableConflict' });
    expect(await listed('Lunch')).toEqual(['Lunch, really']);
    world.faults();
    expect(await world.sync()).toMatchObject({ sent: 1, failed: 0 });
  });

  test('an answer whose reply is lost is looked for before it is given again', async () => {
    await world.graph('POST', '/me/events', INVITATION, 'bo@contoso.example');
    await world.sync();
    const event = [...world.store.events.values()].find(({ meeting }) => meeting.subject === 'Invited');
    if (!event) throw new Error('The invitation has not arrived.');
    const [userId, participation] = [...event.participations][0] ?? [];
    if (!userId || !participation) throw new Error('The guest takes no part.');
    event.participations.set(userId, { ...participation, answer: 'accepted' });
    event.version += 1;
    world.takeMails();
    // Neither the reply nor the look-up right after it arrives.
    world.faults(
      { match: { method: 'POST', path: 'accept', nth: 1 }, effect: { dropResponse: 'after' } },
      { match: { method: 'POST', path: 'batch', times: 1 }, effect: { status: 504 } },
    );
    world.sandbox.world().settings.deltaLagMs = 600_000;
    expect(await world.sync()).toMatchObject({ failed: 1 });
    world.faults();
    expect(await world.sync()).toMatchObject({ failed: 0 });
    expect(world.takeMails()).toEqual(['response bo@contoso.example']);
  });
});

test('what was done before Outlook asks to wait is reported', async () => {
  addMany(30);
  world.faults({ match: { path: 'batch', inner: false, nth: 2 }, effect: { status: 429, retryAfter: 30 } });
  const report = await world.sync();
  expect(report).toMatchObject({ outcome: 'waiting', error: 'ApplicationThrottled', sent: 20 });
  expect(report.retryAt).toBe(world.now().add({ seconds: 30 }).toString());
});

describe('the pace of mails', () => {
  test('at most 30 recipients in any minute; what mails nobody goes on', async () => {
    const invited = Array.from({ length: 40 }, (_, index) => `guest-${index}@elsewhere.example`);
    for (const [index, address] of invited.entries()) world.add({ subject: `Event ${index}`, guests: guests(address) });
    world.add({ subject: 'Quiet' });
    const report = await world.sync();
    expect(report).toMatchObject({ mailsWaiting: 10, mailsAllowedAt: world.now().add({ minutes: 1 }).toString() });
    expect(world.takeMails()).toHaveLength(30);
    expect(await listed('Quiet')).toEqual(['Quiet']);
    await world.sync();
    expect(world.takeMails()).toEqual([]);
    world.advance({ minutes: 1 });
    expect(await world.sync()).toMatchObject({ mailsWaiting: 0, mailsAllowedAt: null });
    expect(world.takeMails()).toHaveLength(10);
  });

  test('a call with more recipients goes whole, and the next waits as long as they take', async () => {
    const many = Array.from({ length: 90 }, (_, index) => `guest-${index}@elsewhere.example`);
    world.add({ subject: 'All hands', guests: guests(...many) });
    world.add({ subject: 'Lunch', guests: guests(BOB) });
    const report = await world.sync();
    expect(world.takeMails()).toHaveLength(90);
    expect(report.mailsAllowedAt).toBe(world.now().add({ minutes: 3 }).toString());
    world.advance({ minutes: 3 });
    await world.sync();
    expect(world.takeMails()).toEqual([`invitation ${BOB}`]);
  });

  test('is remembered before the mails are sent: a run that breaks off has used up its minute', async () => {
    for (let index = 0; index < 30; index += 1) world.add({ subject: `Event ${index}`, guests: guests(BOB) });
    world.faults({ match: { path: 'batch', inner: false }, effect: { dropResponse: 'after' } });
    await world.sync();
    world.takeMails();
    world.faults();
    world.add({ subject: 'One more', guests: guests(BOB) });
    await world.sync();
    expect(world.takeMails()).toEqual([]);
  });
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

const INVITATION = {
  subject: 'Invited',
  start: { dateTime: '2026-12-04T10:00:00', timeZone: 'UTC' },
  end: { dateTime: '2026-12-04T11:00:00', timeZone: 'UTC' },
  attendees: [{ emailAddress: { address: 'ada@contoso.example' }, type: 'required' }],
};
