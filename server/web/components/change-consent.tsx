// Before something is taken back: what will change and who gets mail, with send, keep it here, or don't.
import { useCallback, useState } from 'react';
import type { UnitChange } from '../../schemas/history.ts';
import type { Mail, MailChoice } from '../../schemas/mail.ts';
import { texts } from '../texts.ts';
import { Dialog } from './dialog.tsx';
import { choiceClass, MailList } from './mail-consent.tsx';

export interface ChangeQuestion {
  title: string;
  /** What changes, by event. */
  events: { id: string; subject: string; changes: UnitChange[] }[];
  /** What stays as it is, and why. */
  left: { id: string; subject: string; reason: string }[];
  mails: Mail[];
  suggested: MailChoice;
  /** Whether the change can be kept here, unsent. */
  canHold: boolean;
}

export interface ChangeConsent {
  /** @returns null when the user would rather not. */
  ask(question: ChangeQuestion): Promise<MailChoice | null>;
  /** The question, where one is open. */
  dialog: React.ReactNode;
}

export function useChangeConsent(): ChangeConsent {
  const [open, setOpen] = useState<{ question: ChangeQuestion; answer(choice: MailChoice | null): void } | null>(null);
  const ask = useCallback<ChangeConsent['ask']>(async (question) => {
    const choice = await new Promise<MailChoice | null>((answer) => setOpen({ question, answer }));
    setOpen(null);
    return choice;
  }, []);
  return { ask, dialog: open ? <ChangeDialog {...open} /> : null };
}

function ChangeDialog({ question, answer }: { question: ChangeQuestion; answer: (choice: MailChoice | null) => void }) {
  const { title, events, left, mails, suggested, canHold } = question;
  return (
    <Dialog title={title} onClose={() => answer(null)}>
      {events.map((event) => (
        <section key={event.id}>
          <h3>{event.subject || texts.editor.untitled}</h3>
          <ChangeList changes={event.changes} />
        </section>
      ))}
      {left.length > 0 ? <h3>{texts.history.left}</h3> : null}
      <ul>
        {left.map((entry) => (
          <li key={entry.id}>{`${entry.subject}: ${entry.reason}`}</li>
        ))}
      </ul>
      <h3>{texts.consent.title(mails.length)}</h3>
      <MailList mails={mails} />
      <footer className="dialog-footer">
        <button type="button" className="button" onClick={() => answer(null)}>
          {texts.consent.cancel}
        </button>
        {mails.length > 0 && canHold ? (
          <button type="button" className={choiceClass(suggested === 'hold')} onClick={() => answer('hold')}>
            {texts.consent.hold}
          </button>
        ) : null}
        <button type="button" className={choiceClass(suggested === 'send')} onClick={() => answer('send')}>
          {mails.length > 0 ? texts.consent.send : texts.history.goOn}
        </button>
      </footer>
    </Dialog>
  );
}

export function ChangeList({ changes }: { changes: UnitChange[] }) {
  if (changes.length === 0) return null;
  return (
    <dl className="changes">
      {changes.map(({ unit, label, before, after }) => (
        <div key={unit}>
          <dt>{label}</dt>
          <dd>
            <del>{before ?? texts.history.nothing}</del> → <ins>{after ?? texts.history.nothing}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
