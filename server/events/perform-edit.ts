// Carries out an edit of one event: checks the version, asks for consent to mails, writes, and has it synced.
import type { ServerContext } from '../context.ts';
import { insertEdit } from '../database/edits.ts';
import { readEvents } from '../database/read-events.ts';
import { holdEvent, readSender } from '../database/senders.ts';
import { writeOrganizers } from '../database/successors.ts';
import type { Database } from '../database/tables.ts';
import { writeEvents } from '../database/write-events.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { Mail, MailChoice } from '../schemas/mail.ts';
import { editRecordOf } from './edit-record.ts';
import { type EventRecord, isWaiting } from './event-record.ts';
import { mailsOfEdit, suggestedChoice } from './mails-of-edit.ts';
import type { Sender } from './sender.ts';

/** How long an edit that mails waits, so that it can be undone. */
export const UNDO_SECONDS = 10;

export interface EditRequest {
  userId: string;
  eventId: string;
  /** Of `If-Match`; null where any version will do. */
  expectedVersion: number | null;
  mail: MailChoice | undefined;
  /** What else the edit may reach: an event that this user hid, or that one and a deleted one. */
  also?: 'hidden' | 'ended';
  /** @throws Refusal for an edit that may not be. */
  edit: (before: EventRecord, sender: Sender | null) => EventRecord;
}

/** Changes an event. @throws Refusal `mail_choice_required` with the mails, `version_mismatch`, `not_found`. */
export async function performEdit(context: ServerContext, request: EditRequest): Promise<void> {
  const { userId, eventId } = request;
  const now = context.clock.now().toString();
  await context.database.transaction().execute(async (transaction) => {
    const { expectedVersion, also } = request;
    const before = await readOwnEvent(transaction, eventId, userId, { now, lock: true, ...(also ? { also } : {}) });
    if (expectedVersion !== null && expectedVersion !== before.version) throw versionMismatch(before.version);
    const sender = await readSender(transaction, userId, eventId);
    await storeEdit(context, transaction, { ...request, before, after: request.edit(before, sender), sender });
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
    await storeEdit(context, transaction, { ...request, before: null, after, sender });
    return after.id;
  });
}

/**
 * An event in which a user takes part; a deleted one only while its undo time runs, or where `also` says so.
 * @param options.now ISO 8601 with `Z`. @throws Refusal `not_found` for any other.
 */
export async function readOwnEvent(
  database: Database,
  eventId: string,
  userId: string,
  options: { now: string; lock?: boolean; also?: 'hidden' | 'ended' },
): Promise<EventRecord> {
  const event = (await readEvents(database, [eventId], userId, options)).get(eventId);
  if (!event?.participation) throw notFound('event');
  if (options.also === 'ended') return event;
  if (event.participation.isHidden && options.also !== 'hidden') throw notFound('event');
  if (event.status === 'deleted' && !isWaiting(event, options.now)) throw notFound('event');
  return event;
}

/**
 * Writes an edit, its entry in the history, and the request for a sync.
 * @param edit.before null for a new event. @throws Refusal `mail_choice_required` with the mails.
 */
export async function storeEdit(
  context: ServerContext,
  transaction: Database,
  edit: {
    userId: string;
    mail: MailChoice | undefined;
    before: EventRecord | null;
    after: EventRecord;
    sender: Sender | null;
  },
): Promise<void> {
  const { clock, random, queue } = context;
  const { userId, after, sender, mail } = edit;
  const now = clock.now();
  const mails = mailsOfEdit(after, sender, userId, now.toString());
  const choice = mails.length > 0 ? demandChoice(mails, mail, suggestedChoice(after, now.toString())) : null;
  const isOrganizer = after.organizer.userId === userId;
  // An answer goes at once: another answer takes it back, and the undo time is the organizer's.
  const sendAt = choice === 'send' && isOrganizer ? now.add({ seconds: UNDO_SECONDS }) : null;
  const stored = { ...after, sendAfter: sendAt?.toString() ?? after.sendAfter };
  await writeEvents(transaction, [stored], { userId, at: now.toString(), ids: random });
  if (edit.before) await writeOrganizers(transaction, edit.before, after);
  await recordEdit(context, transaction, { ...edit, mails: choice === 'send' ? mails : [] });
  if (!sender) return;
  if (choice === 'hold') await holdEvent(transaction, sender, after.id, { isOrganizer, at: now.toString() });
  if (sendAt) await queue.requestAt(transaction, sender.mailboxId, sendAt);
  else await queue.request(transaction, sender.mailboxId, 'edit');
}

/** Remembers who did what, where anything is different. */
export async function recordEdit(
  { clock, random }: ServerContext,
  transaction: Database,
  edit: { userId: string; before: EventRecord | null; after: EventRecord; mails: readonly Mail[] },
): Promise<void> {
  const record = editRecordOf(edit.before, edit.after);
  if (!record) return;
  const { userId, mails } = edit;
  const at = clock.now().toString();
  await insertEdit(transaction, { ...record, id: random.uuid(), eventId: edit.after.id, userId, at, mails });
}

/** Whatever mails is agreed to explicitly. @throws Refusal `mail_choice_required` */
export function demandChoice(mails: Mail[], mail: MailChoice | undefined, suggested: MailChoice): MailChoice {
  if (mail) return mail;
  throw new Refusal({
    status: 428,
    code: 'mail_choice_required',
    field: 'mail',
    message: `Outlook would send ${mails.length === 1 ? 'a mail' : `${mails.length} mails`}.`,
    advice: 'Say `send` to let it, or `hold` to keep the change here only.',
    mails,
    suggested,
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
