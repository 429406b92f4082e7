// Pulling: every page is stored as seen before the next is asked for. Odd rounds are begun again, and bounded.
import { isWindowBehind, windowAround } from './core/window.ts';
import type { Outcome, PulledPage, PullRound, RunMailbox, RunRef, SyncedCalendar, SyncPorts } from './ports.ts';
import { answerOf, RunStopped } from './run-stopped.ts';

/** What a page shall hold at first, and what is asked for after a round that looped: paging goes wrong by size. */
export const PAGE_SIZES = [200, 50, 500] as const;
/** Asked for where a page was refused again and again: Outlook fails on some slices of a calendar, by their size. */
export const PAGE_SIZES_AFTER_STALLS = [50, 10] as const;
/** After so many refusals in a row the next smaller page is asked for. */
export const STALLS_PER_PAGE_SIZE = 3;
/** From so many refusals in a row on, people are told. */
export const STALLS_QUIET_MAX = 9;
/** So many pages of a round may say again what an earlier one said; more means that Outlook's paging loops (msgraph-sdk-dotnet#3070). */
export const REPEATED_PAGES_MAX = 2;
/** Earlier pages that a page is compared with. */
const PAGES_REMEMBERED = 20;
/** Empty pages are legal; so many in a row are a loop. */
export const EMPTY_PAGES_MAX = 50;
/** No calendar has so many pages; it bounds a round whose pages never end. */
export const PAGES_PER_ROUND_MAX = 5_000;
/** A round whose link has expired, or that looped, is begun again so often in a run. */
export const ROUNDS_PER_RUN_MAX = 4;

export interface Pulled {
  items: number;
  /** Whether a complete full round delivered nothing at all. */
  nothing: boolean;
}

/** Where a round begins or goes on. */
interface RoundStart {
  round: PullRound;
  continueFrom: string | null;
  pageSize: number;
}

/** How a round ended: `expired`, its link is no longer good; `looped`, its pages never came to an end. */
type RoundEnd =
  | { kind: 'complete'; pulled: Pulled }
  | { kind: 'expired'; code: string }
  | { kind: 'looped'; code: 'delta_loop' };

/** Codes by which Graph says that a delta link is no longer good; compared without letter case. */
const RESET_CODES = new Set(['syncstatenotfound', 'syncstateinvalid', 'resyncrequired', 'fullsyncrequired']);

/**
 * Pulls one calendar: on from where the last round stood, from its delta link, or everything, when there is none or the
 * window has to slide. @throws RunStopped when Outlook asks to wait, refuses, or delivers no complete round at all.
 */
export async function pullCalendar(
  run: RunRef,
  calendar: SyncedCalendar,
  mailbox: Pick<RunMailbox, 'id' | 'windowDays'>,
  ports: SyncPorts,
): Promise<Pulled> {
  let start = startOf(calendar, mailbox, ports);
  let loops = 0;
  let code = '';
  for (let rounds = 0; rounds < ROUNDS_PER_RUN_MAX; rounds += 1) {
    const end = await pullRound(run, calendar, start, ports);
    if (end.kind === 'complete') return end.pulled;
    await ports.store.resetRound(run, calendar.id);
    if (end.kind === 'looped') loops += 1;
    code = end.code;
    const pageSize = PAGE_SIZES[loops % PAGE_SIZES.length] ?? PAGE_SIZES[0];
    start = { ...fullRound(mailbox, ports), pageSize };
  }
  throw new RunStopped('failed', code, null);
}

function startOf(
  calendar: SyncedCalendar,
  mailbox: Pick<RunMailbox, 'id' | 'windowDays'>,
  { clock, ids }: SyncPorts,
): RoundStart {
  const { round, nextLink, deltaLink, window } = calendar;
  const [pageSize] = PAGE_SIZES;
  if (round && nextLink !== null) return { round, continueFrom: nextLink, pageSize: pageSizeAfter(round.stalls) };
  const now = clock.now();
  const mustSlide = window === null || isWindowBehind(window, windowAround(now, mailbox.windowDays), mailbox.id);
  if (mustSlide || deltaLink === null) return fullRound(mailbox, { clock, ids });
  const changes = { id: ids.uuid(), startedAt: now.toString(), isFull: false, window, stalls: 0 };
  return { round: changes, continueFrom: deltaLink, pageSize };
}

