// The reset of the connection: four ways by two, shown in full before it can be confirmed.
import { useState } from 'react';
import type { Reset, ResetEvents, ResetNext, ResetPreview } from '../../schemas/reset.ts';
import { post } from '../api.ts';
import { connectionTexts, reviewTexts } from '../outlook-texts.ts';
import { MailList } from './mail-consent.tsx';
import { ErrorNotice } from './notice.tsx';

const EVENTS = Object.keys(connectionTexts.events) as ResetEvents[];
const NEXT = Object.keys(connectionTexts.next) as ResetNext[];

export function ResetCard({ onReset }: { onReset: () => void }) {
  const [reset, setReset] = useState<Reset>({ events: 'leave', next: 'new' });
  const [preview, setPreview] = useState<ResetPreview | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const change = (part: Partial<Reset>) => {
    setReset({ ...reset, ...part });
    setPreview(null);
  };
  const show = () => {
    setError(null);
    post<ResetPreview>('/api/mailbox/reset/preview', reset).then(setPreview, setError);
  };
  const confirm = ({ fingerprint, mails }: ResetPreview) => {
    post('/api/mailbox/reset', { ...reset, fingerprint, confirmedMails: mails.length }).then(
      onReset,
      (failure: Error) => {
        setError(failure);
        setPreview(null);
      },
    );
  };
  return (
    <div className="card card-wide">
      <h2>{connectionTexts.reset}</h2>
      <p className="quiet">{connectionTexts.resetHint}</p>
      <Radios
        name="events"
        title={connectionTexts.eventsTitle}
        options={EVENTS.map((value) => [value, connectionTexts.events[value]])}
        chosen={reset.events}
        onChoose={(events) => change({ events })}
      />
      <Radios
        name="next"
        title={connectionTexts.nextTitle}
        options={NEXT.map((value) => [value, connectionTexts.next[value]])}
        chosen={reset.next}
        onChoose={(next) => change({ next })}
      />
      {error ? <ErrorNotice error={error} /> : null}
      {preview ? <Preview preview={preview} /> : null}
      <footer className="dialog-footer">
        <button type="button" className="button" onClick={show}>
          {connectionTexts.show}
        </button>
        {preview ? (
          <button type="button" className="button button-primary" onClick={() => confirm(preview)}>
            {connectionTexts.confirmReset}
          </button>
        ) : null}
      </footer>
    </div>
  );
}

function Radios<T extends string>(props: {
  name: string;
  title: string;
  options: [value: T, text: string][];
  chosen: T;
  onChoose: (value: T) => void;
}) {
  const { name, title, options, chosen, onChoose } = props;
  return (
    <fieldset className="choices">
      <legend>{title}</legend>
      {options.map(([value, text]) => (
        <label className="check" key={value}>
          <input type="radio" name={name} checked={value === chosen} onChange={() => onChoose(value)} /> {text}
        </label>
      ))}
    </fieldset>
  );
}

function Preview({ preview }: { preview: ResetPreview }) {
  const { counts, mails, mailSeconds, deleteThere, deleteHere, onlyUnlink } = preview;
  const reasoned = onlyUnlink.map(({ reason, ...item }) => ({ ...item, note: connectionTexts.reasons[reason] }));
  return (
    <>
      <p>{connectionTexts.unlinked(counts.linked)}</p>
      <p className={mails.length > 0 ? 'mail-count' : 'quiet'}>
        {`${reviewTexts.mails(mails.length)}. ${reviewTexts.duration(mailSeconds)}`.trim()}
      </p>
      <MailList mails={mails} />
      <Items title={connectionTexts.deleteThere} total={counts.deleteThere} items={deleteThere} />
      <Items title={connectionTexts.deleteHere} total={counts.deleteHere} items={deleteHere} />
      <Items title={connectionTexts.onlyUnlink} total={counts.onlyUnlink} items={reasoned} />
    </>
  );
}

function Items(props: {
  title: string;
  total: number;
  items: { eventId: string; subject: string; start: string; note?: string }[];
}) {
  const { title, total, items } = props;
  if (total === 0) return null;
  return (
    <details className="item-list">
      <summary>{`${title} (${total})`}</summary>
      <ul>
        {items.map(({ eventId, subject, start, note }) => (
          <li key={eventId}>
            <span>{subject}</span>
            <span className="quiet">{new Date(start).toLocaleDateString([], { dateStyle: 'medium' })}</span>
            {note ? <span className="quiet">{note}</span> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
