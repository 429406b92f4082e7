// Pulling: every page is stored as seen before the next is asked for, and removal hints are looked into.
import { Temporal } from 'temporal-polyfill';
import type { Subject } from './core/decision.ts';
import { proofOf } from './core/removal.ts';
import type {
  Clock,
  Finding,
  Ids,
  OutlookPort,
  PulledPage,
  RunRef,
  SyncedCalendar,
  SyncStore,
  Window,
} from './ports.ts';
import { answerOf, RunStopped } from './run-stopped.ts';

/** The window of a full round around now, in days: about a year back and two years ahead. */
export const WINDOW_DAYS_BACK = 365;
export const WINDOW_DAYS_AHEAD = 730;
/** The same page so often in a row means that Outlook's paging loops (msgraph-sdk-dotnet#3070). */
export const REPEATED_PAGES_MAX = 2;
/** No calendar has so many pages; it bounds a round whose pages never end. */
export const PAGES_PER_ROUND_MAX = 5_000;

export interface PullPorts {
  store: SyncStore;
  outlook: OutlookPort;
  clock: Clock;
  ids: Ids;
}

export interface Pulled {
  items: number;
  /** Whether a complete full round delivered nothing at all. */
  nothing: boolean;
}

/** Codes by which Graph says that a delta link is no longer good; compared without letter case. */
const RESET_CODES = new Set(['syncstatenotfound', 'syncstateinvalid', 'resyncrequired', 'fullsyncrequired']);

/** Pulls one calendar: on from its delta link, or a full round. An expired link leads to a full round once. */
export async function pullCalendar(run: RunRef, calendar: SyncedCalendar, ports: PullPorts): Promise<Pulled> {
  try {
    return await pullRound(run, calendar, ports);
  } catch (error) {
    if (!(error instanceof RunStopped && isReset(error))) throw error;
    await ports.store.resetRound(run, calendar.id);
    return pullRound(run, { ...calendar, deltaLink: null, nextLink: null, round: null }, ports);
  }
}

async function pullRound(run: RunRef, calendar: SyncedCalendar, ports: PullPorts): Promise<Pulled> {
  const { store, outlook, clock, ids } = ports;
  const isFull = calendar.round ? calendar.round.isFull : calendar.deltaLink === null;
  const window = isFull && !calendar.round ? windowAround(clock.now()) : calendar.window;
  const round = calendar.round ?? { id: ids.uuid(), startedAt: clock.now().toString(), isFull };
  const repeats = countRepeats();
  let continueFrom = calendar.nextLink ?? calendar.deltaLink;
  let items = 0;
  for (let pages = 0; pages < PAGES_PER_ROUND_MAX; pages += 1) {
    const page = answerOf(await outlook.pull({ calendarGraphId: calendar.graphId, continueFrom, window }), clock);
    if (repeats(page) >= REPEATED_PAGES_MAX) break;
    await store.savePage(run, { calendarId: calendar.id, round, window, ...page });
    items += page.versions.length + page.removedIds.length;
    if (page.next.kind === 'round') return { items, nothing: isFull && items === 0 };
    continueFrom = page.next.link;
  }
  await store.resetRound(run, calendar.id);
  throw new RunStopped('failed', 'delta_loop', null);
}

/** Counts how often in a row a page has shown the same items in the same versions. Empty pages are legal. */
function countRepeats(): (page: PulledPage) => number {
  let last = '';
  let count = 0;
  return (page) => {
    const key = [...page.versions.map((version) => version.graphId + version.changeKey), ...page.removedIds].join();
    count = key !== '' && key === last ? count + 1 : 0;
    last = key;
    return count;
  };
}

function isReset(error: RunStopped): boolean {
  return error.status === 410 || RESET_CODES.has(error.code.toLowerCase());
}

function windowAround(now: Temporal.Instant): Window {
  const today = now.toZonedDateTimeISO('UTC').startOfDay();
  return {
    start: today.subtract({ days: WINDOW_DAYS_BACK }).toInstant().toString(),
    end: today.add({ days: WINDOW_DAYS_AHEAD }).toInstant().toString(),
  };
}

/** Looks into the removal hints of linked items and stores what is proven. Items that nothing ties to need no proof. */
export async function proveRemovals(
  run: RunRef,
  subjects: readonly Subject[],
  calendars: readonly SyncedCalendar[],
  ports: PullPorts,
): Promise<number> {
  const hinted = subjects.filter(isUnprovenRemoval);
  if (hinted.length === 0) return 0;
  const questions = hinted.map(({ seen, link, calendarGraphId }) => ({
    graphId: seen.graphId,
    calendarGraphId,
    iCalUId: link?.iCalUId ?? seen.version?.iCalUId ?? null,
    otherCalendarGraphIds: calendars.map((calendar) => calendar.graphId).filter((id) => id !== calendarGraphId),
  }));
  const answers = await ports.outlook.lookUpRemoved(questions);
  const findings: Finding[] = [];
  for (const [index, outcome] of answers.entries()) {
    const subject = hinted[index];
    // A look-up that failed leaves the hint as it is; the next run asks again.
    if (!subject || outcome.kind !== 'done') continue;
    const found = proofOf(outcome.answer, outcome.answer.isListedElsewhere);
    findings.push({ calendarId: subject.calendarId, graphId: subject.seen.graphId, ...found });
  }
  await ports.store.saveFindings(run, findings);
  return findings.length;
}

function isUnprovenRemoval(subject: Subject): subject is Subject & { seen: NonNullable<Subject['seen']> } {
  const { seen, link } = subject;
  return seen !== null && seen.removedHint && seen.proof === null && link !== null && link.state !== 'retired';
}
