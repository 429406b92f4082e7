// What each thing to try would do now: its event, where it would move it, and the mails by the product's own preview.
import { Temporal } from 'temporal-polyfill';
import type { EventChange, EventView, PreviewAction, PreviewAnswer, When } from '../../server/schemas/events.ts';
import type { Mail } from '../../server/schemas/mail.ts';
import type { Sides } from './sides.ts';
import type { ActName, ActView } from './state.ts';

/** A move goes an hour on, until it would end later than this; then it goes back to the morning. */
const LATEST_END_HOUR = 21;
const MORNING_HOUR = 9;
const PREVIEWS_KEPT_MAX = 50;

/** What the demo remembers between two looks. */
export interface ActMemory {
  /** An event stays the one to try with as long as it can be. */
  meetingId: string | null;
  soloId: string | null;
  archivedId: string | null;
  /** Mails by what they were asked for. */
  previews: Map<string, Mail[]>;
}

export function newActMemory(): ActMemory {
  return { meetingId: null, soloId: null, archivedId: null, previews: new Map() };
}

/**
 * @param events live ones of ours in the week that is looked at. @param archived those in the archive.
 * @param nameOf a person's name by address.
 */
export async function viewActs(
  sides: Sides,
  memory: ActMemory,
  week: { events: readonly EventView[]; archived: readonly EventView[]; now: string },
  nameOf: (address: string) => string,
): Promise<Record<ActName, ActView>> {
  const own = week.events.filter((event) => isOwnAndAhead(event, week.now));
  const meeting = choose(own.filter(hasGuests), memory.meetingId);
  const solo = choose(
    own.filter(({ guests }) => guests.length === 0),
    memory.soloId,
  );
  const archived = week.archived.find(({ id }) => id === memory.archivedId) ?? null;
  // While the one of the last time is in the archive, another stands in for it.
  if (!archived) memory.meetingId = meeting?.id ?? memory.meetingId;
  memory.soloId = solo?.id ?? memory.soloId;
  const named = (mails: Mail[]) => mails.map((mail) => ({ ...mail, name: nameOf(mail.to) }));
  const mailsOf = async (action: PreviewAction, event: EventView | null, input?: EventChange) =>
    event ? named(await preview(sides, memory, { action, event, input })) : [];
  const later = meeting && { when: movedWhen(meeting.when) };
  const ending = archived ?? meeting;
  return {
    'move-here': { ...moving(meeting), mails: await mailsOf('update', meeting, later ?? {}) },
    'move-in-outlook': moving(solo),
    archive: {
      ...still(ending),
      from: ending?.startsAt ?? null,
      isBack: archived !== null,
      mails: await mailsOf(archived ? 'unarchive' : 'archive', ending),
    },
    conflict: still(solo),
    storm: moving(solo),
  };
}

/** An hour later, or back to the morning of the same day. */
export function movedWhen(when: When): When {
  const start = Temporal.PlainDateTime.from(when.start);
  const length = start.until(Temporal.PlainDateTime.from(when.end));
  const hourLater = start.add({ hours: 1 });
  const latest = start.with({ hour: LATEST_END_HOUR, minute: 0 });
  const isTooLate = Temporal.PlainDateTime.compare(hourLater.add(length), latest) > 0;
  const moved = isTooLate ? start.with({ hour: MORNING_HOUR }) : hourLater;
  const text = (time: Temporal.PlainDateTime) => time.toString({ smallestUnit: 'second' });
  return { ...when, start: text(moved), end: text(moved.add(length)) };
}

/** The instant of a wall-clock time. */
export function instantOf(time: string, zone: string): string {
  return Temporal.PlainDateTime.from(time).toZonedDateTime(zone).toInstant().toString();
}

function isOwnAndAhead(event: EventView, now: string): boolean {
  const isPlain = event.kind === 'single' && !event.when.isAllDay && event.link.state === 'live';
  return isPlain && event.organizer.isMe && event.canEdit && Date.parse(event.startsAt) > Date.parse(now);
}

function hasGuests({ guests }: EventView): boolean {
  return guests.some(({ state }) => state === 'invited');
}

/** The one of the last time, else the one with the most guests. */
function choose(events: readonly EventView[], lastId: string | null): EventView | null {
  const last = events.find(({ id }) => id === lastId);
  const [first] = events.toSorted((a, b) => b.guests.length - a.guests.length || a.startsAt.localeCompare(b.startsAt));
  return last ?? first ?? null;
}

function still(event: EventView | null): ActView {
  return {
    event: event && { id: event.id, subject: event.subject },
    from: null,
    to: null,
    isBack: false,
    mails: [],
  };
}

function moving(event: EventView | null): ActView {
  if (!event) return still(event);
  const { start, zone } = movedWhen(event.when);
  return { ...still(event), from: event.startsAt, to: instantOf(start, zone) };
}

/** Asks once for each state of an event. */
async function preview(
  { user }: Sides,
  { previews }: ActMemory,
  question: { action: PreviewAction; event: EventView; input: EventChange | undefined },
): Promise<Mail[]> {
  const { action, event, input } = question;
  const { state, sendAfter } = event.link;
  const key = JSON.stringify([action, event.id, event.version, state, sendAfter, input]);
  const known = previews.get(key);
  if (known) return known;
  const body = { action, eventId: event.id, ...(input ? { input } : {}) };
  const { mails } = await user.call<PreviewAnswer>('POST', '/api/events/preview', body);
  if (previews.size >= PREVIEWS_KEPT_MAX) previews.clear();
  previews.set(key, mails);
  return mails;
}
