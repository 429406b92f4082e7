// Hands a meeting over to another local user: the intent is stored here, the syncs of both mailboxes carry it out.
import type { ServerContext } from '../context.ts';
import { readSender } from '../database/senders.ts';
import { findParticipants, readSuccessor, writeOrganizers } from '../database/successors.ts';
import type { Database } from '../database/tables.ts';
import { writeEvents } from '../database/write-events.ts';
import { Refusal } from '../refusal.ts';
import type { Mail, MailChoice } from '../schemas/mail.ts';
import type { EventRecord } from './event-record.ts';
import { handOver, mailsOfHandOver, obstacleOf, type Successor } from './hand-over.ts';
import { demandChoice, readOwnEvent, recordEdit, UNDO_SECONDS } from './perform-edit.ts';
import type { Sender } from './sender.ts';

/** The old meeting ends once the new one is there; when that takes longer, a later run ends it. */
const NEW_MEETING_FIRST_S = 5;

export interface HandOverRequest {
  eventId: string;
  /** The organizer, who asks for it. */
  userId: string;
  successorId: string;
}

interface HandOverPlan {
  before: EventRecord;
  after: EventRecord;
  sender: Sender | null;
  successor: Successor;
  mails: Mail[];
}

/** Which mails a hand-over would cause. Nothing is stored. @throws Refusal as the hand-over itself would. */
export async function previewHandOver(context: ServerContext, request: HandOverRequest): Promise<Mail[]> {
  return (await planHandOver(context, context.database, request)).mails;
}

/**
 * Stores the new organizer. The mails wait out the undo time; then the new meeting goes out and the old one ends.
 * @throws Refusal `mail_choice_required` with the mails; `hold_not_possible`; and what forbids the hand-over.
 */
export async function changeOrganizer(
  context: ServerContext,
  request: HandOverRequest & { mail: MailChoice | undefined },
): Promise<void> {
  const { database, clock, random, queue } = context;
  await database.transaction().execute(async (transaction) => {
    const { before, after, sender, successor, mails } = await planHandOver(context, transaction, request);
    if (mails.length > 0 && demandChoice(mails, request.mail, 'send') === 'hold') throw holdNotPossible();
    const now = clock.now();
    const sendAt = mails.length > 0 ? now.add({ seconds: UNDO_SECONDS }) : now;
    const stored = { ...after, sendAfter: mails.length > 0 ? sendAt.toString() : null };
    await writeEvents(transaction, [stored], { userId: request.userId, at: now.toString(), ids: random });
    await writeOrganizers(transaction, before, after);
    await recordEdit(context, transaction, { userId: request.userId, before, after, mails });
    if (successor.sender) await queue.requestAt(transaction, successor.sender.mailboxId, sendAt);
    if (sender) await queue.requestAt(transaction, sender.mailboxId, sendAt.add({ seconds: NEW_MEETING_FIRST_S }));
  });
}

/** The users to whom an event could be handed over at once. @throws Refusal `not_found` */
export async function listSuccessors(
  { database, clock }: ServerContext,
  eventId: string,
  userId: string,
): Promise<Successor['organizer'][]> {
  const event = await readOwnEvent(database, eventId, userId, { now: clock.now().toString() });
  const participants = await findParticipants(database, eventId);
  const successors = await Promise.all(participants.map((id) => readSuccessor(database, id, eventId)));
  return successors.flatMap((successor) =>
    successor && obstacleOf(event, successor) === null ? [successor.organizer] : [],
  );
}

async function planHandOver(
  { clock }: ServerContext,
  database: Database,
  { eventId, userId, successorId }: HandOverRequest,
): Promise<HandOverPlan> {
  const now = clock.now().toString();
  const before = await readOwnEvent(database, eventId, userId, { now, lock: database.isTransaction });
  const successor = await readSuccessor(database, successorId, eventId);
  if (!successor) {
    throw new Refusal({
      status: 404,
      code: 'organizer_unknown',
      field: 'userId',
      message: 'Nobody here has that id.',
      advice: 'Only people who use this calendar can take an event over.',
    });
  }
  const sender = await readSender(database, userId, eventId);
  const after = handOver(before, successor, userId, now);
  return { before, after, sender, successor, mails: mailsOfHandOver(after, sender) };
}

function holdNotPossible(): Refusal {
  return new Refusal({
    status: 409,
    code: 'hold_not_possible',
    field: 'mail',
    message: 'A meeting cannot be handed over here only.',
    advice: 'Say `send`, or leave the organizer as it is.',
  });
}
