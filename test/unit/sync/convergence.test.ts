// A property: however both sides diverge, and whatever calls fail, they become equal, and the next sync does nothing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differencesAcross } from '../../../sync/core/units.ts';
import type { EventValues } from '../../../sync/index.ts';
import type { StoredEvent } from '../../support/memory-store.ts';
import { createSyncWorld, guests, meetingValues, type SyncWorld, USER } from '../../support/sync-world.ts';

/** A sample; the long run takes CONVERGENCE_RUNS more. */
const RUNS = Number(process.env.CONVERGENCE_RUNS ?? 400);
const ROUNDS_MAX = 3;

const change: fc.Arbitrary<Partial<EventValues>> = fc.oneof(
  fc.record({ subject: fc.constantFrom('One', 'Two', 'Three') }),
  fc.record({ body: fc.constantFrom('<p>Agenda</p>', '<p>Other</p>', '') }),
  fc.record({ places: fc.subarray(['Room 1', 'Room 2']) }),
  fc.record({
    guests: fc.subarray(['bob@fabrikam.example', 'eve@fabrikam.example', 'Zoe@Fabrikam.example']).map(guestsOf),
  }),
  fc.record({ showAs: fc.constantFrom('free', 'busy', 'oof', 'tentative') }),
  fc.record({ sensitivity: fc.constantFrom('normal', 'private', 'confidential', 'personal') }),
  fc.record({ importance: fc.constantFrom('low', 'normal', 'high') }),
  fc.record({ reminderMinutes: fc.constantFrom(null, 0, 15, 60) }),
  fc.record({ categories: fc.subarray(['Blue', 'Green', 'Red']) }),
  fc.record({ when: fc.constantFrom(whenAt('10'), whenAt('14'), allDay()) }),
);

const step = fc.oneof(
  fc.record({ kind: fc.constant('edit here' as const), target: fc.nat(9), change }),
  fc.record({ kind: fc.constant('edit there' as const), target: fc.nat(9), change }),
  fc.record({ kind: fc.constantFrom('add here' as const, 'add there' as const), change }),
  fc.record({
    kind: fc.constantFrom(
      'archive here' as const,
      'delete here' as const,
      'un-archive here' as const,
      'delete there' as const,
    ),
    target: fc.nat(9),
  }),
  fc.record({ kind: fc.constant('fault' as const), fault: fc.constantFrom('lose', 'drop', 'refuse', 'throttle') }),
  fc.record({ kind: fc.constant('sync' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

test(`randomly diverged sides converge in at most ${ROUNDS_MAX} rounds, and the next sync does nothing`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const world = createSyncWorld();
      for (const each of steps) await take(world, each);
      world.outlook.faults.splice(0);
      for (const link of world.store.links.values()) link.attempts = 0;
      for (let round = 0; round < ROUNDS_MAX; round += 1) await world.sync();
      expectEqualSides(world);
      const calls = world.outlook.calls.length;
      const report = await world.sync();
      expect([report.sent, report.taken, world.outlook.calls.length - calls]).toEqual([0, 0, 0]);
    }),
    { numRuns: RUNS },
  );
});

async function take(world: SyncWorld, each: Step): Promise<void> {
  const { store, outlook } = world;
  switch (each.kind) {
    case 'sync':
      await world.sync();
      return;
    case 'fault':
      outlook.faults.push(FAULTS[each.fault]);
      return;
    case 'add here':
      world.add(each.change);
      return;
    case 'add there':
      outlook.create(meetingValues(each.change));
      return;
    case 'edit there':
    case 'delete there': {
      const graphId = [...outlook.items.keys()][each.target];
      if (graphId && each.kind === 'edit there') outlook.edit(graphId, each.change);
      else if (graphId) outlook.remove(graphId);
      return;
    }
    default: {
      const event = [...store.events.values()][each.target];
      if (event) actHere(world, event, each);
    }
  }
}

function actHere(world: SyncWorld, event: StoredEvent, each: Step): void {
  if (each.kind === 'edit here' && event.status === 'live') world.edit(event, each.change);
  const statusAfter = { 'archive here': 'archived', 'delete here': 'deleted', 'un-archive here': 'live' } as const;
  if (!(each.kind in statusAfter) || event.status === 'deleted') return;
  event.status = statusAfter[each.kind as keyof typeof statusAfter];
  event.version += 1;
}

const FAULTS = {
  lose: { kind: 'lose' },
  drop: { kind: 'unknown', reason: 'connection_lost' },
  refuse: { kind: 'refused', status: 400, code: 'ErrorPropertyValidationFailure', message: '' },
  throttle: { kind: 'notSent', code: 'ApplicationThrottled', retryAfterMs: 1000 },
} as const;

function expectEqualSides(world: SyncWorld): void {
  const live = [...world.store.events.values()].filter((event) => event.status === 'live');
  const linked = [...world.store.links.values()].filter((link) => link.state !== 'retired');
  expect(live.length).toBe(world.outlook.items.size);
  for (const event of live) {
    const links = linked.filter((link) => link.eventId === event.id);
    expect(links).toHaveLength(1);
    const item = world.outlook.items.get(links[0]?.graphId ?? '');
    const own = event.participations.get(USER);
    if (!item || !own) throw new Error('An event has no item in Outlook.');
    expect(differencesAcross({ ...event.meeting, ...own }, item.values)).toEqual([]);
  }
}

function guestsOf(addresses: string[]) {
  return Object.fromEntries(Object.values(guests(...addresses)).map((guest) => [guest.address.toLowerCase(), guest]));
}

function whenAt(hour: string): EventValues['when'] {
  return { start: `2026-12-01T${hour}:00:00`, end: `2026-12-01T${hour}:30:00`, zone: 'Europe/Berlin', isAllDay: false };
}

function allDay(): EventValues['when'] {
  return { start: '2026-12-01', end: '2026-12-02', zone: 'Europe/Berlin', isAllDay: true };
}
