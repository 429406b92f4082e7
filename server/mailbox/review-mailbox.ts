// The first-sync review: what a run would do, shown and confirmed before anything is done.
import { createHash } from 'node:crypto';
import { type Review, reviewOf } from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import { instantTextOrNull } from '../database/instants.ts';
import { confirmMailbox, type MailboxRow } from '../database/mailboxes.ts';
import { readSubjects } from '../database/read-subjects.ts';
import { readInstallationId } from '../database/settings.ts';
import { Refusal } from '../refusal.ts';
import { REVIEW_ITEMS_MAX, type ReviewConfirmation, type ReviewView } from '../schemas/review.ts';
import { ownMailbox } from './own-mailbox.ts';

/** By what was pulled last; nothing is asked of Outlook. @throws Refusal `not_connected`, `not_reviewing` */
export async function readReview(context: ServerContext, userId: string): Promise<ReviewView> {
  const mailbox = await reviewingMailbox(context, userId);
  const review = await planReview(context, mailbox);
  return {
    ready: mailbox.last_run_at !== null && mailbox.current_run === null,
    pulledAt: instantTextOrNull(mailbox.last_run_at),
    counts: review.counts,
    mails: review.mails,
    addHere: review.addHere.slice(0, REVIEW_ITEMS_MAX),
    addThere: review.addThere.slice(0, REVIEW_ITEMS_MAX),
    matched: review.matched.slice(0, REVIEW_ITEMS_MAX),
    differences: review.differences.slice(0, REVIEW_ITEMS_MAX),
    fingerprint: fingerprintOf(review),
  };
}

/**
 * Agrees to the review that was shown. The run pulls again; when it finds more mails or deletions than were agreed to,
 * it goes back to the review by itself. @throws Refusal `review_outdated` for another plan than the present one.
 */
export async function confirmReview(
  context: ServerContext,
  userId: string,
  { choice, fingerprint, confirmedMails }: ReviewConfirmation,
): Promise<void> {
  const { database, clock, queue } = context;
  const mailbox = await reviewingMailbox(context, userId);
  const review = await planReview(context, mailbox);
  if (fingerprintOf(review) !== fingerprint || review.mails[choice].length !== confirmedMails) throw outdated();
  const confirmation = {
    choice,
    mails: confirmedMails,
    deletions: review.counts.deletions,
    at: clock.now().toString(),
  };
  await database.transaction().execute(async (transaction) => {
    if (!(await confirmMailbox(transaction, mailbox.id, confirmation))) throw outdated();
    await queue.request(transaction, mailbox.id, 'user');
  });
}

async function planReview({ database, clock }: ServerContext, mailbox: MailboxRow): Promise<Review> {
  const subjects = await readSubjects(database, mailbox);
  const installationId = await readInstallationId(database);
  return reviewOf(subjects, { id: mailbox.id, userId: mailbox.user_id, installationId }, clock.now());
}

async function reviewingMailbox({ database }: ServerContext, userId: string): Promise<MailboxRow> {
  const mailbox = await ownMailbox(database, userId);
  if (mailbox.phase === 'reviewing' && mailbox.stopped_at === null) return mailbox;
  throw new Refusal({ status: 409, code: 'not_reviewing', message: 'No review is pending.' });
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
