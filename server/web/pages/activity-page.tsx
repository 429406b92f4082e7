// What waits for a decision, what was in conflict, and what the latest syncs did.
import { useState } from 'react';
import type { ConflictList } from '../../schemas/conflicts.ts';
import type { ParkedList, RunList } from '../../schemas/mailbox.ts';
import { get, post } from '../api.ts';
import { MailList } from '../components/mail-consent.tsx';
import { ErrorNotice, Loading } from '../components/notice.tsx';
import { useLoaded } from '../components/use-loaded.ts';
import { texts } from '../texts.ts';

async function loadActivity() {
  const [{ parked }, { conflicts }, { runs }] = await Promise.all([
    get<ParkedList>('/api/mailbox/parked'),
    get<ConflictList>('/api/conflicts'),
    get<RunList>('/api/mailbox/runs'),
  ]);
  return { parked, conflicts, runs };
}

export function ActivityPage() {
  const { value, error, reload } = useLoaded(loadActivity);
  const [problem, setProblem] = useState<Error | null>(null);
  if (error) return <ErrorNotice error={error} onRetry={() => void reload()} />;
  if (!value) return <Loading />;
  const decide = (path: string, body: unknown) => {
    post(path, body).then(reload, setProblem);
  };
  const { parked, conflicts, runs } = value;
  return (
    <section className="page">
      <h1>{texts.activity.title}</h1>
      {problem ? <ErrorNotice error={problem} /> : null}
      {parked.length + conflicts.length === 0 ? <p className="quiet">{texts.activity.none}</p> : null}
      {parked.length > 0 ? <h2>{texts.activity.parked}</h2> : null}
      {parked.map((entry) => (
        <article className="card card-wide" key={entry.fingerprint}>
          <h3>{entry.subject}</h3>
          <p>{entry.question}</p>
          <MailList mails={entry.mails} />
          <Buttons
            first={[
              texts.activity.dismiss,
              () => decide(`/api/mailbox/parked/${encodeURIComponent(entry.fingerprint)}`, { decision: 'dismiss' }),
            ]}
            second={[
              texts.activity.release,
              () => decide(`/api/mailbox/parked/${encodeURIComponent(entry.fingerprint)}`, { decision: 'release' }),
            ]}
          />
        </article>
      ))}
      {conflicts.length > 0 ? <h2>{texts.activity.conflicts}</h2> : null}
      {conflicts.map((conflict) => (
        <article className="card card-wide" key={conflict.id}>
          <h3>{`${conflict.subject}: ${conflict.unit}`}</h3>
          <dl className="versions">
            <dt>{texts.activity.ours}</dt>
            <dd>{shown(conflict.ours)}</dd>
            <dt>{texts.activity.theirs}</dt>
            <dd>{shown(conflict.theirs)}</dd>
          </dl>
          <Buttons
            first={[texts.activity.keepTheirs, () => decide(`/api/conflicts/${conflict.id}`, { keep: 'theirs' })]}
            second={[
              texts.activity.keepOurs,
              () => decide(`/api/conflicts/${conflict.id}`, { keep: 'ours', mail: 'send' }),
            ]}
          />
        </article>
      ))}
      <h2>{texts.activity.runs}</h2>
      {runs.length === 0 ? <p className="quiet">{texts.activity.noRuns}</p> : null}
      <ul className="runs">
        {runs.map(({ id, startedAt, report }) => (
          <li key={id}>
            <time dateTime={startedAt}>
              {new Date(startedAt).toLocaleString([], { dateStyle: 'short', timeStyle: 'medium' })}
            </time>
            <span>
              {report ? texts.activity.run({ ...report, mails: report.mails.length }) : texts.outlook.syncing}
            </span>
            {report?.error ? <span className="tag tag-cancellation">{report.error}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

type Button = [text: string, action: () => void];

function Buttons({ first, second }: { first: Button; second: Button }) {
  return (
    <footer className="dialog-footer">
      <button type="button" className="button" onClick={first[1]}>
        {first[0]}
      </button>
      <button type="button" className="button button-primary" onClick={second[1]}>
        {second[0]}
      </button>
    </footer>
  );
}

/** A unit's value in readable form. */
function shown(value: unknown): string {
  if (typeof value === 'string') return new DOMParser().parseFromString(value, 'text/html').body.textContent ?? '';
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object' && value !== null && 'start' in value) {
    const { start, end } = value as { start: string; end: string };
    return `${start} – ${end}`;
  }
  return JSON.stringify(value);
}
