// The review: what the next sync would do, shown and confirmed before anything is done.
import { createHash } from 'node:crypto';
import { mailingTimeMs, type Review, type ReviewItem, reviewOf } from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import { instantTextOrNull } from '../database/instants.ts';
import { findLastFinishedRun } from '../database/mailbox-records.ts';
import { confirmMailbox, type MailboxRow } from '../database/mailboxes.ts';
import { readPendingRemovals } from '../database/pending-removals.ts';
import { readSubjects } from '../database/read-subjects.ts';
import { readInstallationId } from '../database/settings.ts';
import { named, textOf } from '../events/unit-words.ts';
import { problemOf } from '../problems.ts';
import { Refusal } from '../refusal.ts';
import { type Difference, REVIEW_ITEMS_MAX, type ReviewConfirmation, type ReviewView } from '../schemas/review.ts';
import { ownMailbox } from './own-mailbox.ts';

/** By what was pulled last; nothing is asked of Outlook. @throws Refusal `not_connected`, `not_reviewing` */
export async function readReview(context: ServerContext, userId: string): Promise<ReviewView> {
  const mailbox = await reviewingMailbox(context, userId);
  const review = (await readForReview(context, mailbox))({});
  const { mails } = review;
  const readiness = await readReadiness(context, mailbox);
  return {
    reason: mailbox.review_reason ?? 'first',
    ...readiness,
    pulledAt: instantTextOrNull(mailbox.last_run_at),
    counts: review.counts,
    mails,
    mailSeconds: { quiet: seconds(mails.quiet), invite: seconds(mails.invite), hold: seconds(mails.hold) },
    addHere: shown(review.addHere),
    addThere: shown(review.addThere),
    changeHere: shown(review.changeHere),
    changeThere: shown(review.changeThere),
    deleteHere: shown(review.deleteHere),
    deleteThere: shown(review.deleteThere),
    matched: shown(review.matched),
    differences: shown(review.differences).map(differenceOf),
    fingerprint: fingerprintOf(review),
  };
}

/**
 * Agrees to the review that was shown. The run pulls again; when it finds more mails or deletions than were agreed to,
 * it goes back to the review by itself.
 * @throws Refusal `review_outdated` for another plan than the present one, `review_not_ready` before it was pulled.
 */
export async function confirmReview(
  context: ServerContext,
  userId: string,
  { choice, overrides = {}, fingerprint, confirmedMails }: ReviewConfirmation,
): Promise<void> {
  const { database, clock, queue } = context;
  const mailbox = await reviewingMailbox(context, userId);
  if (!(await readReadiness(context, mailbox)).ready) throw notReady();
  const planWith = await readForReview(context, mailbox);
  const [review, chosen] = [planWith({}), planWith(overrides)];
  if (fingerprintOf(review) !== fingerprint || chosen.mails[choice].length !== confirmedMails) throw outdated();
  const confirmation = {
    choice,
    overrides,
    mails: confirmedMails,
    deletions: review.counts.deletions,
    at: clock.now().toString(),
  };
  await database.transaction().execute(async (transaction) => {
    if (!(await confirmMailbox(transaction, mailbox.id, confirmation))) throw outdated();
    await queue.request(transaction, mailbox.id, 'user');
  });
}

/** Reads what a review is planned from, once. @returns the review with other choices for single events, by event id. */
async function readForReview(
  { database, clock }: ServerContext,
  mailbox: MailboxRow,
): Promise<(overrides: NonNullable<ReviewConfirmation['overrides']>) => Review> {
  const { id, user_id: userId, addresses } = mailbox;
  const subjects = await readSubjects(database, mailbox);
  const installationId = await readInstallationId(database);
  const now = clock.now();
  return (overrides) => reviewOf(subjects, { id, userId, addresses, installationId }, now, overrides);
}

/** A review may be shown as it stands: pulled since it was asked for, and with nothing left of a reset. */
async function readReadiness(
  { database }: ServerContext,
  mailbox: MailboxRow,
): Promise<Pick<ReviewView, 'ready' | 'problem' | 'pendingRemovals'>> {
  const { id, last_run_at, review_asked_at, current_run } = mailbox;
  const pendingRemovals = (await readPendingRemovals(database, id)).length;
  const lastRun = await findLastFinishedRun(database, id);
  const isRecent = last_run_at !== null && (review_asked_at === null || last_run_at >= review_asked_at);
  const error = isRecent ? (lastRun?.report?.error ?? null) : null;
  return {
    ready: isRecent && error === null && current_run === null && pendingRemovals === 0,
    problem: error === null ? null : problemOf(error),
    pendingRemovals,
  };
}

async function reviewingMailbox({ database }: ServerContext, userId: string): Promise<MailboxRow> {
  const mailbox = await ownMailbox(database, userId);
  if (mailbox.phase === 'reviewing' && mailbox.stopped_at === null) return mailbox;
  throw new Refusal({ status: 409, code: 'not_reviewing', message: 'No review is pending.' });
}

/** What mails comes first, so that a long list shows it. */
function shown<T extends ReviewItem>(items: readonly T[]): T[] {
  const mailing = ({ mails }: T) => (mails.invite.length > 0 ? 1 : 0);
  return items.toSorted((one, other) => mailing(other) - mailing(one)).slice(0, REVIEW_ITEMS_MAX);
}

function differenceOf(item: Review['differences'][number]): Difference {
  const { eventId, subject, start, guests, mails } = item;
  return {
    eventId,
    subject,
    start,
    guests,
    mails,
    values: item.values.map(({ unit, ours, theirs }) => ({
      ...named(unit),
      ours: textOf(unit, ours),
      theirs: textOf(unit, theirs),
    })),
  };
}

function seconds(mails: readonly unknown[]): number {
  return Math.ceil(mailingTimeMs(mails.length) / 1_000);
}

/** Of everything that a person could object to. */
function fingerprintOf(review: Review): string {
  return createHash('sha256').update(JSON.stringify(review)).digest('base64url');
}

function outdated(): Refusal {
  return new Refusal({
    status: 409,
    code: 'review_outdated',
    message: 'The plan has changed since it was shown.',
    advice: 'Look at the review again, then confirm.',
  });
}

function notReady(): Refusal {
  return new Refusal({
    status: 409,
    code: 'review_not_ready',
    message: 'Your Outlook calendar is still being read.',
    advice: 'Wait until the review is shown, then confirm.',
  });
}
