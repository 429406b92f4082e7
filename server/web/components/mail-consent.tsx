// Before anything that mails: who gets what, with send, keep it here, or don't.
import { useCallback, useState } from 'react';
import type { EventChange, PreviewAction, PreviewAnswer } from '../../schemas/events.ts';
import type { Mail, MailChoice } from '../../schemas/mail.ts';
import { post } from '../api.ts';
import { texts } from '../texts.ts';
import { Dialog } from './dialog.tsx';

export interface Consent {
  choice: MailChoice;
  mails: Mail[];
  undoSeconds: number;
}

interface Question {
  preview: PreviewAnswer;
  answer(choice: MailChoice | null): void;
}

interface AskOptions {
  eventId?: string;
  input?: EventChange;
  tellOrganizer?: boolean;
}

export interface MailConsent {
  /** @returns null when the user would rather not. Where nobody is mailed, nothing is asked. */
  ask(action: PreviewAction, options: AskOptions): Promise<Consent | null>;
  /** The question, where one is open. */
  dialog: React.ReactNode;
}

export function useMailConsent(): MailConsent {
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = useCallback<MailConsent['ask']>(async (action, options) => {
    const preview = await post<PreviewAnswer>('/api/events/preview', { action, ...options });
    const { mails, undoSeconds } = preview;
    if (mails.length === 0) return { choice: 'send', mails, undoSeconds };
    const choice = await new Promise<MailChoice | null>((answer) => setQuestion({ preview, answer }));
    setQuestion(null);
    return choice && { choice, mails, undoSeconds };
  }, []);
  const dialog = question ? (
    <MailDialog preview={question.preview} onAnswer={(choice) => question.answer(choice)} />
  ) : null;
  return { ask, dialog };
}

function MailDialog({
  preview: { mails, suggested },
  onAnswer,
}: {
  preview: PreviewAnswer;
  onAnswer: (choice: MailChoice | null) => void;
}) {
  return (
    <Dialog title={texts.consent.title(mails.length)} onClose={() => onAnswer(null)}>
      <p>{texts.consent.intro}</p>
      <MailList mails={mails} />
      <footer className="dialog-footer">
        <button type="button" className="button" onClick={() => onAnswer(null)}>
          {texts.consent.cancel}
        </button>
        <button
          type="button"
          className={choiceClass(suggested === 'hold')}
          title={texts.consent.holdHint}
          onClick={() => onAnswer('hold')}
        >
          {texts.consent.hold}
        </button>
        <button type="button" className={choiceClass(suggested === 'send')} onClick={() => onAnswer('send')}>
          {texts.consent.send}
        </button>
      </footer>
    </Dialog>
  );
}

/** The choice to begin with stands out. */
export function choiceClass(isSuggested: boolean): string {
  return isSuggested ? 'button button-primary' : 'button';
}

/** Mails by kind and recipient. */
export function MailList({ mails }: { mails: Mail[] }) {
  return (
    <ul className="mail-list">
      {mails.map((mail, index) => (
        // A person may get two mails of one kind; their order is their only identity.
        <li key={`${index}-${mail.kind}-${mail.to}`}>
          <span className={`tag tag-${mail.kind}`}>{texts.mail[mail.kind]}</span> {mail.to}
        </li>
      ))}
    </ul>
  );
}
