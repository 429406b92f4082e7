// One sync of one mailbox: pull, prove, plan, guard, apply, remember. It knows ports, never adapters.
import type { Temporal } from 'temporal-polyfill';
import { type Applied, nothingApplied } from './applied.ts';
import { applyDecisions } from './apply.ts';
import { isOnList } from './core/address-list.ts';
import type { Decision, PlanContext, Subject } from './core/decision.ts';
import { type GuardedPlan, guardPlan, mailsOf, PILOT_GUARD } from './core/guards.ts';
import { isEarlier } from './core/instants.ts';
import { linkId } from './core/link.ts';
import { planSync } from './core/plan.ts';
import { type Review, reviewFirstSync } from './core/review.ts';
import { plannedSteps } from './dry-run.ts';
import type { VersionRefusals } from './failed-calls.ts';
import { findMarkedItems, proveRemovals } from './look-up.ts';
import type { Clock, RunMailbox, RunRef, RunReport, SyncedCalendar, SyncPorts } from './ports.ts';
import { pullCalendar } from './pull.ts';
import { carryOutRemovals } from './removals.ts';
import { answerOf, RunStopped } from './run-stopped.ts';

/** Plans again so often within one run, when an edit or a refusal came in between; then the next run goes on. */
const PASSES_MAX = 4;

export interface SyncRequest {
  mailboxId: string;
  runId: string;
  /** Pulls, plans and guards, but carries nothing out: the plan stands in the report. */
  isDryRun?: boolean;
}

/**
 * Syncs a mailbox once. In phase `reviewing` it pulls and stops there: nothing is written on either side.
 * @returns what was done; failures are part of the report. Throws FencedError when another run has overtaken this one.
 */
export async function runSync(request: SyncRequest, ports: SyncPorts): Promise<RunReport> {
  const { mailboxId, runId, isDryRun = false } = request;
  const { epoch, mailbox } = await ports.store.beginRun(mailboxId, runId, ports.clock.now());
  const run: RunRef = { mailboxId, runId, epoch };
  const report = emptyReport();
  try {
    if (!isDryRun) await carryOutRemovals(run, mailbox, report, ports);
    const calendars = await calendarsOf(run, mailbox, ports);
    const pulled = await pullAll(run, mailbox, calendars, ports);
    report.pulled = pulled.items;
    await proveRemovals(run, await ports.store.subjects(run), calendars, ports);
    // What is delivered again comes without its mark.
    const mayHideMarks = mailbox.phase === 'reviewing' || (mailbox.phase === 'confirmed' && pulled.items > 0);
    if (mayHideMarks) await findMarkedItems(run, mailbox, calendars, ports);
    if (isDryRun) await planOnly(run, mailbox, pulled.nothing, report, ports);
    else if (mailbox.phase === 'reviewing') report.outcome = 'reviewing';
    else await planAndApply(run, mailbox, pulled.nothing, report, ports);
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error;
    Object.assign(report, { outcome: error.outcome, error: error.code, retryAt: error.retryAt });
  }
  await ports.store.finishRun(run, report, ports.clock.now());
  return report;
}

/**
 * What the next sync of a mailbox would do, by what was pulled last. Reads only.
 * @param overrides other choices for single events, by event id: its mails are counted by them.
 */
export function reviewOf(
  subjects: readonly Subject[],
  mailbox: Pick<RunMailbox, 'id' | 'userId' | 'installationId' | 'addresses'>,
  now: Temporal.Instant,
  overrides: PlanContext['overrides'] = {},
): Review {
  const { id: mailboxId, userId, installationId, addresses } = mailbox;
  return reviewFirstSync(subjects, { mailboxId, userId, installationId, addresses, now }, overrides);
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
  mailbox: RunMailbox,
  calendars: readonly SyncedCalendar[],
  ports: SyncPorts,
): Promise<{ items: number; nothing: boolean }> {
  const pulled = { items: 0, nothing: false };
  for (const calendar of calendars) {
    const { items, nothing } = await pullCalendar(run, calendar, mailbox, ports);
    pulled.items += items;
    pulled.nothing ||= nothing;
  }
  return pulled;
}

