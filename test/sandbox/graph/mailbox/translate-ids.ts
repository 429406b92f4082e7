// translateExchangeIds: the id of an event in another of Exchange's formats.
import type { SandboxAnswer } from '../../core/http.ts';
import { addressedMailbox } from '../calendar/calendars/calendar-of.ts';
import { fromMapiId, isWellFormedId, occurrenceEntryId, toMapiId } from '../calendar/entry-ids.ts';
import { findByAnyId, parseOccurrenceId } from '../calendar/events/ids.ts';
import { readArray, readFields, readString, readWord, words } from '../calendar/events/read-values.ts';
import type { Item, Mailbox } from '../calendar/state.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../operation.ts';
import { accessDenied } from '../refusals.ts';
import { functionAnswer } from './answers.ts';

/** user-translateexchangeids */
const IDS_MAX = 1000;
const FORMATS = words('entryId', 'ewsId', 'immutableEntryId', 'restId', 'restImmutableEntryId');
type Format = 'entryId' | 'ewsId' | 'immutableEntryId' | 'restId' | 'restImmutableEntryId';
const PARAMETERS = ['inputIds', 'sourceIdType', 'targetIdType'] as const;

export const translateOperations: readonly Operation[] = [
  {
    method: 'POST',
    path: '/{mailbox}/translateExchangeIds',
    permissions: ['User.Read', 'User.ReadWrite', 'User.ReadBasic.All', 'User.Read.All', 'User.ReadWrite.All'],
    coverage: {
      evidence: 'documented',
      source: 'user-translateexchangeids',
      difference: 'events only; an id that cannot be translated has errorDetails, whose codes are inferred',
    },
    answer: translate,
  },
];

function translate(call: GraphCall): SandboxAnswer {
  const mailbox = addressedMailbox(call);
  if (call.caller !== null && call.caller.id !== mailbox.owner.id) throw accessDenied();
  const sent = readFields(call.body, 'microsoft.graph.translateExchangeIds', PARAMETERS);
  const ids = readIds(sent.inputIds);
  const source = readWord(sent.sourceIdType, FORMATS);
  const target = readWord(sent.targetIdType, FORMATS);
  return functionAnswer(
    call,
    'convertIdResult',
    ids.map((id) => convert(mailbox, id, { source, target })),
  );
}

function convert(mailbox: Mailbox, sourceId: string, formats: { source: Format; target: Format }) {
  const id = graphIdOf(mailbox, sourceId, formats.source);
  const named = isWellFormedId(id) ? subjectOf(mailbox, id, formats.source) : null;
  if (named) return { sourceId, targetId: writeId(named, formats.target) };
  const errorDetails = isWellFormedId(id)
    ? { code: 'ErrorItemNotFound', message: 'The specified object was not found in the store.' }
    : { code: 'ErrorInvalidIdMalformed', message: 'Id is malformed.' };
  return { sourceId, targetId: null, errorDetails };
}

/** The same id as Graph writes it, default or immutable. */
function graphIdOf(mailbox: Mailbox, id: string, format: Format): string {
  if (format === 'ewsId') return id.replaceAll('+', '-').replaceAll('/', '_');
  if (format === 'entryId') return fromMapiId(mailbox.ids, id, 'default');
  return format === 'immutableEntryId' ? fromMapiId(mailbox.ids, id, 'immutable') : id;
}

/** The item that an id names, and the date where it names an occurrence; null where the id is of another format. */
function subjectOf(mailbox: Mailbox, id: string, format: Format): { item: Item; date: string | null } | null {
  const stored = findByAnyId(mailbox, id);
  const occurrence = stored ? null : parseOccurrenceId(id);
  const item = stored ?? findByAnyId(mailbox, occurrence?.masterId ?? '');
  const own = isImmutable(format) ? item?.id : item?.restId;
  if (!item || own !== (occurrence?.masterId ?? id)) return null;
  return { item, date: occurrence?.date ?? null };
}

function writeId({ item, date }: { item: Item; date: string | null }, format: Format): string {
  const own = isImmutable(format) ? item.id : item.restId;
  const id = date === null ? own : occurrenceEntryId(own, date);
  if (format === 'ewsId') return id.replaceAll('-', '+').replaceAll('_', '/');
  return format === 'entryId' || format === 'immutableEntryId' ? toMapiId(id) : id;
}

function isImmutable(format: Format): boolean {
  return format === 'immutableEntryId' || format === 'restImmutableEntryId';
}

function readIds(value: unknown): string[] {
  const ids = readArray(value).map(readString);
  if (ids.length > IDS_MAX) {
    throw new GraphRefusal(400, 'ErrorInvalidRequest', `No more than ${IDS_MAX} ids can be translated at once.`);
  }
  return ids;
}
