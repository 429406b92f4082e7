// The reset of a connection, in one commit: links are cut first, then events are deleted here, and what shall go in Outlook is left to the next runs.
import { createHash } from 'node:crypto';
import { mailingTimeMs, NEEDS_SIGN_IN, type PendingRemoval } from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import { insertEdit } from '../database/edits.ts';
import { beginReview, lockMailbox, type MailboxRow, restartMailbox } from '../database/mailboxes.ts';
import { addPendingRemovals } from '../database/pending-removals.ts';
import { readEvents } from '../database/read-events.ts';
import { cutLinks, forgetMeetings, forgetQuestions, leaveAllAsItIs, readLinkedEvents } from '../database/reset-rows.ts';
import { readOutlookSettings } from '../database/settings.ts';
import type { Database } from '../database/tables.ts';
import { writeEvents } from '../database/write-events.ts';
import { Refusal } from '../refusal.ts';
import { type ConfirmedReset, RESET_ITEMS_MAX, type Reset, type ResetPreview } from '../schemas/reset.ts';
import { ownMailbox } from './own-mailbox.ts';
import { type LinkedEvent, planReset, type ResetPlan } from './plan-reset.ts';

/** What a reset would do, by what was pulled last; nothing is asked of Outlook. @throws Refusal `not_connected` */
export async function previewReset(context: ServerContext, userId: string, reset: Reset): Promise<ResetPreview> {
  const mailbox = await ownMailbox(context.database, userId);
  const plan = await planFor(context, context.database, mailbox, reset);
  const mails = mailsOf(plan);
  const { linked, deleteThere, deleteHere, onlyUnlink } = plan;
  return {
    counts: {
      linked: linked.length,
      deleteThere: deleteThere.length,
      deleteHere: deleteHere.length,
      onlyUnlink: onlyUnlink.length,
    },
    deleteThere: deleteThere
      .slice(0, RESET_ITEMS_MAX)
      .map(({ event, mails: ofEvent }) => ({ ...itemOf(event), mails: ofEvent })),
    deleteHere: deleteHere.slice(0, RESET_ITEMS_MAX).map(itemOf),
    onlyUnlink: onlyUnlink.slice(0, RESET_ITEMS_MAX).map(({ event, reason }) => ({ ...itemOf(event), reason })),
    mails,
    mailSeconds: Math.ceil(mailingTimeMs(mails.length) / 1_000),
    fingerprint: fingerprintOf(plan, reset),
  };
}

/**
 * Resets as previewed. A run under way is overtaken; the next ones delete in Outlook what was promised, and then comes the review.
 * @throws Refusal `not_connected`, `needs_sign_in`, `reset_outdated` when the preview no longer holds.
 */
export async function resetMailbox(context: ServerContext, userId: string, confirmed: ConfirmedReset): Promise<void> {
  const { database, clock, queue } = context;
  const { id } = await ownMailbox(database, userId);
  await database.transaction().execute(async (transaction) => {
    const mailbox = await lockMailbox(transaction, id);
    if (!mailbox) throw outdated();
    const { events, next, fingerprint, confirmedMails } = confirmed;
    const plan = await planFor(context, transaction, mailbox, { events, next });
    const isSame = fingerprintOf(plan, { events, next }) === fingerprint && mailsOf(plan).length === confirmedMails;
    if (!isSame) throw outdated();
    if (mailbox.problem === NEEDS_SIGN_IN && plan.deleteThere.length > 0) throw signInFirst();
    const at = clock.now().toString();
    await restartMailbox(transaction, id);
    await beginReview(transaction, [id], { reason: 'reset', at });
    if (next === 'all') await cutLinks(transaction, id);
    else await leaveAllAsItIs(transaction, mailbox, at);
    await forgetQuestions(transaction, id, at);
    await addPendingRemovals(transaction, removalsOf(plan, id), at);
    const deletedIds = plan.deleteHere.map((event) => event.eventId);
    await deleteEventsHere(context, transaction, { userId, at, ids: deletedIds });
    await forgetMeetings(transaction, deletedIds);
    await queue.request(transaction, id, 'user');
  });
}

async function planFor(
  { clock }: ServerContext,
  database: Database,
  mailbox: MailboxRow,
  reset: Reset,
): Promise<ResetPlan> {
  const { pilot } = await readOutlookSettings(database);
  return planReset(await readLinkedEvents(database, mailbox), reset, { now: clock.now().toString(), pilot });
}

function removalsOf({ deleteThere }: ResetPlan, mailboxId: string): PendingRemoval[] {
  return deleteThere.map(({ event, item, mails }) => ({
    key: { eventId: event.eventId, originalStart: null, mailboxId, calendarId: item.calendarId, generation: 1 },
    graphId: item.graphId,
    changeKey: item.changeKey,
    mails,
  }));
}

async function deleteEventsHere(
  { random }: ServerContext,
  transaction: Database,
  { userId, at, ids }: { userId: string; at: string; ids: readonly string[] },
): Promise<void> {
  const events = [...(await readEvents(transaction, ids, userId, { lock: true })).values()];
  const deleted = events.map((event) => ({
    ...event,
    status: 'deleted' as const,
    version: event.version + 1,
    sendAfter: null,
  }));
  await writeEvents(transaction, deleted, { userId, at, ids: random });
  for (const { id } of deleted) {
    await insertEdit(transaction, {
      id: random.uuid(),
      eventId: id,
      userId,
      at,
      kind: 'deleted',
      units: {},
      mails: [],
    });
  }
}

function itemOf({ eventId, subject, start }: LinkedEvent): { eventId: string; subject: string; start: string } {
  return { eventId, subject, start };
}

function mailsOf({ deleteThere }: ResetPlan): ResetPreview['mails'] {
  return deleteThere.flatMap(({ mails }) => mails);
}

/** Of everything that a person could object to. */
function fingerprintOf(plan: ResetPlan, reset: Reset): string {
  return createHash('sha256')
    .update(JSON.stringify([reset, plan]))
    .digest('base64url');
}

function outdated(): Refusal {
  return new Refusal({
    status: 409,
    code: 'reset_outdated',
    message: 'Something has changed since the reset was shown.',
    advice: 'Look at it again, then confirm.',
  });
}

function signInFirst(): Refusal {
  return new Refusal({
    status: 409,
    code: NEEDS_SIGN_IN,
    message: 'Nothing can be deleted in Outlook before you have signed in at Microsoft again.',
    advice: 'Press Outlook and sign in again, or choose a reset that deletes nothing in Outlook.',
  });
}
