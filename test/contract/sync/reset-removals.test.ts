// What a reset left to be deleted in Outlook, and a dry run: what is promised is done, what is only asked about is not.
import { beforeEach, describe, expect, test } from 'vitest';
import { linkId } from '../../../sync/index.ts';
import { createOutlookWorld, type OutlookWorld } from '../../support/outlook-world.ts';
import { guests } from '../../support/sync-world.ts';

const BOB = 'bob@elsewhere.example';

let world: OutlookWorld;
beforeEach(async () => {
  world = await createOutlookWorld();
});

async function eventsInOutlook(): Promise<string[]> {
  const filter = encodeURIComponent("startswith(subject,'Event')");
  const { value } = await world.graph<{ value: { subject: string }[] }>('GET', `/me/events?$top=200&$filter=${filter}`);
  return value.map(({ subject }) => subject);
}

const writes = () => world.takeRequests().filter(({ method }) => method !== 'GET');

describe('what a reset left to be deleted', () => {
  async function removalsOf(count: number, invited: string[] = []): Promise<void> {
    for (let index = 0; index < count; index += 1) world.add({ subject: `Event ${index}`, guests: guests(...invited) });
    await world.sync();
    world.takeMails();
    const links = [...world.store.links.values()].filter(({ eventId }) =>
      world.store.events.get(eventId)?.meeting.subject.startsWith('Event'),
    );
    const mails = invited.map((to) => ({ kind: 'cancellation' as const, to }));
    world.mailbox().pendingRemovals = links.map((link) => ({
      key: link,
      graphId: link.graphId ?? '',
      changeKey: link.changeKey ?? '',
      mails,
    }));
    world.mailbox().mailBursts = [];
    for (const link of links) {
      world.store.links.delete(linkId(link));
      world.store.events.delete(link.eventId);
    }
  }

  test('is deleted before anything else, by batches, and goes on after a break', async () => {
    await removalsOf(25);
    world.takeRequests();
    world.faults({ match: { path: 'batch', inner: false, nth: 2 }, effect: { status: 503, retryAfter: 5 } });
    expect(await world.sync()).toMatchObject({ outcome: 'waiting', sent: 20 });
    expect(world.mailbox().pendingRemovals).toHaveLength(5);
    world.advance({ seconds: 5 });
    expect(await world.sync()).toMatchObject({ outcome: 'done', sent: 5 });
    expect(await eventsInOutlook()).toEqual([]);
    expect(writes()).toHaveLength(3);
  });

  test('keeps to the pace of its cancellations', async () => {
    await removalsOf(
      2,
      Array.from({ length: 20 }, (_, index) => `guest-${index}@elsewhere.example`),
    );
    expect(await world.sync()).toMatchObject({ mailsWaiting: 1 });
    expect(world.takeMails()).toHaveLength(20);
    world.advance({ minutes: 1 });
    expect(await world.sync()).toMatchObject({ mailsWaiting: 0 });
    expect(world.takeMails()).toHaveLength(20);
  });

  test('an item that was edited since is kept', async () => {
    await removalsOf(1);
    const [removal] = world.mailbox().pendingRemovals;
    await world.graph('PATCH', `/me/events/${removal?.graphId}`, { subject: 'Event, edited' });
    await world.sync();
    expect(world.mailbox().pendingRemovals).toEqual([]);
    expect(await eventsInOutlook()).toEqual(['Event, edited']);
  });
});

describe('a dry run', () => {
  test('tells what a real one would do, and does none of it', async () => {
    const event = world.add({ subject: 'Launch', guests: guests(BOB) });
    await world.fill(1);
    world.takeRequests();
    const report = await world.sync({ isDryRun: true });
    expect(report.plan).toMatchObject([
      { row: 'new in Outlook', subject: 'Event 0', changesHere: true, changesThere: false, mails: [] },
      { row: 'new here', eventId: event.id, changesThere: true, mails: [{ kind: 'invitation', to: BOB }] },
    ]);
    expect(report).toMatchObject({ sent: 0, taken: 0, mails: [] });
    expect(writes()).toEqual([]);
    expect(world.takeMails()).toEqual([]);
    expect(await world.sync()).toMatchObject({ sent: 1, taken: 1, plan: null });
  });
});
