// The calendars that a world begins with: past and future events, an all-day one, a series with an exception, meetings with guests.
import type { Temporal } from 'temporal-polyfill';
import type { User, World } from '../../core/world.ts';
import { applyBody } from './events/event-input.ts';
import { newItem } from './events/new-item.ts';
import { saveNew } from './meetings/meetings.ts';
import { saveItem } from './save-item.ts';
import { cancelOccurrence, exceptionFor, ownFieldsOf } from './series/exceptions.ts';
import { occurrencesIn } from './series/occurrences.ts';
import { type Item, mailboxOf } from './state.ts';

interface Plan {
  subject: string;
  /** Days from today. */
  day: number;
  /** Wall clock of the owner; missing for an all-day event. */
  from?: string;
  to?: string;
  guests?: string[];
  more?: Record<string, unknown>;
}

/** Fills every mailbox; nobody gets mail for what was always there. */
export function seedCalendars(world: World): void {
  const people = [...world.users.values()].filter((user) => user.hasMailbox);
  for (const user of people) mailboxOf(world, user);
  for (const user of people) {
    const colleagues = people.filter((other) => other.tenantId === user.tenantId && other.id !== user.id);
    for (const plan of plansFor(user, colleagues)) add(world, user, plan);
    addSeries(world, user);
  }
  world.outbox.length = 0;
}

function plansFor(user: User, colleagues: readonly User[]): Plan[] {
  const [colleague] = colleagues;
  return [
    {
      subject: 'Quarterly figures',
      day: -20,
      from: '10:00',
      to: '11:30',
      more: { locations: [{ displayName: 'Room Aalto' }] },
    },
    { subject: 'Dentist', day: -4, from: '08:30', to: '09:15', more: { sensitivity: 'private', showAs: 'oof' } },
    { subject: `${user.givenName}'s day off`, day: 6, more: { showAs: 'free' } },
    {
      subject: 'Focus time',
      day: 2,
      from: '14:00',
      to: '16:00',
      more: { showAs: 'busy', categories: ['Blue category'] },
    },
    {
      subject: 'Interview',
      day: 4,
      from: '11:00',
      to: '12:00',
      guests: ['candidate@elsewhere.example'],
      more: { importance: 'high' },
    },
    ...(colleague
      ? [
          {
            subject: `${user.givenName} and ${colleague.givenName}: one to one`,
            day: 3,
            from: '09:30',
            to: '10:00',
            guests: [colleague.mail],
          },
        ]
      : []),
  ];
}

function add(world: World, user: User, plan: Plan): Item {
  const mailbox = mailboxOf(world, user);
  const item = newItem(world, mailbox, mailbox.calendars[0]?.id ?? '');
  applyBody(item, {
    subject: plan.subject,
    body: { contentType: 'html', content: `<p>${plan.subject}</p>` },
    ...timesOf(world, user, plan),
    attendees: (plan.guests ?? []).map((address) => ({ emailAddress: { address }, type: 'required' })),
    ...plan.more,
  });
  saveNew(world, mailbox, item);
  return item;
}

function timesOf(world: World, user: User, plan: Plan): Record<string, unknown> {
  const date = dateIn(world, user, plan.day);
  const at = (time: string, day = date) => ({ dateTime: `${day.toString()}T${time}:00`, timeZone: user.timeZone });
  if (plan.from === undefined || plan.to === undefined)
    return { isAllDay: true, start: at('00:00'), end: at('00:00', date.add({ days: 1 })) };
  return { start: at(plan.from), end: at(plan.to) };
}

/** A weekly series that began a month ago, with one occurrence moved and one cancelled. */
function addSeries(world: World, user: User): void {
  const mailbox = mailboxOf(world, user);
  const first = dateIn(world, user, -28);
  const day = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'][first.dayOfWeek - 1];
  const recurrence = {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: [day] },
    range: { type: 'noEnd', startDate: first.toString() },
  };
  const master = add(world, user, {
    subject: 'Weekly review',
    day: -28,
    from: '16:00',
    to: '16:45',
    more: { recurrence },
  });
  const window = { start: world.clock.now(), end: world.clock.now().add({ hours: 24 * 40 }) };
  const [moved, cancelled] = occurrencesIn(mailbox, master, window).slice(1);
  if (moved) {
    const exception = exceptionFor(world, moved);
    Object.assign(exception, { start: moved.start.add({ hours: 1 }), end: moved.end.add({ hours: 1 }) });
    exception.properties.subject = 'Weekly review (an hour later)';
    exception.ownFields = ownFieldsOf(exception, master);
    saveItem(world, mailbox, exception);
  }
  if (cancelled) cancelOccurrence(world, mailbox, master, cancelled.start.toPlainDate().toString());
}

function dateIn(world: World, user: User, days: number): Temporal.PlainDate {
  return world.clock.now().toZonedDateTimeISO(user.timeZone).toPlainDate().add({ days });
}
