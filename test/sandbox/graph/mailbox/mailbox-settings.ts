// The settings of a mailbox as Outlook keeps them, with what a new mailbox begins with.
import { Temporal } from 'temporal-polyfill';
import type { User, World } from '../../core/world.ts';
import { readZone } from '../calendar/events/zones.ts';
import { localeDisplayName } from './languages.ts';

export interface WorkingHours {
  daysOfWeek: string[];
  /** `08:00:00.0000000` */
  startTime: string;
  endTime: string;
  /** A named zone, or a whole customTimeZone as it was sent. */
  timeZone: Record<string, unknown> & { name: string };
}

export interface AutomaticReplies {
  status: string;
  externalAudience: string;
  internalReplyMessage: string;
  externalReplyMessage: string;
  scheduledStartDateTime: { dateTime: string; timeZone: string };
  scheduledEndDateTime: { dateTime: string; timeZone: string };
}

/** The v1.0 mailboxSettings, in Graph's names and shapes. */
export interface MailboxSettings {
  archiveFolder: string;
  timeZone: string;
  delegateMeetingMessageDeliveryOptions: string;
  dateFormat: string;
  timeFormat: string;
  userPurpose: string;
  automaticRepliesSetting: AutomaticReplies;
  language: { locale: string; displayName: string };
  workingHours: WorkingHours;
}

export interface Category {
  id: string;
  displayName: string;
  color: string;
}

/** What belongs to a mailbox beside its calendars. */
export interface MailboxOptions {
  owner: User;
  settings: MailboxSettings;
  categories: Category[];
}

const options = new WeakMap<World, Map<string, MailboxOptions>>();

/** The categories of a new mailbox (outlookuser-list-mastercategories shows the first). */
const FIRST_CATEGORIES = [
  ['Red category', 'preset0'],
  ['Orange category', 'preset1'],
  ['Yellow category', 'preset3'],
  ['Green category', 'preset4'],
  ['Blue category', 'preset7'],
  ['Purple category', 'preset8'],
] as const;

/** A user's settings and categories; made when they are first asked for. */
export function mailboxOptionsOf(world: World, user: User): MailboxOptions {
  const known = options.get(world) ?? new Map<string, MailboxOptions>();
  options.set(world, known);
  let found = known.get(user.id);
  if (!found) {
    found = {
      owner: user,
      settings: firstSettings(world, user),
      categories: FIRST_CATEGORIES.map(([displayName, color]) => ({ id: world.random.uuid(), displayName, color })),
    };
    known.set(user.id, found);
  }
  return found;
}

function firstSettings(world: World, user: User): MailboxSettings {
  const zone = readZone(user.timeZone).windows;
  const now = world.clock.now().round({ smallestUnit: 'hour', roundingMode: 'floor' });
  return {
    archiveFolder: '',
    timeZone: zone,
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
    dateFormat: 'M/d/yyyy',
    timeFormat: 'h:mm tt',
    userPurpose: 'user',
    automaticRepliesSetting: {
      status: 'disabled',
      externalAudience: 'all',
      internalReplyMessage: '',
      externalReplyMessage: '',
      scheduledStartDateTime: utcTime(now),
      scheduledEndDateTime: utcTime(now.add({ hours: 24 })),
    },
    language: { locale: 'en-US', displayName: localeDisplayName('en-US') ?? '' },
    workingHours: {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '08:00:00.0000000',
      endTime: '17:00:00.0000000',
      timeZone: { name: zone },
    },
  };
}

/** A dateTimeTimeZone in UTC. */
export function utcTime(instant: Temporal.Instant): { dateTime: string; timeZone: string } {
  const dateTime = instant.toZonedDateTimeISO('UTC').toPlainDateTime().toString({ fractionalSecondDigits: 7 });
  return { dateTime, timeZone: 'UTC' };
}

/** The instant of a dateTimeTimeZone. @throws RangeError for a time that is none, GraphRefusal for a zone. */
export function instantOf(value: unknown): Temporal.Instant {
  const { dateTime, timeZone } = (value ?? {}) as { dateTime?: unknown; timeZone?: unknown };
  const zone = readZone(timeZone ?? 'UTC');
  const text = String(dateTime);
  if (/(?:Z|[+-]\d{2}:\d{2})$/i.test(text)) return Temporal.Instant.from(text);
  return Temporal.PlainDateTime.from(text).toZonedDateTime(zone.iana).toInstant();
}