async function planOnly(
  run: RunRef,
  mailbox: RunMailbox,
  pulledNothing: boolean,
  report: RunReport,
  ports: SyncPorts,
): Promise<void> {
  const plan = planSync(await ports.store.subjects(run), contextOf(mailbox, ports.clock));
  const guarded = await guard(run, mailbox, plan, pulledNothing, ports);
  report.plan = plannedSteps(guarded, mailbox.pendingRemovals);
}

async function planAndApply(
  run: RunRef,
  mailbox: RunMailbox,
  pulledNothing: boolean,
  report: RunReport,
  ports: SyncPorts,
): Promise<void> {
  const failed = new Set<string>();
  const refusals: VersionRefusals = new Map();
  const removals = { waiting: report.mailsWaiting, allowedAt: report.mailsAllowedAt };
  let mailsWaiting = 0;
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
    const applied = nothingApplied();
    await applyDecisions(run, guarded.go, { mailbox, refusals, applied }, ports).finally(() => addTo(report, applied));
    mailsWaiting = applied.mailsWaiting;
    report.mailsWaiting = removals.waiting + mailsWaiting;
    report.mailsAllowedAt = earliest(removals.allowedAt, applied.mailsAllowedAt);
    for (const link of applied.failedLinks) failed.add(link);
    if (!applied.again && applied.sent + applied.taken === 0) break;
  }
  if (mailbox.phase === 'confirmed' && report.failed === 0 && mailsWaiting === 0)
    await ports.store.setPhase(run, 'active');
}

function earliest(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return isEarlier(one, other) ? one : other;
}

function addTo(report: RunReport, applied: Applied): void {
  report.sent += applied.sent;
  report.taken += applied.taken;
  report.failed += applied.failed;
  report.conflicts += applied.conflicts;
  report.mails.push(...applied.mails);
}

/** More mails or deletions than the review showed lead back to the review. What the pilot keeps here is no more than shown. */
function exceedsConfirmation(mailbox: RunMailbox, plan: readonly Decision[], guarded: GuardedPlan): boolean {
  const { confirmation } = mailbox;
  if (!confirmation) return true;
  const deletions = plan.filter((decision) => decision.isDeletion !== null).length;
  const mails = mailsOf(plan).length - mailsOf(heldByPilot(guarded)).length;
  const isAsking = guarded.parked.some(({ guard }) => guard !== PILOT_GUARD);
  return isAsking || mails > confirmation.mails || deletions > confirmation.deletions;
}

function heldByPilot({ parked }: GuardedPlan): Decision[] {
  return parked.filter(({ guard }) => guard === PILOT_GUARD).map(({ decision }) => decision);
}

async function guard(
  run: RunRef,
  mailbox: RunMailbox,
  plan: readonly Decision[],
  pulledNothing: boolean,
  { store, clock }: SyncPorts,
): Promise<GuardedPlan> {
  const { mailRecipients } = mailbox;
  const counts = await store.counts(run, clock.now().subtract({ hours: 24 }));
  return guardPlan(plan, {
    recent: counts,
    links: counts.links,
    pulledNothing,
    confirmedMails: mailbox.phase === 'confirmed' ? (mailbox.confirmation?.mails ?? 0) : null,
    confirmedDeletions: mailbox.phase === 'confirmed' ? (mailbox.confirmation?.deletions ?? 0) : null,
    mayMail: (address) => mailRecipients === null || isOnList(mailRecipients, address),
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
    overrides: mailbox.confirmation?.overrides ?? {},
    addresses: mailbox.addresses,
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
    mailsWaiting: 0,
    mailsAllowedAt: null,
    plan: null,
  };
}
