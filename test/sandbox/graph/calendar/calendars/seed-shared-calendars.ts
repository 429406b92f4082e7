// The shared calendars that a world begins with: Bo's, one for Ada to read and one for her to write into.
import type { World } from '../../../core/world.ts';
import { applyBody } from '../events/event-input.ts';
import { newItem } from '../events/new-item.ts';
import { saveItem } from '../save-item.ts';
import { calendarKeys, type Mailbox, mailboxByAddress } from '../state.ts';
import { shareInto } from './sharing.ts';
import { type CalendarRole, newCalendar, type StoredCalendar } from './stored-calendar.ts';

const OWNER = 'bo@contoso.example';
const READER = 'ada@contoso.example';

interface EventPlan {
  subject: string;
  /** Days from today. */
  day: number;
  /** Wall clock of the owner. */
  from: string;
  to: string;
  more?: Record<string, unknown>;
}

const CALENDARS: readonly { name: string; role: CalendarRole; events: readonly EventPlan[] }[] = [
  {
    name: 'Team',
    role: 'read',
    events: [
      { subject: 'Release', day: 5, from: '10:00', to: '11:00', more: { location: { displayName: 'Main hall' } } },
      { subject: 'Appraisals', day: 8, from: '13:00', to: '14:00', more: { sensitivity: 'private' } },
    ],
  },
  { name: 'Projects', role: 'write', events: [{ subject: 'Site survey', day: 7, from: '09:00', to: '12:00' }] },
];

/** Does nothing in a world without the two. Nobody's default calendar changes, and nobody gets mail. */
export function seedSharedCalendars(world: World): void {
  const owner = mailboxByAddress(world, OWNER);
  const reader = mailboxByAddress(world, READER)?.owner;
  if (!owner || !reader) return;
  for (const { name, role, events } of CALENDARS) {
    const keys = calendarKeys(world, owner.ids);
    const calendar = newCalendar(keys, { name, groupId: owner.calendarGroups[0]?.id ?? '' });
    owner.calendars.push(calendar);
    calendar.permissions.push({
      id: Buffer.from(`ExchangeLabs.${reader.id}`).toString('base64url'),
      name: reader.displayName,
      address: reader.mail,
      role,
      allowedRoles: ['freeBusyRead', 'limitedRead', 'read', 'write'],
      isInsideOrganization: true,
      isRemovable: true,
    });
    shareInto(world, reader, { owner, calendar });
    for (const plan of events) add(world, owner, calendar, plan);
  }
}

function add(
  world: World,
  owner: Mailbox,
  calendar: StoredCalendar,
  { subject, day, from, to, more }: EventPlan,
): void {
  const { timeZone } = owner.owner;
  const date = world.clock.now().toZonedDateTimeISO(timeZone).toPlainDate().add({ days: day }).toString();
  const item = newItem(world, owner, calendar.id);
  applyBody(item, {
    subject,
    start: { dateTime: `${date}T${from}:00`, timeZone },
    end: { dateTime: `${date}T${to}:00`, timeZone },
    ...more,
  });
  saveItem(world, owner, item);
}
