// Items that a reset promised to delete in Outlook: their links are cut, and runs delete them until none is left.
import type { Ids, PendingRemoval } from '../../sync/index.ts';
import type { Database } from './tables.ts';

export async function addPendingRemovals(
  database: Database,
  removals: readonly PendingRemoval[],
  requestedAt: string,
): Promise<void> {
  if (removals.length === 0) return;
  const rows = removals.map(({ key, graphId, changeKey, mails }) => ({
    mailbox_id: key.mailboxId,
    calendar_id: key.calendarId,
    graph_id: graphId,
    event_id: key.eventId,
    change_key: changeKey,
    mails: JSON.stringify(mails),
    requested_at: requestedAt,
  }));
  await database
    .insertInto('pending_removals')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function readPendingRemovals(database: Database, mailboxId: string): Promise<PendingRemoval[]> {
  const rows = await database
    .selectFrom('pending_removals')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .orderBy('requested_at')
    .orderBy('graph_id')
    .execute();
  return rows.map((row) => ({
    key: {
      eventId: row.event_id,
      originalStart: null,
      mailboxId,
      calendarId: row.calendar_id,
      generation: 1,
    },
    graphId: row.graph_id,
    changeKey: row.change_key,
    mails: row.mails,
  }));
}

/** @param removals `isDone` is false for one that Outlook refused: the item stays, and is news. */
export async function finishRemovals(
  database: Database,
  run: { mailboxId: string; runId: string; at: string; ids: Ids },
  removals: readonly { removal: PendingRemoval; isDone: boolean }[],
): Promise<void> {
  for (const { removal } of removals) {
    await database
      .deleteFrom('pending_removals')
      .where('calendar_id', '=', removal.key.calendarId)
      .where('graph_id', '=', removal.graphId)
      .execute();
  }
  const done = removals.filter(({ isDone }) => isDone);
  if (done.length === 0) return;
  const rows = done.map(({ removal }) => ({
    id: run.ids.uuid(),
    mailbox_id: run.mailboxId,
    run_id: run.runId,
    at: run.at,
    row: 'delete there' as const,
    side: 'there' as const,
    event_id: null,
    units: JSON.stringify([]),
    replaced: JSON.stringify({ here: null, agreed: null, left: {} }),
    mails: JSON.stringify(removal.mails),
    is_deletion: true,
  }));
  await database.insertInto('journal').values(rows).execute();
}
