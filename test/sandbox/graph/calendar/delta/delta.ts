// calendarView/delta: rounds of pages over a frozen window, each link carrying all that the next page needs.
import { Temporal } from 'temporal-polyfill';
import { jsonAnswer, type SandboxAnswer } from '../../../core/http.ts';
import { rootUrl } from '../../odata/context.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../../operation.ts';
import { addressedMailbox, CALENDAR_PATHS, calendarOf, readMailbox } from '../calendars/calendar-of.ts';
import { outputOptions } from '../events/event-shape.ts';
import { readDeltaState } from './delta-request.ts';
import { takePage } from './page.ts';
import { changesBetween, type Entry, type Round } from './round.ts';
import { type DeltaState, type TokenKind, writeToken } from './state-token.ts';

const READ = ['Calendars.Read', 'Calendars.ReadBasic', 'Calendars.ReadWrite'];

export const deltaOperations: readonly Operation[] = [
  ...CALENDAR_PATHS.map(
    (calendar): Operation => ({
      method: 'GET',
      path: `${calendar}/calendarView/delta`,
      permissions: READ,
      coverage: {
        evidence: calendar === '/{mailbox}' ? 'documented' : 'observed',
        source:
          'event-delta, concepts/delta-query-events; docs issues 34 (contrib), 2270, 2350, 2839, 4659, 6599, 7352, 7632',
        difference:
          'a page shows items as they are when it is read, so that a change made during a round may show in it and comes in the next; tokens expire by setting or fault only; the default page size (50) is inferred',
      },
      answer: delta,
    }),
  ),
  ...CALENDAR_PATHS.map(
    (calendar): Operation => ({
      method: 'GET',
      path: `${calendar}/events/delta`,
      permissions: READ,
      coverage: {
        evidence: 'observed',
        source: 'msgraph-metadata issue 608',
        difference: 'on beta not in the sandbox: 501',
      },
      answer: eventsDelta,
    }),
  ),
];

function delta(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const state = readDeltaState(call, mailbox, calendarOf(call, mailbox).id);
  const options = outputOptions(call);
  const round: Round = {
    mailbox,
    calendarId: state.calendarId,
    window: { start: Temporal.Instant.from(state.start), end: Temporal.Instant.from(state.end) },
    isFirst: state.since === null,
    options,
    pageSize: options.preferences.pageSize,
    namesLostOccurrences: call.world.settings.deletedSeries === 'masterAndOccurrences',
    horizon: horizonOf(call, mailbox === addressedMailbox(call)),
  };
  const changes = changesBetween(mailbox, state.calendarId, state.since ?? 0, state.until);
  const { value, link } = takePage(call, round, changes, state);
  const isDelta = link.kind === '$deltatoken';
  return jsonAnswer(
    200,
    {
      '@odata.context': `${rootUrl(call)}/$metadata#Collection(event)`,
      [isDelta ? '@odata.deltaLink' : '@odata.nextLink']: linkTo(call, link.kind, link.state),
      value: selected(call, value, state.select),
    },
    { 'preference-applied': [options.preferences.applied, 'odata.track-changes'].filter(Boolean).join(', ') },
  );
}

/** Older versions are kept as their owner sees them: whoever reads a shared calendar gets none. */
function horizonOf({ world, fault }: GraphCall, isOwn: boolean): number | null {
  if (!isOwn) return null;
  if (fault?.staleVersion) return Number.NEGATIVE_INFINITY;
  const { deltaLagMs } = world.settings;
  return deltaLagMs > 0 ? world.clock.now().epochMilliseconds - deltaLagMs : null;
}

function linkTo(call: GraphCall, kind: TokenKind, state: DeltaState): string {
  const { origin, pathname } = call.request.url;
  return `${origin}${pathname}?${kind}=${writeToken(kind, state)}`;
}

/** Documented as unsupported, tolerated in practice: what `$select` does is a setting. Bare occurrences stay as they are. */
function selected({ world }: GraphCall, value: Entry[], select: string | null): Entry[] {
  if (select === null || world.settings.deltaSelect === 'ignored') return value;
  const names = new Set(['id', ...select.split(',').map((name) => name.trim().toLowerCase())]);
  return value.map((entry) =>
    entry.type === 'occurrence'
      ? entry
      : Object.fromEntries(
          Object.entries(entry).filter(([name]) => name.startsWith('@') || names.has(name.toLowerCase())),
        ),
  );
}

function eventsDelta({ version }: GraphCall): SandboxAnswer {
  throw version === 'beta'
    ? new GraphRefusal(501, 'NotInTheSandbox', 'The sandbox has no delta of events without a window.')
    : new GraphRefusal(
        400,
        'BadRequest',
        "Unsupported request: Change tracking is not supported against 'microsoft.graph.event'.",
      );
}
