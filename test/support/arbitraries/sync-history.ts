// Generators of what happens to two calendars between syncs: edits, beginnings and ends on both sides, and failing calls.
import fc from 'fast-check';
import type { EventValues } from '../../../sync/index.ts';
import type { StoredEvent } from '../memory-store.ts';
import { guests, meetingValues, places, type SyncWorld } from '../sync-world.ts';

const PEOPLE = ['bob@fabrikam.example', 'eve@fabrikam.example', 'Zoe@Fabrikam.example'];

/** Few values, so that both sides often edit the same unit, also to the same value. */
export const change: fc.Arbitrary<Partial<EventValues>> = fc.oneof(
  fc.record({ subject: fc.constantFrom('One', 'Two', 'Three') }),
  fc.record({ body: fc.constantFrom('<p>Agenda</p>', '<p>Other</p>', '') }),
  fc.record({ places: fc.subarray(['Room 1', 'Room 2']).map((names) => places(...names)) }),
  fc.record({ guests: fc.subarray(PEOPLE).map(guestsOf) }),
  fc.record({ showAs: fc.constantFrom('free', 'busy', 'oof', 'tentative') }),
  fc.record({ sensitivity: fc.constantFrom('normal', 'private', 'confidential', 'personal') }),
  fc.record({ importance: fc.constantFrom('low', 'normal', 'high') }),
  fc.record({ reminderMinutes: fc.constantFrom(null, 0, 15, 60) }),
  fc.record({ categories: fc.subarray(['Blue', 'Green', 'Red']) }),
  fc.record({ when: fc.constantFrom(whenAt('10'), whenAt('14'), allDay(), past()) }),
);

export const historyStep = fc.oneof(
  fc.record({ kind: fc.constantFrom('edit here' as const, 'edit there' as const), target: fc.nat(9), change }),
  fc.record({ kind: fc.constantFrom('add here' as const, 'add there' as const), change }),
  fc.record({
    kind: fc.constantFrom(
      'archive here' as const,
      'delete here' as const,
      'un-archive here' as const,
      'delete there' as const,
      'touch there' as const,
    ),
    target: fc.nat(9),
  }),
  fc.record({ kind: fc.constant('restore there' as const), target: fc.nat(9) }),
  fc.record({ kind: fc.constant('fault' as const), fault: fc.constantFrom('lose', 'drop', 'refuse', 'throttle') }),
  fc.record({ kind: fc.constant('sync' as const) }),
);
export type HistoryStep = typeof historyStep extends fc.Arbitrary<infer T> ? T : never;

/** Lets one step happen. */
export async function takeHistoryStep(world: SyncWorld, step: HistoryStep): Promise<void> {
  const { store, outlook } = world;
  switch (step.kind) {
    case 'sync':
      await world.sync();
      return;
    case 'fault':
      outlook.faults.push(FAULTS[step.fault]);
      return;
    case 'add here':
      world.add(step.change);
      return;
    case 'add there':
      outlook.create(meetingValues(step.change));
      return;
    case 'restore there': {
      const link = [...store.links.values()][step.target];
      if (link?.state === 'retired' && link.graphId && !hasSuccessor(world, link)) outlook.restore(link.graphId);
      return;
    }
    case 'edit there':
    case 'touch there':
    case 'delete there': {
      const graphId = [...outlook.items.keys()][step.target];
      if (!graphId) return;
      if (step.kind === 'delete there') outlook.remove(graphId);
      else outlook.edit(graphId, step.kind === 'edit there' ? step.change : {});
      return;
    }
    default: {
      const event = [...store.events.values()][step.target];
      if (event) actHere(world, event, step);
    }
  }
}

/** An event that lives on as another item: then nobody would restore the old one as well. */
function hasSuccessor({ store }: SyncWorld, link: { eventId: string }): boolean {
  return [...store.links.values()].filter(({ eventId }) => eventId === link.eventId).length > 1;
}

function actHere(world: SyncWorld, event: StoredEvent, step: HistoryStep): void {
  if (step.kind === 'edit here' && event.status === 'live') world.edit(event, step.change);
  const statusAfter = { 'archive here': 'archived', 'delete here': 'deleted', 'un-archive here': 'live' } as const;
  if (!(step.kind in statusAfter) || event.status === 'deleted') return;
  event.status = statusAfter[step.kind as keyof typeof statusAfter];
  event.version += 1;
}

const FAULTS = {
  lose: { kind: 'lose' },
  drop: { kind: 'unknown', reason: 'connection_lost' },
  refuse: { kind: 'refused', status: 400, code: 'ErrorPropertyValidationFailure', message: '' },
  throttle: { kind: 'notSent', code: 'ApplicationThrottled', retryAfterMs: 1000 },
} as const;

function guestsOf(addresses: string[]) {
  return Object.fromEntries(Object.values(guests(...addresses)).map((guest) => [guest.address.toLowerCase(), guest]));
}

function whenAt(hour: string): EventValues['when'] {
  return { start: `2026-12-01T${hour}:00:00`, end: `2026-12-01T${hour}:30:00`, zone: 'Europe/Berlin', isAllDay: false };
}

function past(): EventValues['when'] {
  return { start: '2026-11-20T10:00:00', end: '2026-11-20T10:30:00', zone: 'Europe/Berlin', isAllDay: false };
}

function allDay(): EventValues['when'] {
  return { start: '2026-12-01', end: '2026-12-02', zone: 'Europe/Berlin', isAllDay: true };
}
