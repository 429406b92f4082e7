// Carries out one thing to try, by the ways that anybody has: the product's API with the user's session, and Graph.
import type { GraphEvent } from '../../graph/models/event.ts';
import type { EventChange, EventView } from '../../server/schemas/events.ts';
import { type ActMemory, movedWhen } from './act-views.ts';
import { twinOf } from './shown-events.ts';
import { eventsThere, type Sides } from './sides.ts';
import type { ActName } from './state.ts';
import { beginStorm, type Storm } from './storm.ts';

/** What the page asks for. */
export interface ActRequest {
  name: ActName;
  eventId: string;
  /** Whether the page has shown the mails: only then is Outlook allowed to send them. */
  hasShownMails: boolean;
}

export interface ActWorld {
  sides: Sides;
  /** Of people, by address in lower case. */
  names: ReadonlyMap<string, string>;
  memory: ActMemory;
  /** The last one; null before the first. */
  storm: Storm | null;
  /** Counts conflicts, so that both sides say something new each time. */
  conflicts: number;
}

/** The event is not in Outlook as it is here, so that nothing can be said about a change there. */
export class NotAlikeError extends Error {
  readonly code = 'not_alike';
  constructor(subject: string) {
    super(`“${subject}” is not the same on both sides yet. Wait until both agree, or press “Sync now”.`);
    this.name = 'NotAlikeError';
  }
}

/** @throws Error with what the API or Graph said. */
export async function performAct(world: ActWorld, request: ActRequest): Promise<void> {
  const event = await world.sides.user.call<EventView>('GET', `/api/events/${request.eventId}`);
  switch (request.name) {
    case 'move-here':
      return changeHere(world.sides, event, { when: movedWhen(event.when) }, request.hasShownMails);
    case 'move-in-outlook':
      await moveInOutlook(world.sides, event);
      return askForSync(world.sides);
    case 'archive':
      return archiveOrBringBack(world, event, request.hasShownMails);
    case 'conflict':
      return editBothSides(world, event);
    case 'storm':
      await moveInOutlook(world.sides, event);
      world.storm = await beginStorm(world.sides);
      return askForSync(world.sides);
  }
}

/** As the button “Sync now” does; without it the product looks by itself after two minutes. */
export async function askForSync({ user }: Sides): Promise<void> {
  await user.call('POST', '/api/mailbox/sync');
}

async function changeHere(
  { user }: Sides,
  { id, version }: EventView,
  change: EventChange,
  mayMail: boolean,
): Promise<void> {
  const body = { ...change, ...(mayMail ? { mail: 'send' } : {}) };
  await user.call('PATCH', `/api/events/${id}`, body, { 'if-match': `"${version}"` });
}

async function moveInOutlook(sides: Sides, event: EventView): Promise<void> {
  const twin = await twinIn(sides, event);
  const { start, end, zone } = movedWhen(event.when);
  const time = (dateTime: string) => ({ dateTime, timeZone: zone });
  await sides.graph('PATCH', `/me/events/${twin.id}`, { start: time(start), end: time(end) });
}

async function archiveOrBringBack({ sides, memory }: ActWorld, event: EventView, mayMail: boolean): Promise<void> {
  const ending = event.status === 'archived' ? 'unarchive' : 'archive';
  await sides.user.call('POST', `/api/events/${event.id}/${ending}`, mayMail ? { mail: 'send' } : {});
  memory.archivedId = ending === 'archive' ? event.id : null;
  memory.meetingId = event.id;
}

/** Outlook first: an edit here that mails nobody asks for a sync by itself, and that one meets both edits. */
async function editBothSides(world: ActWorld, event: EventView): Promise<void> {
  const { sides } = world;
  const twin = await twinIn(sides, event);
  world.conflicts += 1;
  const plain = event.subject.replace(/ \((?:ours|Outlook’s) \d+\)$/, '');
  await sides.graph('PATCH', `/me/events/${twin.id}`, { subject: `${plain} (Outlook’s ${world.conflicts})` });
  await changeHere(sides, event, { subject: `${plain} (ours ${world.conflicts})` }, false);
}

/** @throws NotAlikeError */
async function twinIn(sides: Sides, event: EventView): Promise<GraphEvent> {
  const range = { from: event.startsAt, to: event.endsAt };
  const twin = twinOf(event, await eventsThere(sides, range));
  if (!twin) throw new NotAlikeError(event.subject);
  return twin;
}
