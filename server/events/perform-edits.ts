// Several edits with one preview and one consent: shown whole, then stored in one commit.
import { createHash } from 'node:crypto';
import type { ServerContext } from '../context.ts';
import type { Database } from '../database/tables.ts';
import { Refusal } from '../refusal.ts';
import type { Mail, MailChoice } from '../schemas/mail.ts';
import type { EventRecord } from './event-record.ts';
import { mailsOfEdit, suggestedChoice } from './mails-of-edit.ts';
import { demandChoice, storeEdit } from './perform-edit.ts';
import type { Sender } from './sender.ts';

export interface PlannedEdit {
  before: EventRecord;
  after: EventRecord;
  sender: Sender | null;
}

/** What a person agreed to: the preview that was shown, and a word about its mails. */
export interface Consent {
  fingerprint: string;
  mail: MailChoice | undefined;
}

export interface EditsPreview {
  /** Of each edit, in the order given. */
  mailsOfEach: Mail[][];
  mails: Mail[];
  suggested: MailChoice;
  /** Changes with the events' versions and with the mails. */
  fingerprint: string;
}

/** @param now ISO 8601 with `Z`. */
export function previewEdits(edits: readonly PlannedEdit[], userId: string, now: string): EditsPreview {
  const mailsOfEach = edits.map(({ after, sender }) => mailsOfEdit(after, sender, userId, now));
  const mails = mailsOfEach.flat();
  const isOver = edits.length > 0 && edits.every(({ after }) => suggestedChoice(after, now) === 'hold');
  const versions = edits.map(({ before }) => [before.id, before.version]);
  return {
    mailsOfEach,
    mails,
    suggested: isOver ? 'hold' : 'send',
    fingerprint: createHash('sha256')
      .update(JSON.stringify([versions, mails]))
      .digest('base64url'),
  };
}

/** @param transaction holds the events. @throws Refusal `preview_outdated`, `mail_choice_required` with the mails. */
export async function storeEdits(
  context: ServerContext,
  transaction: Database,
  edits: readonly PlannedEdit[],
  { userId, consent }: { userId: string; consent: Consent },
): Promise<void> {
  const { fingerprint, mails, suggested } = previewEdits(edits, userId, context.clock.now().toString());
  if (fingerprint !== consent.fingerprint) {
    throw new Refusal({
      status: 409,
      code: 'preview_outdated',
      message: 'Something has changed since the preview was shown.',
      advice: 'Look at the preview again, then go on.',
    });
  }
  const mail = mails.length > 0 ? demandChoice(mails, consent.mail, suggested) : undefined;
  for (const edit of edits) await storeEdit(context, transaction, { ...edit, userId, mail });
}