function fullRound({ windowDays }: Pick<RunMailbox, 'windowDays'>, { clock, ids }: Pick<SyncPorts, 'clock' | 'ids'>) {
  const now = clock.now();
  const window = windowAround(now, windowDays);
  const round: PullRound = { id: ids.uuid(), startedAt: now.toString(), isFull: true, window, stalls: 0 };
  return { round, continueFrom: null, pageSize: PAGE_SIZES[0] } satisfies RoundStart;
}

function pageSizeAfter(stalls: number): number {
  const step = Math.floor(stalls / STALLS_PER_PAGE_SIZE);
  return step === 0 ? PAGE_SIZES[0] : (PAGE_SIZES_AFTER_STALLS[step - 1] ?? PAGE_SIZES_AFTER_STALLS[1]);
}

async function pullRound(
  run: RunRef,
  calendar: SyncedCalendar,
  { round, continueFrom, pageSize }: RoundStart,
  ports: SyncPorts,
): Promise<RoundEnd> {
  const { store, outlook, clock } = ports;
  const isLooping = watchForLoops();
  let from = continueFrom;
  let items = 0;
  for (let pages = 0; pages < PAGES_PER_ROUND_MAX; pages += 1) {
    const request = { calendarGraphId: calendar.graphId, continueFrom: from, window: round.window, pageSize };
    const outcome = await outlook.pull(request);
    if (outcome.kind === 'refused' && isReset(outcome)) return { kind: 'expired', code: outcome.code };
    if (outcome.kind !== 'done') await countStall(run, calendar, { round, from }, outcome, ports);
    const page = answerOf(outcome, clock);
    if (isLooping(page)) break;
    await store.savePage(run, { calendarId: calendar.id, round, ...page });
    items += page.versions.length + page.removedIds.length;
    if (page.next.kind === 'round') {
      return { kind: 'complete', pulled: { items, nothing: round.isFull && items === 0 } };
    }
    from = page.next.link;
  }
  return { kind: 'looped', code: 'delta_loop' };
}

function isReset({ status, code }: { status: number; code: string }): boolean {
  return status === 410 || RESET_CODES.has(code.toLowerCase());
}

/** Remembers that a page within a round was refused, so that a later run asks for smaller ones. */
async function countStall(
  run: RunRef,
  calendar: SyncedCalendar,
  { round, from }: { round: PullRound; from: string | null },
  outcome: Exclude<Outcome<PulledPage>, { kind: 'done' }>,
  { store }: SyncPorts,
): Promise<void> {
  const isInTheMiddle = round.isFull ? from !== null : from !== calendar.deltaLink;
  if (outcome.kind !== 'notSent' || outcome.status !== SERVICE_UNAVAILABLE || !isInTheMiddle) return;
  // A page that was saved in this run ended the earlier refusals; those of this place were counted by earlier runs.
  const stalls = (from === calendar.nextLink ? round.stalls : 0) + 1;
  await store.saveStall(run, calendar.id, stalls);
  if (stalls > STALLS_QUIET_MAX) throw new RunStopped('failed', 'slice_unavailable', null);
}

const SERVICE_UNAVAILABLE = 503;

/** Says of each page whether the round goes round in circles: pages that repeat earlier ones, or nothing but empty pages. */
function watchForLoops(): (page: PulledPage) => boolean {
  const earlier: string[] = [];
  let repeated = 0;
  let empty = 0;
  return (page) => {
    const key = [...page.versions.map((version) => version.graphId + version.changeKey), ...page.removedIds].join();
    empty = key === '' && page.occurrences.length === 0 ? empty + 1 : 0;
    if (key === '') return empty > EMPTY_PAGES_MAX;
    repeated += earlier.includes(key) ? 1 : 0;
    earlier.push(key);
    if (earlier.length > PAGES_REMEMBERED) earlier.shift();
    return repeated >= REPEATED_PAGES_MAX;
  };
}
