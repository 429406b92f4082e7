// Lets go of what was kept back: the end of a hold, and of the undo time.
import type { ServerContext } from '../context.ts';
import { listEdits } from '../database/edits.ts';
import { readEvents } from '../database/read-events.ts';
import { readSender, releaseEvent } from '../database/senders.ts';
import type { Database } from '../database/tables.ts';
import { notFound, Refusal } from '../refusal.ts';
import { demandOrganizer } from './conditions.ts';
import { mailsWhenSent } from './mails-of-edit.ts';
import { readOwnEvent, UNDO_SECONDS } from './perform-edit.ts';

/** Ends a hold; the mails that it kept back wait out the undo time once more. @throws Refusal `not_held` */
export async function releaseHold(context: ServerContext, eventId: string, userId: string): Promise<void> {
  const { database, clock, queue } = context;
  await database.transaction().execute(async (transaction) => {
    const now = clock.now();
    const event = await readOwnEvent(transaction, eventId, userId, { now: now.toString(), lock: true });
    const sender = await readSender(transaction, userId, eventId);
    if (!sender || sender.link?.state !== 'held') {
      throw new Refusal({ status: 409, code: 'not_held', message: 'Nothing of this event is kept back.' });
    }
    const mails = mailsWhenSent(event, sender.link, userId, now.toString());
    const sendAt = mails.length > 0 ? now.add({ seconds: UNDO_SECONDS }) : null;
    await setSendAfter(transaction, eventId, sendAt?.toString() ?? null);
    await releaseEvent(transaction, sender, eventId, event.withheld.length > 0);
    if (sendAt) await queue.requestAt(transaction, sender.mailboxId, sendAt);
    else await queue.request(transaction, sender.mailboxId, 'edit');
  });
}

/**
 * Ends the undo time; for the organizer, and for whoever has just handed the event over. Also of an event that was
 * deleted here and is still to be cancelled there. @throws Refusal `not_found`, `not_the_organizer`
 */
export async function sendNow({ database, queue }: ServerContext, eventId: string, userId: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const event = (await readEvents(transaction, [eventId], userId, { lock: true })).get(eventId);
    if (!event?.participation) throw notFound('event');
    const [latest] = await listEdits(transaction, eventId, 1);
    if (latest?.user_id !== userId) demandOrganizer(event, userId);
    const sender = await readSender(transaction, userId, eventId);
    await setSendAfter(transaction, eventId, null);
    if (sender) await queue.request(transaction, sender.mailboxId, 'user');
  });
}

async function setSendAfter(database: Database, eventId: string, sendAfter: string | null): Promise<void> {
  await database.updateTable('events').set({ send_after: sendAfter }).where('id', '=', eventId).execute();
}
