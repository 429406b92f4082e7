// The mails that Outlook would have sent, newest first.
import type { NamedMail } from '../state.ts';
import { secondText } from './dates.ts';

const KINDS: Readonly<Record<NamedMail['kind'], string>> = {
  invitation: 'Invitation',
  update: 'Update',
  cancellation: 'Cancellation',
  response: 'Answer',
  forwardNotice: 'Forwarded',
};

/** @param props.freshFrom mails after this one are new, by their number from the oldest. */
export function OutboxColumn({
  mails,
  count,
  freshFrom,
}: {
  mails: readonly NamedMail[];
  count: number;
  freshFrom: number;
}) {
  return (
    <section className="column outbox" aria-labelledby="outbox-title">
      <header className="column-header">
        <h2 id="outbox-title">Outbox</h2>
        <span className="about">{count === 1 ? '1 mail' : `${count} mails`} from Outlook</span>
      </header>
      {mails.length === 0 && <p className="empty">No mail yet. What Outlook would send shows up here.</p>}
      <ol aria-label="Newest first">
        {mails.map((mail, index) => {
          const number = count - index;
          return (
            <li key={number} className={number > freshFrom ? 'mail mail-fresh' : 'mail'}>
              <span title={mail.to}>
                <span className={`kind kind-${mail.kind}`}>{KINDS[mail.kind]}</span> to {mail.to}
              </span>
              <time dateTime={mail.at}>{secondText(new Date(mail.at))}</time>
              <span className="mail-subject">{mail.subject}</span>
            </li>
          );
        })}
      </ol>
      {count > mails.length && <p className="about earlier">{count - mails.length} earlier</p>}
    </section>
  );
}
