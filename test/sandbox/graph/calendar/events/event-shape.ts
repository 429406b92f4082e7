// Events as OData sees them: how they are written, compared and expanded, and what can't be filtered by.
import { attachmentOutput, attachmentShape } from '../../attachments/attachment-output.ts';
import { extensionOutput } from '../../extensions/open-extensions.ts';
import type { ExpandItem } from '../../odata/expand.ts';
import { compileFilter } from '../../odata/filter.ts';
import { readPreferences } from '../../odata/prefer.ts';
import { selected } from '../../odata/select.ts';
import { type EntityShape, type FilterRefusal, type Output, plainShape } from '../../odata/shape.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import { calendarEntries } from '../calendars/calendar-entries.ts';
import { calendarOutput } from '../calendars/calendar-output.ts';
import { exceptionsOf, type Occurrence } from '../series/occurrences.ts';
import type { Item, Mailbox, StoredExtension } from '../state.ts';
import { eventOutput, type OutputOptions, occurrenceOutput } from './event-output.ts';

/** What a list of events holds: stored items, and occurrences that only the pattern of their series makes. */
export type EventRow = Item | Occurrence;

/** How this request wants events to be written. */
export function outputOptions({
  request,
  version,
}: GraphCall): OutputOptions & { preferences: ReturnType<typeof readPreferences> } {
  return { preferences: readPreferences(request), version };
}

/** @param mailbox that holds the rows */
export function eventShape(call: GraphCall, mailbox: Mailbox): EntityShape<EventRow> {
  const options = outputOptions(call);
  const inUtc: OutputOptions = { ...options, preferences: { ...options.preferences, zone: null } };
  const write = (row: EventRow, names: ReadonlySet<string> | null, how: OutputOptions) =>
    isOccurrence(row) ? occurrenceOutput(mailbox, row, how, names) : eventOutput(mailbox, row, how, names);
  return {
    type: 'event',
    honours: ['zone', 'body', 'ids'],
    write(row, names) {
      if (names?.has('cancelledoccurrences') && !call.world.settings.occurrenceCollections)
        throw noSuchProperty('cancelledOccurrences');
      return write(row, names, options);
    },
    expand: (row, item) => expanded(call, mailbox, row, item),
    compared(row, name) {
      if (name === 'start' || name === 'end') return write(row, new Set([name]), inUtc)[name];
      return hiddenRows(itemOf(row), name);
    },
    refusesFilter,
  };
}

function isOccurrence(row: EventRow): row is Occurrence {
  return 'master' in row;
}

function itemOf(row: EventRow): Item {
  return isOccurrence(row) ? row.master : row;
}

/** What only programs see, as `Any` goes through it. An extension is found by its bare name and by its whole id. */
function hiddenRows(item: Item, name: string): Output[] | undefined {
  switch (name) {
    case 'singlevalueextendedproperties':
      return item.extendedProperties;
    case 'multivalueextendedproperties':
      return item.multiValueProperties;
    case 'extensions':
      return item.extensions.flatMap((extension) => extensionRows(extension));
    case 'attachments':
      return item.attachments.map(attachmentOutput);
    default:
      return undefined;
  }
}

function extensionRows(extension: StoredExtension): Output[] {
  const whole = extensionOutput(extension);
  return [whole, { ...whole, id: extension.name }];
}

/** Docs issues 426, 1771, 6058, 8640, 19106; Graph Explorer issue 3188. */
const UNFILTERABLE: readonly [prefix: string, refusal: FilterRefusal][] = [
  ['organizer', 'expression'],
  ['attendees', 'expression'],
  ['uid', 'expression'],
  ['recurrence', 'property'],
  ['id', 'property'],
  ['isonlinemeeting', 'property'],
];

function refusesFilter(path: string): FilterRefusal | null {
  const [root = ''] = path.split('/');
  return UNFILTERABLE.find(([name]) => name === root)?.[1] ?? null;
}

function expanded(call: GraphCall, mailbox: Mailbox, row: EventRow, item: ExpandItem): unknown {
  const stored = itemOf(row);
  switch (item.name) {
    case 'singleValueExtendedProperties':
      return asked(call, 'singleValueLegacyExtendedProperty', stored.extendedProperties, item);
    case 'multiValueExtendedProperties':
      return asked(call, 'multiValueLegacyExtendedProperty', stored.multiValueProperties, item);
    case 'extensions':
      return expandedExtensions(call, stored.extensions, item);
    case 'attachments':
      return stored.attachments.map((attachment) => selected(attachmentShape.write(attachment, null), item.select));
    case 'calendar':
      return calendarOf(call, mailbox, stored, item);
    case 'exceptionOccurrences':
      return exceptions(call, mailbox, row, item);
    default:
      throw new GraphRefusal(
        400,
        'BadRequest',
        `Parsing OData Select and Expand failed: The property '${item.name}' on type 'microsoft.graph.event' cannot be expanded.`,
      );
  }
}

/** Extended properties come by id alone (singlevaluelegacyextendedproperty-get); an event without them says nothing. */
function asked(
  call: GraphCall,
  type: string,
  rows: readonly Output[],
  { name, filter }: ExpandItem,
): Output[] | undefined {
  if (!filter) {
    throw new GraphRefusal(
      400,
      'ErrorInvalidUrlQuery',
      `The navigation property ${name} can be expanded by a $filter on id only.`,
    );
  }
  const found = rows.filter(compileFilter(filter, plainShape(type), call.version));
  return found.length > 0 ? found : undefined;
}

function expandedExtensions(call: GraphCall, extensions: readonly StoredExtension[], { filter }: ExpandItem): Output[] {
  const passes = filter ? compileFilter(filter, plainShape('openTypeExtension'), call.version) : () => true;
  return extensions.filter((extension) => extensionRows(extension).some(passes)).map(extensionOutput);
}

function calendarOf(call: GraphCall, mailbox: Mailbox, stored: Item, { select }: ExpandItem): Output | undefined {
  const entry = calendarEntries(call, mailbox).find(({ calendar }) => calendar.id === stored.calendarId);
  return entry ? selected(calendarOutput(call, entry), select) : undefined;
}

function exceptions(
  call: GraphCall,
  mailbox: Mailbox,
  row: EventRow,
  { select, name }: ExpandItem,
): Output[] | undefined {
  if (!call.world.settings.occurrenceCollections) throw noSuchProperty(name);
  if (isOccurrence(row) || row.type !== 'seriesMaster') return undefined;
  return exceptionsOf(mailbox, row).map((exception) =>
    selected(eventOutput(mailbox, exception, outputOptions(call)), select),
  );
}

function noSuchProperty(name: string): GraphRefusal {
  return new GraphRefusal(
    400,
    'BadRequest',
    `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.event'.`,
  );
}
