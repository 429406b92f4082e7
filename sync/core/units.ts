// Events as flat maps of units, and the comparison of three versions unit by unit. No clock decides anything here.
import { visibleText } from './body.ts';
import type { Base } from './link.ts';
import type { EventValues, Guest, OnlineMeeting, Place, When } from './values.ts';
import { isSameWhen } from './when.ts';

/** `subject`, `when`, …, `guest:<address>`, `category:<name>`. */
export type UnitName = string;

const MEETING_FIELDS = [
  'subject',
  'body',
  'when',
  'places',
  'rule',
  'sensitivity',
  'importance',
  'onlineMeeting',
] as const satisfies readonly (keyof EventValues)[];
const PARTICIPATION_FIELDS = ['answer', 'reminderMinutes', 'showAs'] as const satisfies readonly (keyof EventValues)[];
type Field = (typeof MEETING_FIELDS)[number] | (typeof PARTICIPATION_FIELDS)[number];

const GUEST = 'guest:';
const CATEGORY = 'category:';
const meetingFields: ReadonlySet<string> = new Set(MEETING_FIELDS);

/** Whether the organizer's copy speaks for this unit; each participant's own copy speaks for the others. */
export function isMeetingUnit(unit: UnitName): boolean {
  return meetingFields.has(unit) || isGuestUnit(unit);
}

export function isGuestUnit(unit: UnitName): boolean {
  return unit.startsWith(GUEST);
}

/** The address that a guest unit is about. */
export function addressOf(unit: UnitName): string {
  return unit.slice(GUEST.length);
}

/** Units whose change by Outlook's side is an edit in substance, which a deletion here must not override. */
export function isSubstance(unit: UnitName): boolean {
  return ['subject', 'body', 'when', 'places', 'rule'].includes(unit) || isGuestUnit(unit);
}

/** Every unit of an event by name. A guest or category that is not there has no unit. */
export function unitsOf(values: EventValues): Map<UnitName, unknown> {
  const units = new Map<UnitName, unknown>();
  for (const field of [...MEETING_FIELDS, ...PARTICIPATION_FIELDS]) units.set(field, values[field]);
  for (const [address, guest] of Object.entries(values.guests)) units.set(GUEST + address, guest);
  for (const category of values.categories) units.set(CATEGORY + category, true);
  return units;
}

/** One unit of an event, or of what is known of one; null for a guest, category or field that is not there. */
export function unitOf(values: Partial<EventValues>, unit: UnitName): unknown {
  if (isGuestUnit(unit)) return values.guests?.[addressOf(unit)] ?? null;
  if (unit.startsWith(CATEGORY)) return values.categories?.includes(unit.slice(CATEGORY.length)) ? true : null;
  return values[unit as Field] ?? null;
}

/** `target` with the named units as `source` has them; a unit that `source` lacks is removed. */
export function withUnits(target: EventValues, source: EventValues, names: Iterable<UnitName>): EventValues {
  return withUnitValues(
    target,
    [...names].map((name) => [name, unitOf(source, name)] as const),
  );
}

/** `target` with other values of some units, as `unitOf` gives them; null for one that it shall not have. */
export function withUnitValues(target: EventValues, values: Iterable<readonly [UnitName, unknown]>): EventValues {
  const result: EventValues = { ...target, guests: { ...target.guests }, categories: [...target.categories] };
  for (const [name, value] of values) {
    if (isGuestUnit(name)) setGuest(result, addressOf(name), value as Guest | null);
    else if (name.startsWith(CATEGORY)) setCategory(result, name.slice(CATEGORY.length), value === true);
    else Object.assign(result, { [name]: value });
  }
  result.categories.sort();
  return result;
}

function setGuest(values: EventValues, address: string, guest: Guest | null): void {
  if (guest) values.guests[address] = guest;
  else delete values.guests[address];
}

function setCategory(values: EventValues, category: string, isWanted: boolean): void {
  values.categories = values.categories.filter((name) => name !== category);
  if (isWanted) values.categories.push(category);
}

/** The units in which two versions of one side differ: what was edited there. */
export function changedUnits(before: EventValues, after: EventValues): UnitName[] {
  const old = unitsOf(before);
  const current = unitsOf(after);
  const names = new Set([...old.keys(), ...current.keys()]);
  return [...names].filter((name) => !isSameOnOneSide(name, old.get(name), current.get(name)));
}

/** Whether both sides mean the same, each in its own form. */
export function isSameAcross(unit: UnitName, ours: unknown, theirs: unknown): boolean {
  if (unit === 'when') return isSameWhen(ours as When, theirs as When);
  if (unit === 'body') return visibleText(ours as string) === visibleText(theirs as string);
  if (unit === 'onlineMeeting')
    return ((ours as OnlineMeeting | null) === null) === ((theirs as OnlineMeeting | null) === null);
  if (unit === 'places') return isDeepEqual(namesOf(ours), namesOf(theirs));
  if (unit === 'subject') return (ours as string).trim() === (theirs as string).trim();
  return isSameOnOneSide(unit, ours, theirs);
}

/** What became of each unit since both sides last agreed. */
export interface Comparison {
  /** Edited here only. */
  send: UnitName[];
  /** Edited in Outlook only. */
  take: UnitName[];
  /** Edited on both sides to the same value. */
  agree: UnitName[];
  /** Edited on both sides to different values. */
  conflict: UnitName[];
}

/** The three-way comparison: ours and theirs, each against its own side of base. */
export function compareUnits(base: Base, ours: EventValues, theirs: EventValues): Comparison {
  const here = new Set(changedUnits(base.ours, ours));
  const there = new Set(changedUnits(base.theirs, theirs));
  const ourUnits = unitsOf(ours);
  const theirUnits = unitsOf(theirs);
  const result: Comparison = { send: [], take: [], agree: [], conflict: [] };
  for (const unit of new Set([...here, ...there])) {
    if (!there.has(unit)) result.send.push(unit);
    else if (!here.has(unit)) result.take.push(unit);
    else if (isSameAcross(unit, ourUnits.get(unit), theirUnits.get(unit))) result.agree.push(unit);
    else result.conflict.push(unit);
  }
  return result;
}

/** How to join a meeting that was asked for here comes with Outlook's answer, and is no edit of either side. */
export function lacksJoinLink(ours: EventValues, theirs: EventValues): boolean {
  return ours.onlineMeeting?.joinUrl === null && Boolean(theirs.onlineMeeting?.joinUrl);
}

/** The units in which both sides differ in meaning, without a base: a first meeting. */
export function differencesAcross(ours: EventValues, theirs: EventValues): UnitName[] {
  const ourUnits = unitsOf(ours);
  const theirUnits = unitsOf(theirs);
  return [...new Set([...ourUnits.keys(), ...theirUnits.keys()])].filter((unit) => {
    const [one, other] = [ourUnits.get(unit), theirUnits.get(unit)];
    return one === undefined || other === undefined ? one !== other : !isSameAcross(unit, one, other);
  });
}

function isSameOnOneSide(unit: UnitName, one: unknown, other: unknown): boolean {
  // A name is Outlook's to resolve: only presence and type of a guest are compared.
  if (isGuestUnit(unit)) return (one as Guest | undefined)?.type === (other as Guest | undefined)?.type;
  return isDeepEqual(one, other);
}

/** Structural equality of plain data; the order of keys, which a database may change, means nothing. */
function isDeepEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => isDeepEqual((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]))
  );
}

function namesOf(places: unknown): string[] {
  return (places as Place[]).map((place) => place.name.trim());
}
