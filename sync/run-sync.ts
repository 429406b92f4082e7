// One sync of one mailbox: pull, prove, plan, guard, apply, remember. It knows ports, never adapters.
import type { Temporal } from 'temporal-polyfill';
import { applyDecisions } from './apply.ts';
import type { Decision, PlanContext, Subject } from './core/decision.ts';
import { type GuardedPlan, guardPlan, mailsOf } from './core/guards.ts';
import { linkId } from './core/link.ts';
import { planSync } from './core/plan.ts';
import { type Review, reviewFirstSync } from './core/review.ts';
import type { Clock, Ids, OutlookPort, RunMailbox, RunRef, RunReport, SyncedCalendar, SyncStore } from './ports.ts';
import { proveRemovals, pullCalendar } from './pull.ts';
import { answerOf, RunStopped } from './run-stopped.ts';

/** Plans again so often within one run, when an edit or a refusal came in between; then the next run goes on. */
const PASSES_MAX = 4;

export interface SyncPorts {
  store: SyncStore;
  outlook: OutlookPort;
  clock: Clock;
  ids: Ids;
}

/**
 * Syncs a mailbox once. In phase `reviewing` it pulls and stops there: nothing is written on either side.
 * @returns what was done; failures are part of the report. Throws FencedError when another run has overtaken this one.
 */
export async function runSync(request: { mailboxId: string; runId: string }, ports: SyncPorts): Promise<RunReport> {
  const { mailboxId, runId } = request;
  const { epoch, mailbox } = await ports.store.beginRun(mailboxId, runId, ports.clock.now());
  const run: RunRef = { mailboxId, runId, epoch };
  const report = emptyReport();
  try {
    const calendars = await calendarsOf(run, mailbox, ports);
    const pulled = await pullAll(run, calendars, ports);
    report.pulled = pulled.items;
    await proveRemovals(run, await ports.store.subjects(run), calendars, ports);
    if (mailbox.phase === 'reviewing') report.outcome = 'reviewing';
    else await planAndApply(run, mailbox, pulled.nothing, report, ports);
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error;
    Object.assign(report, { outcome: error.outcome, error: error.code, retryAt: error.retryAt });
  }
  await ports.store.finishRun(run, report, ports.clock.now());
  return report;
}

/** What the first sync of a mailbox would do, by what was pulled last. Reads only. */
export function reviewOf(
  subjects: readonly Subject[],
  mailbox: Pick<RunMailbox, 'id' | 'userId' | 'installationId'>,
  now: Temporal.Instant,
): Review {
  return reviewFirstSync(subjects, {
    mailboxId: mailbox.id,
    userId: mailbox.userId,
    installationId: mailbox.installationId,
    now,
  });
}

async function calendarsOf(
  run: RunRef,
  mailbox: RunMailbox,
  { store, outlook, clock }: SyncPorts,
): Promise<SyncedCalendar[]> {
  if (mailbox.calendars.length > 0) return mailbox.calendars;
  return store.saveCalendars(run, answerOf(await outlook.calendars(), clock));
}

async function pullAll(
  run: RunRef,
  calendars: readonly SyncedCalendar[],
  ports: SyncPorts,
): Promise<{ items: number; nothing: boolean }> {
  const pulled = { items: 0, nothing: false };
  for (const calendar of calendars) {
    const { items, nothing } = await pullCalendar(run, calendar, ports);
    pulled.items += items;
    pulled.nothing ||= nothing;
  }
  return pulled;
}

async function planAndApply(
  run: RunRef,
  mailbox: RunMailbox,
  pulledNothing: boolean,
  report: RunReport,
  ports: SyncPorts,
): Promise<void> {
  const failed = new Set<string>();
  for (let pass = 0; pass < PASSES_MAX; pass += 1) {
    const subjects = (await ports.store.subjects(run)).filter(({ link }) => !link || !failed.has(linkId(link)));
    const plan = planSync(subjects, contextOf(mailbox, ports.clock));
    const guarded = await guard(run, mailbox, plan, pulledNothing, ports);
    if (mailbox.phase === 'confirmed' && exceedsConfirmation(mailbox, plan, guarded)) {
      await ports.store.setPhase(run, 'reviewing');
      report.outcome = 'reviewing';
      return;
    }
    await ports.store.park(run, guarded.parked);
    report.parked = guarded.parked.length;
    const applied = await applyDecisions(run, guarded.go, ports);
    report.sent += applied.sent;
    report.taken += applied.taken;
    report.failed += applied.failed;
    for (const link of applied.failedLinks) failed.add(link);
    report.conflicts += applied.conflicts;
    report.mails.push(...applied.mails);
    if (!applied.again && applied.sent + applied.taken === 0) break;
  }
  if (mailbox.phase === 'confirmed' && report.failed === 0) await ports.store.setPhase(run, 'active');
}

/** More mails or deletions than the review showed lead back to the review. */
function exceedsConfirmation(mailbox: RunMailbox, plan: readonly Decision[], guarded: GuardedPlan): boolean {
  const { confirmation } = mailbox;
  if (!confirmation) return true;
  const deletions = plan.filter((decision) => decision.isDeletion !== null).length;
  return guarded.parked.length > 0 || mailsOf(plan).length > confirmation.mails || deletions > confirmation.deletions;
}

async function guard(
  run: RunRef,
  mailbox: RunMailbox,
  plan: readonly Decision[],
  pulledNothing: boolean,
  { store, clock }: SyncPorts,
): Promise<GuardedPlan> {
  const counts = await store.counts(run, clock.now().subtract({ hours: 24 }));
  return guardPlan(plan, {
    recent: counts,
    links: counts.links,
    pulledNothing,
    confirmedMails: mailbox.phase === 'confirmed' ? (mailbox.confirmation?.mails ?? 0) : null,
    released: await store.released(run),
  });
}

function contextOf(mailbox: RunMailbox, clock: Clock): PlanContext {
  return {
    mailboxId: mailbox.id,
    userId: mailbox.userId,
    installationId: mailbox.installationId,
    now: clock.now(),
    phase: mailbox.phase,
    choice: mailbox.confirmation?.choice ?? 'quiet',
    choiceUntil: mailbox.confirmation?.at ?? null,
  };
}

function emptyReport(): RunReport {
  return {
    outcome: 'done',
    pulled: 0,
    sent: 0,
    taken: 0,
    mails: [],
    parked: 0,
    failed: 0,
    conflicts: 0,
    error: null,
    retryAt: null,
  };
}
