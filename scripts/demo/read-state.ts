// Reads what the demo page shows: each side by its own way, at about the same moment.
import { Temporal } from 'temporal-polyfill';
import type { ConflictList } from '../../server/schemas/conflicts.ts';
import type { MailboxView } from '../../server/schemas/mailbox.ts';
import { viewActs } from './act-views.ts';
import type { ActWorld } from './perform-act.ts';
import { isWaiting, showBoth } from './shown-events.ts';
import { eventsHere, eventsThere, outboxOf } from './sides.ts';
import type { DemoState, Range } from './state.ts';
import { watchStorm } from './storm.ts';

const MAILS_SHOWN_MAX = 10;

/** @throws Error with what a side said. */
export async function readState(world: ActWorld, range: Range, links: DemoState['links']): Promise<DemoState> {
  const { sides, memory, names } = world;
  const { user, person } = sides;
  if (world.storm) world.storm = await watchStorm(sides, world.storm);
  const now = Temporal.Now.instant().toString();
  const [events, archived, theirs, mailbox, conflicts, outbox] = await Promise.all([
    eventsHere(sides, range),
    eventsHere(sides, range, true),
    eventsThere(sides, range),
    user.call<MailboxView>('GET', '/api/mailbox'),
    user.call<ConflictList>('GET', '/api/conflicts'),
    outboxOf(sides),
  ]);
  const nameOf = (address: string) => names.get(address.toLowerCase()) ?? address;
  const named = outbox.map(({ kind, subject, at, from, to }) => ({
    kind,
    subject,
    at,
    from: nameOf(from),
    to: nameOf(to),
  }));
  return {
    person: nameOf(person.userPrincipalName),
    links,
    ...showBoth(events, theirs, now),
    mailbox,
    waiting: [...events, ...archived]
      .filter((event) => isWaiting(event, now))
      .map(({ id, subject, link }) => ({ eventId: id, subject, sendAfter: link.sendAfter ?? now })),
    conflicts: conflicts.conflicts,
    outbox: named.slice(-MAILS_SHOWN_MAX).toReversed(),
    mailCount: outbox.length,
    acts: await viewActs(sides, memory, { events, archived, now }, nameOf),
    storm: world.storm?.view ?? null,
  };
}
