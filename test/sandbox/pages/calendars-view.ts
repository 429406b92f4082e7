// Everybody's calendars in a stretch of days, as people read them: in one zone, with series drawn out.
import { Temporal } from 'temporal-polyfill';
import type { World } from '../core/world.ts';
import { occurrencesIn } from '../graph/calendar/series/occurrences.ts';
import { type Item, type Mailbox, mailboxesOf } from '../graph/calendar/state.ts';

const DAYS_MAX = 31;
const DAYS_DEFAULT = 7;

export interface CalendarsView {
  /** The sandbox's time in the zone, `YYYY-MM-DDTHH:MM`. */
  now: string;
  /** IANA name. */
  zone: string;
  people: PersonView[];
}

export interface PersonView {
  userPrincipalName: string;
  displayName: string;
  /** Of the tenant. */
  organization: string;
  timeZone: string;
  events: EventView[];
}

export interface EventView {
  /** The immutable id; occurrences of one series share it. */
  id: string;
  subject: string;
  /** In the view's zone, `YYYY-MM-DDTHH:MM`; of all-day events midnights, the end not included. */
  start: string;
  end: string;
  isAllDay: boolean;
  type: 'singleInstance' | 'occurrence' | 'exception';
  isCancelled: boolean;
  isDraft: boolean;
  isOrganizer: boolean;
  organizer: string;
  showAs: string;
  sensitivity: string;
  /** What the mailbox's owner answered. */
  response: string;
  guests: { name: string; address: string; type: string; response: string }[];
  locations: string[];
  categories: string[];
  /** Where it isn't the default one. */
  calendar: string | null;
  modified: string;
}

interface Stretch {
  zone: string;
  from: Temporal.PlainDateTime;
  to: Temporal.PlainDateTime;
}

/** @param query `from` (`YYYY-MM-DD`, today by default), `days` (7, at most 31), `zone` (IANA, UTC by default). @throws RangeError */
export function calendarsView(world: World, query: URLSearchParams): CalendarsView {
  const zone = query.get('zone') ?? 'UTC';
  const now = world.clock.now().toZonedDateTimeISO(zone).toPlainDateTime();
  const first = query.get('from');
  const from = (first === null ? now.toPlainDate() : Temporal.PlainDate.from(first)).toPlainDateTime();
  const days = Number(query.get('days') ?? DAYS_DEFAULT);
  if (!Number.isInteger(days) || days < 1 || days > DAYS_MAX) {
    throw new RangeError(`The days are a whole number from 1 to ${DAYS_MAX}.`);
  }
  const stretch = { zone, from, to: from.add({ days }) };
  return { now: minutes(now), zone, people: mailboxesOf(world).map((mailbox) => personView(world, mailbox, stretch)) };
}

function personView(world: World, mailbox: Mailbox, stretch: Stretch): PersonView {
  const { userPrincipalName, displayName, tenantId, timeZone } = mailbox.owner;
  return {
    userPrincipalName,
    displayName,
    organization: world.tenants.get(tenantId)?.displayName ?? '',
    timeZone,
    events: eventsIn(mailbox, stretch).toSorted((a, b) => (a.start < b.start ? -1 : 1)),
  };
}

function eventsIn(mailbox: Mailbox, stretch: Stretch): EventView[] {
  // All-day events lie on their dates in every zone, so the window of instants is wider than the stretch of dates.
  const window = {
    start: stretch.from.subtract({ days: 1 }).toZonedDateTime(stretch.zone).toInstant(),
    end: stretch.to.add({ days: 1 }).toZonedDateTime(stretch.zone).toInstant(),
  };
  const live = [...mailbox.items.values()].filter(({ isDeleted }) => !isDeleted);
  return live
    .flatMap((item) =>
      item.type === 'seriesMaster'
        ? occurrencesIn(mailbox, item, window).map(({ start, end }) =>
            eventView(mailbox, { ...item, start, end }, 'occurrence', stretch),
          )
        : [eventView(mailbox, item, item.type, stretch)],
    )
    .filter(({ start, end }) => start < minutes(stretch.to) && (end > minutes(stretch.from) || start === end));
}

function eventView(mailbox: Mailbox, item: Item, type: EventView['type'], { zone }: Stretch): EventView {
  const { properties } = item;
  const shown = (time: Temporal.PlainDateTime) =>
    minutes(properties.isAllDay ? time : time.toZonedDateTime(item.zone).withTimeZone(zone).toPlainDateTime());
  const calendar = mailbox.calendars.find(({ id }) => id === item.calendarId);
  return {
    id: item.id,
    subject: properties.subject ?? '',
    start: shown(item.start),
    end: shown(item.end),
    isAllDay: properties.isAllDay,
    type,
    isCancelled: properties.isCancelled,
    isDraft: properties.isDraft,
    isOrganizer: item.isOrganizer,
    organizer: item.organizer.name || item.organizer.address,
    showAs: properties.showAs,
    sensitivity: properties.sensitivity,
    response: properties.responseStatus.response,
    guests: properties.attendees.map(({ type: kind, status, emailAddress }) => ({
      ...emailAddress,
      type: kind,
      response: status.response,
    })),
    locations: properties.locations.flatMap(({ displayName }) =>
      typeof displayName === 'string' && displayName ? [displayName] : [],
    ),
    categories: properties.categories,
    calendar: !calendar || calendar.isDefault ? null : calendar.name,
    modified: item.modified.toString({ smallestUnit: 'second' }),
  };
}

function minutes(time: Temporal.PlainDateTime): string {
  return time.toString({ smallestUnit: 'minute' });
}
