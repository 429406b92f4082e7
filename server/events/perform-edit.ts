// Carries out an edit of one event: checks the version, asks for consent to mails, writes, and has it synced.
import type { ServerContext } from '../context.ts';
import { readEvents } from '../database/read-events.ts';
import { holdEvent, readSender } from '../database/senders.ts';
import type { Database } from '../database/tables.ts';
import { writeEvents } from '../database/write-events.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { Mail, MailChoice } from '../schemas/mail.ts';
import { type EventRecord, isWaiting } from './event-record.ts';
import { mailsOfEdit } from './mails-of-edit.ts';
import type { Sender } from './sender.ts';

/** How long an edit that mails waits, so that it can be undone. */
export const UNDO_SECONDS = 10;

export interface EditRequest {
  userId: string;
  eventId: string;
  /** Of `If-Match`; null where any version will do. */
  expectedVersion: number | null;
  mail: MailChoice | undefined;
  /** @throws Refusal for an edit that may not be. */
  edit: (before: EventRecord, sender: Sender | null) => EventRecord;
}

/** Changes an event. @throws Refusal `mail_choice_required` with the mails, `version_mismatch`, `not_found`. */
export async function performEdit(context: ServerContext, request: EditRequest): Promise<void> {
  const { userId, eventId } = request;
  const now = context.clock.now().toString();
  await context.database.transaction().execute(async (transaction) => {
    const before = await readOwnEvent(transaction, eventId, userId, { now, lock: true });
    const { expectedVersion } = request;
    if (expectedVersion !== null && expectedVersion !== before.version) throw versionMismatch(before.version);
    const sender = await readSender(transaction, userId, eventId);
    await storeEdit(context, transaction, { ...request, after: request.edit(before, sender), sender });
  });
}

/** Stores an event that does not exist yet. @throws Refusal `mail_choice_required` with the mails. */
export async function performCreate(
  context: ServerContext,
  request: { userId: string; mail: MailChoice | undefined; create: (sender: Sender | null) => EventRecord },
): Promise<string> {
  return context.database.transaction().execute(async (transaction) => {
    const sender = await readSender(transaction, request.userId, null);
    const after = request.create(sender);
    await storeEdit(context, transaction, { ...request, after, sender });
    return after.id;
  });
}

/**
 * An event in which a user takes part; a deleted one only while its undo time runs.
 * @param options.now ISO 8601 with `Z`. @throws Refusal `not_found` for any other.
 */
export async function readOwnEvent(
  database: Database,
  eventId: string,
  userId: string,
  options: { now: string; lock?: boolean },
): Promise<EventRecord> {
  const event = (await readEvents(database, [eventId], userId, options)).get(eventId);
  if (!event?.participation || event.participation.isHidden) throw notFound('event');
  if (event.status === 'deleted' && !isWaiting(event, options.now)) throw notFound('event');
  return event;
}

async function storeEdit(
  context: ServerContext,
  transaction: Database,
  edit: { userId: string; mail: MailChoice | undefined; after: EventRecord; sender: Sender | null },
): Promise<void> {
  const { clock, random, queue } = context;
  const { userId, after, sender, mail } = edit;
  const now = clock.now();
  const mails = mailsOfEdit(after, sender, userId, now.toString());
  const choice = mails.length > 0 ? demandChoice(mails, mail) : null;
  const isOrganizer = after.organizer.userId === userId;
  // An answer goes at once: another answer takes it back, and the undo time is the organizer's.
  const sendAt = choice === 'send' && isOrganizer ? now.add({ seconds: UNDO_SECONDS }) : null;
  const stored = { ...after, sendAfter: sendAt?.toString() ?? after.sendAfter };
  await writeEvents(transaction, [stored], { userId, at: now.toString(), ids: random });
  if (!sender) return;
  if (choice === 'hold') await holdEvent(transaction, sender, after.id, { isOrganizer, at: now.toString() });
  if (sendAt) await queue.requestAt(transaction, sender.mailboxId, sendAt);
  else await queue.request(transaction, sender.mailboxId, 'edit');
}

/** Whatever mails is agreed to explicitly. */
function demandChoice(mails: Mail[], mail: MailChoice | undefined): MailChoice {
  if (mail) return mail;
  throw new Refusal({
    status: 428,
    code: 'mail_choice_required',
    field: 'mail',
    message: `Outlook would send ${mails.length === 1 ? 'a mail' : `${mails.length} mails`}.`,
    advice: 'Say `send` to let it, or `hold` to keep the change here only.',
    mails,
  });
}

function versionMismatch(version: number): Refusal {
  return new Refusal({
    status: 412,
    code: 'version_mismatch',
    message: `The event was changed meanwhile; it is at version ${version} now.`,
    advice: 'Load it again and repeat the change.',
  });
}
