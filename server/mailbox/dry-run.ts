// The dry run: a sync that reads and plans but carries nothing out, and its plan in words.
import { mailingTimeMs, NEEDS_SIGN_IN } from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import { instantTextOrNull } from '../database/instants.ts';
import { findLastDryRun } from '../database/mailbox-records.ts';
import { askForDryRun } from '../database/mailboxes.ts';
import { wordsOfRow } from '../events/entry-words.ts';
import { named } from '../events/unit-words.ts';
import { problemOf, problemRefusal } from '../problems.ts';
import type { DryRunView } from '../schemas/mailbox.ts';
import { demandNoPause, ownMailbox } from './own-mailbox.ts';

/**
 * Asks for a dry run: also of a mailbox that is stopped or under review. An edit whose sync was asked for at the same
 * moment goes with the next routine look. @throws Refusal `not_connected`, `needs_sign_in`, `sync_paused`
 */
export async function requestDryRun(context: ServerContext, userId: string): Promise<void> {
  const { database, clock, queue } = context;
  const mailbox = await ownMailbox(database, userId);
  if (mailbox.problem === NEEDS_SIGN_IN) throw problemRefusal(NEEDS_SIGN_IN, 409);
  await demandNoPause(database);
  await database.transaction().execute(async (transaction) => {
    await askForDryRun(transaction, mailbox.id, clock.now().toString());
    await queue.request(transaction, mailbox.id, 'user');
  });
}

/** @throws Refusal `not_connected` */
export async function readDryRun({ database }: ServerContext, userId: string): Promise<DryRunView> {
  const mailbox = await ownMailbox(database, userId);
  const run = await findLastDryRun(database, mailbox.id);
  const plan = run?.report?.plan ?? [];
  const error = run?.report?.error ?? null;
  const mails = plan.filter((step) => step.guard === null).flatMap((step) => step.mails);
  return {
    pending: mailbox.dry_run_asked_at !== null,
    at: instantTextOrNull(run?.finished_at ?? null),
    problem: error === null ? null : problemOf(error),
    steps: plan.map(({ row, units, ...step }) => ({
      ...step,
      what: wordsOfRow(row),
      labels: units.map((unit) => named(unit).label),
    })),
    mails,
    mailSeconds: Math.ceil(mailingTimeMs(mails.length) / 1_000),
  };
}
