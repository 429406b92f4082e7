// The dry run: a sync that reads and plans but carries nothing out, and its plan in words.
import { mailingTimeMs, NEEDS_SIGN_IN } from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import { instantTextOrNull } from '../database/instants.ts';
import { findLastDryRun } from '../database/mailbox-records.ts';
import { askForDryRun } from '../database/mailboxes.ts';
import { readOutlookSettings } from '../database/settings.ts';
import { wordsOfRow } from '../events/entry-words.ts';
import { named } from '../events/unit-words.ts';
import { problemOf } from '../problems.ts';
import { Refusal } from '../refusal.ts';
import type { DryRunView } from '../schemas/mailbox.ts';
import { ownMailbox } from './own-mailbox.ts';

/**
 * Asks for a dry run: also of a mailbox that is stopped or under review. An edit whose sync was asked for at the same
 * moment goes with the next routine look. @throws Refusal `not_connected`, `needs_sign_in`, `sync_paused`
 */
export async function requestDryRun(context: ServerContext, userId: string): Promise<void> {
  const { database, clock, queue } = context;
  const mailbox = await ownMailbox(database, userId);
  if (mailbox.problem === NEEDS_SIGN_IN) throw refusalOf(NEEDS_SIGN_IN);
  if ((await readOutlookSettings(database)).paused) {
    throw new Refusal({
      status: 409,
      code: 'sync_paused',
      message: 'An administrator has paused the synchronization for everybody.',
      advice: 'Try again when the pause has ended.',
    });
  }
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

function refusalOf(problem: string): Refusal {
  const { code, cause, nextStep } = problemOf(problem);
  return new Refusal({ status: 409, code, message: cause, advice: nextStep });
}
