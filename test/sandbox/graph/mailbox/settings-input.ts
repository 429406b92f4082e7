// What a PATCH of mailboxSettings may say, checked as Outlook checks it (user-update-mailboxsettings, Errors).
import { Temporal } from 'temporal-polyfill';
import { readArray, readFields, readString, readWord, unreadable, words } from '../calendar/events/read-values.ts';
import { readZone } from '../calendar/events/zones.ts';
import { GraphRefusal } from '../operation.ts';
import { localeDisplayName } from './languages.ts';
import {
  type AutomaticReplies,
  instantOf,
  type MailboxSettings,
  utcTime,
  type WorkingHours,
} from './mailbox-settings.ts';

type Reader<Name extends keyof MailboxSettings> = (
  value: unknown,
  before: MailboxSettings[Name],
) => MailboxSettings[Name];

const DAYS = words('sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday');
const REPLY_STATUS = words('disabled', 'alwaysEnabled', 'scheduled');
const AUDIENCES = words('none', 'contactsOnly', 'all');
const DELIVERY = words('sendToDelegateAndInformationToPrincipal', 'sendToDelegateAndPrincipal', 'sendToDelegateOnly');
const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,7}))?$/;
const LOCALE = /^[a-z]{2,3}(?:-[A-Za-z]{4})?-[A-Z]{2}$/;

const READERS: { readonly [Name in keyof MailboxSettings]: Reader<Name> } = {
  // Both belong to the mailbox, not to its user: sent values are ignored.
  archiveFolder: (_, before) => before,
  userPurpose: (_, before) => before,
  timeZone: readTimeZone,
  delegateMeetingMessageDeliveryOptions: (value) => readWord(value, DELIVERY),
  dateFormat: readString,
  timeFormat: readString,
  automaticRepliesSetting: readReplies,
  language: readLanguage,
  workingHours: readWorkingHours,
};
const NAMES = Object.keys(READERS).filter(isSetting);

/** @returns the settings as changed, and the names of what was sent. @throws GraphRefusal */
export function readSettings(
  body: unknown,
  before: MailboxSettings,
): { settings: MailboxSettings; sent: (keyof MailboxSettings)[] } {
  const fields = readFields(body, 'microsoft.graph.mailboxSettings', NAMES);
  const sent = NAMES.filter((name) => fields[name] !== undefined);
  const settings = { ...before };
  for (const name of sent) change(settings, name, fields[name]);
  return { settings, sent };
}

function isSetting(name: string): name is keyof MailboxSettings {
  return Object.hasOwn(READERS, name);
}

function change<Name extends keyof MailboxSettings>(settings: MailboxSettings, name: Name, value: unknown): void {
  settings[name] = READERS[name](value, settings[name]);
}

function readTimeZone(value: unknown): string {
  const name = readString(value);
  try {
    readZone(name);
  } catch {
    throw new GraphRefusal(400, 'InvalidTimeZone', 'Time Zone settings provided are invalid.');
  }
  return name;
}

function readWorkingHours(value: unknown, before: WorkingHours): WorkingHours {
  const names = ['daysOfWeek', 'startTime', 'endTime', 'timeZone'] as const;
  const sent = readFields(value, 'microsoft.graph.workingHours', names);
  const hours: WorkingHours = {
    daysOfWeek: sent.daysOfWeek === undefined ? before.daysOfWeek : readArray(sent.daysOfWeek).map(readDay),
    startTime: sent.startTime === undefined ? before.startTime : readTimeOfDay(sent.startTime),
    endTime: sent.endTime === undefined ? before.endTime : readTimeOfDay(sent.endTime),
    timeZone: sent.timeZone === undefined ? before.timeZone : readHoursZone(sent.timeZone),
  };
  if (hours.startTime > hours.endTime) throw startAfterEnd();
  return hours;
}

function readDay(value: unknown): string {
  const day = DAYS.get(String(value).toLowerCase());
  if (day) return day;
  throw new GraphRefusal(400, 'InvalidArguments', `Requested value '${String(value)}' was not found.`);
}

