// Reads who could take an event over, and writes a participation that is not the editing user's own.
import type { ResponseType } from '../../graph/models/event.ts';
import { addressKey, NEEDS_SIGN_IN } from '../../sync/index.ts';
import type { EventRecord } from '../events/event-record.ts';
import type { Successor } from '../events/hand-over.ts';
import { readSender } from './senders.ts';
import type { Database } from './tables.ts';

/** @returns null when there is no such user. */
export async function readSuccessor(database: Database, userId: string, eventId: string): Promise<Successor | null> {
  const user = await database
    .selectFrom('users')
    .leftJoin('mailboxes', 'mailboxes.user_id', 'users.id')
    .leftJoin('participations', (join) =>
      join
        .onRef('participations.user_id', '=', 'users.id')
        .on('participations.event_id', '=', eventId)
        .on('participations.is_hidden', '=', false),
    )
    .select(['users.id', 'users.email', 'users.display_name', 'mailboxes.problem', 'participations.event_id'])
    .where('users.id', '=', userId)
    .executeTakeFirst();
  if (!user) return null;
  const sender = await readSender(database, userId, eventId);
  return {
    organizer: { userId, address: sender?.addresses[0] ?? user.email, name: user.display_name },
    takesPart: user.event_id !== null,
    sender,
    needsSignIn: user.problem === NEEDS_SIGN_IN,
  };
}

/** Ids of the users who take part in an event, in order of their names. */
export async function findParticipants(database: Database, eventId: string): Promise<string[]> {
  const rows = await database
    .selectFrom('participations')
    .innerJoin('users', 'users.id', 'participations.user_id')
    .select('users.id')
    .where('event_id', '=', eventId)
    .where('is_hidden', '=', false)
    .orderBy('users.display_name')
    .orderBy('users.id')
    .execute();
  return rows.map((row) => row.id);
}

/** After a change of the organizer: who organizes has no answer to give, who did before has one like every guest. */
export async function writeOrganizers(database: Database, before: EventRecord, after: EventRecord): Promise<void> {
  const [old, current] = [before.organizer, after.organizer];
  if (old.userId === current.userId) return;
  const eventId = after.id;
  const answer = after.responses[addressKey(old.address)] ?? 'notResponded';
  if (current.userId) await setAnswer(database, { eventId, userId: current.userId }, 'organizer');
  if (old.userId) await setAnswer(database, { eventId, userId: old.userId }, answer);
}

async function setAnswer(
  database: Database,
  key: { eventId: string; userId: string },
  answer: ResponseType,
): Promise<void> {
  await database
    .updateTable('participations')
    .set({ answer })
    .where('event_id', '=', key.eventId)
    .where('user_id', '=', key.userId)
    .execute();
}
