// Units of an event and their values as a person reads them: a word for the unit, a line for the value.
import { Temporal } from 'temporal-polyfill';
import { type Guest, type OnlineMeeting, type Place, type UnitName, visibleText, type When } from '../../sync/index.ts';
import { ORGANIZER_UNIT } from './edit-record.ts';

/** A line of text is cut here; the whole of it stands in the event. */
const TEXT_LENGTH_MAX = 500;

const WORDS: Record<UnitName, string> = {
  subject: 'Title',
  body: 'Description',
  when: 'Time',
  places: 'Place',
  rule: 'Repetition',
  sensitivity: 'Privacy',
  importance: 'Importance',
  onlineMeeting: 'Online meeting',
  answer: 'Answer',
  reminderMinutes: 'Reminder',
  showAs: 'Show as',
  event: 'The whole event',
  participation: 'One’s own part',
  [ORGANIZER_UNIT]: 'Organizer',
};

export interface NamedUnit {
  unit: UnitName;
  /** What the unit is, in a word or two. */
  label: string;
}

export function named(unit: UnitName): NamedUnit {
  const [kind = '', name = ''] = splitAt(unit, ':');
  if (kind === 'guest') return { unit, label: `Guest ${name}` };
  if (kind === 'category') return { unit, label: `Category ${name}` };
  return { unit, label: WORDS[unit] ?? unit };
}

/** A unit's value in one line; null for a value that is not there. Conflicts record words like `deleted` in its place. */
export function textOf(unit: UnitName, value: unknown): string | null {
  if (typeof value === 'string') return shortened(unit === 'body' ? visibleText(value) : value);
  if (typeof value === 'number') return `${value} minutes before`;
  if (typeof value === 'boolean') return value ? 'yes' : null;
  if (typeof value === 'object' && value !== null) return textOfObject(unit, value);
  return unit === 'reminderMinutes' ? 'none' : null;
}

function textOfObject(unit: UnitName, value: object): string {
  if (unit === 'when') return whenText(value as When);
  if (unit === 'places') return (value as Place[]).map((place) => place.name).join('; ');
  if (unit === 'onlineMeeting') return (value as OnlineMeeting).joinUrl ?? 'yes';
  const { name, address } = value as Guest;
  return name ? `${name} (${address})` : address;
}

function whenText({ start, end, zone, isAllDay }: When): string {
  if (isAllDay) {
    const last = Temporal.PlainDate.from(end).subtract({ days: 1 }).toString();
    return last === start ? start : `${start} – ${last}`;
  }
  const [from, to] = [start.slice(0, 16).replace('T', ' '), end.slice(0, 16).replace('T', ' ')];
  const isOneDay = start.slice(0, 10) === end.slice(0, 10);
  return `${from} – ${isOneDay ? to.slice(11) : to} (${zone})`;
}

function shortened(text: string): string {
  return text.length > TEXT_LENGTH_MAX ? `${text.slice(0, TEXT_LENGTH_MAX)}…` : text;
}

function splitAt(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