function readTimeOfDay(value: unknown): string {
  const [, hours, minutes, seconds, fraction = ''] = TIME_OF_DAY.exec(String(value)) ?? [];
  if (hours === undefined) {
    throw unreadable(`Cannot convert the literal '${String(value)}' to the expected type 'Edm.TimeOfDay'.`);
  }
  return `${hours}:${minutes}:${seconds}.${fraction.padEnd(7, '0')}`;
}

/** A named zone, or a custom one, which is kept as sent but for the letter case of its days. */
function readHoursZone(value: unknown): WorkingHours['timeZone'] {
  const type = (value as Record<string, unknown> | null)?.['@odata.type'];
  const isCustom = typeof type === 'string' && /customTimeZone$/i.test(type);
  const names = isCustom ? (['name', 'bias', 'standardOffset', 'daylightOffset'] as const) : (['name'] as const);
  const zone: Record<string, unknown> = readFields(
    value,
    `microsoft.graph.${isCustom ? 'customTimeZone' : 'timeZoneBase'}`,
    names,
  );
  if (!isCustom) return { name: readTimeZone(zone.name) };
  return {
    '@odata.type': '#microsoft.graph.customTimeZone',
    bias: zone.bias ?? 0,
    name: readString(zone.name),
    standardOffset: readOffset(zone.standardOffset),
    daylightOffset: readOffset(zone.daylightOffset),
  };
}

function readOffset(value: unknown): Record<string, unknown> | null {
  if (value === undefined || value === null) return null;
  const names = ['daylightBias', 'time', 'dayOccurrence', 'dayOfWeek', 'month', 'year'] as const;
  const offset = readFields(value, 'microsoft.graph.daylightTimeZoneOffset', names);
  return { ...offset, time: readTimeOfDay(offset.time), dayOfWeek: readDay(offset.dayOfWeek) };
}

function readReplies(value: unknown, before: AutomaticReplies): AutomaticReplies {
  const names = [
    'status',
    'externalAudience',
    'internalReplyMessage',
    'externalReplyMessage',
    'scheduledStartDateTime',
    'scheduledEndDateTime',
  ] as const;
  const sent = readFields(value, 'microsoft.graph.automaticRepliesSetting', names);
  const time = (name: 'scheduledStartDateTime' | 'scheduledEndDateTime') =>
    sent[name] === undefined ? before[name] : readReplyTime(sent[name]);
  const text = (name: 'internalReplyMessage' | 'externalReplyMessage') =>
    sent[name] === undefined ? before[name] : readString(sent[name] ?? '');
  const replies: AutomaticReplies = {
    status: sent.status === undefined ? before.status : readWord(sent.status, REPLY_STATUS),
    externalAudience:
      sent.externalAudience === undefined ? before.externalAudience : readWord(sent.externalAudience, AUDIENCES),
    internalReplyMessage: text('internalReplyMessage'),
    externalReplyMessage: text('externalReplyMessage'),
    scheduledStartDateTime: time('scheduledStartDateTime'),
    scheduledEndDateTime: time('scheduledEndDateTime'),
  };
  const [from, to] = [instantOf(replies.scheduledStartDateTime), instantOf(replies.scheduledEndDateTime)];
  if (replies.status === 'scheduled' && Temporal.Instant.compare(from, to) >= 0) throw startAfterEnd();
  return replies;
}

function readReplyTime(value: unknown): { dateTime: string; timeZone: string } {
  try {
    return utcTime(instantOf(value));
  } catch (error) {
    if (error instanceof GraphRefusal) throw error;
    throw unreadable('Cannot convert the literal to the expected type Edm.DateTime.');
  }
}

function readLanguage(value: unknown): MailboxSettings['language'] {
  const { locale } = readFields(value, 'microsoft.graph.localeInfo', ['locale', 'displayName']);
  const name = readString(locale);
  const displayName = LOCALE.test(name) ? localeDisplayName(name) : null;
  if (!displayName) throw new GraphRefusal(400, 'ErrorInvalidArgument', `The locale '${name}' is not supported.`);
  return { locale: name, displayName };
}

function startAfterEnd(): GraphRefusal {
  return new GraphRefusal(400, 'ErrorInvalidTimeSettings', 'Start Time should occur before End Time.');
}
