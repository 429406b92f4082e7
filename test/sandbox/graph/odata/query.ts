// Reading a mailbox: which calendar a path means, filters and paging of lists, and how answers are to be written.
import { jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import { eventOutput, type OutputOptions } from '../calendar/events/event-output.ts';
import { type Item, iCalUIdOf, type Mailbox, mailboxOf, type StoredCalendar } from '../calendar/state.ts';
import { type GraphCall, GraphRefusal } from '../operation.ts';
import { type Preferences, readPreferences } from './prefer.ts';

/** Without `$top` a page holds this many (docs issue 6201). */
const PAGE_SIZE_DEFAULT = 10;
const PAGE_SIZE_MAX = 1000;

export function itemNotFound(): GraphRefusal {
  return new GraphRefusal(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

export function readMailbox(call: GraphCall): Mailbox {
  if (!call.owner) throw new TypeError('Calendar paths name a mailbox.');
  return mailboxOf(call.world, call.owner);
}

/** The calendar that a path names, or the default one. */
export function calendarOf(call: GraphCall, mailbox: Mailbox): StoredCalendar {
  const { calendar: id } = call.parameters;
  const calendar = mailbox.calendars.find((candidate) =>
    id === undefined ? candidate.isDefault : candidate.id === id,
  );
  if (!calendar) throw itemNotFound();
  return calendar;
}

export function outputOptions(call: GraphCall): OutputOptions & { preferences: Preferences } {
  return { preferences: readPreferences(call.request), extendedPropertyIds: expandedPropertyIds(call) };
}

function expandedPropertyIds(call: GraphCall): string[] {
  const expand = call.request.url.searchParams.get('$expand') ?? '';
  return [...expand.matchAll(/id eq '([^']+)'/gi)].map(([, id = '']) => id);
}

/** A page of items that pass `$filter`, with a nextLink where more follow. */
export function listAnswer(call: GraphCall, items: readonly Item[]): SandboxAnswer {
  const { searchParams } = call.request.url;
  const mailbox = readMailbox(call);
  const options = outputOptions(call);
  const found = items.filter(filterOf(searchParams.get('$filter')));
  const skip = Number(searchParams.get('$skip') ?? 0);
  const top = Math.min(Number(searchParams.get('$top') ?? PAGE_SIZE_DEFAULT), PAGE_SIZE_MAX);
  const page = found.slice(skip, skip + top);
  return jsonAnswer(200, {
    '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users('${mailbox.owner.id}')/events`,
    value: page.map((item) => eventOutput(mailbox, item, options)),
    ...(skip + top < found.length ? { '@odata.nextLink': nextLink(call, skip + top) } : {}),
  });
}

function nextLink(call: GraphCall, skip: number): string {
  const url = new URL(call.request.url);
  url.searchParams.set('$skip', String(skip));
  return url.toString();
}

const ICALUID = /^iCalUId eq '([^']+)'$/i;
const SUBJECT = /^(?:subject eq '((?:[^']|'')*)'|startsWith\(subject,\s*'((?:[^']|'')*)'\))$/i;
const PROPERTY =
  /^singleValueExtendedProperties\/Any\((\w+):\s*\1\/id eq '([^']+)' and (?:\1\/value eq '([^']*)'|(contains|startswith)\(\1\/value,\s*'([^']*)'\))\)$/i;

/** The filters that the sandbox knows; any other is refused, never ignored. */
function filterOf(filter: string | null): (item: Item) => boolean {
  if (!filter) return () => true;
  const [, iCalUId] = ICALUID.exec(filter) ?? [];
  if (iCalUId !== undefined) return (item) => iCalUIdOf(item.globalId, item.originalStart) === iCalUId;
  const subject = SUBJECT.exec(filter);
  if (subject) {
    const text = (subject[1] ?? subject[2] ?? '').replaceAll("''", "'").toLowerCase();
    const isExact = subject[1] !== undefined;
    return ({ properties }) =>
      isExact ? properties.subject?.toLowerCase() === text : (properties.subject ?? '').toLowerCase().startsWith(text);
  }
  const [, , id, equal, , part] = PROPERTY.exec(filter) ?? [];
  if (id !== undefined) {
    const matches = (value: string) =>
      equal === undefined
        ? value.toLowerCase().includes((part ?? '').toLowerCase())
        : value.toLowerCase() === equal.toLowerCase();
    return (item) => item.extendedProperties.some((property) => property.id === id && matches(property.value));
  }
  throw new GraphRefusal(400, 'UnsupportedEntityExpression', `The sandbox doesn't know the filter ${filter}.`);
}
