// What waits for a decision, what Outlook does not take, and what the latest syncs did, with their way back.
import { useState } from 'react';
import type { ConflictList } from '../../schemas/conflicts.ts';
import type { FailureList, ParkedList, RunList } from '../../schemas/mailbox.ts';
import { get, post } from '../api.ts';
import { MailList } from '../components/mail-consent.tsx';
import { ErrorNotice, Loading } from '../components/notice.tsx';
import { RunEntry } from '../components/run-entry.tsx';
import { useLoaded } from '../components/use-loaded.ts';
import { navigate } from '../navigation.ts';
import { expectSync } from '../sync-news.ts';
import { texts } from '../texts.ts';

async function loadActivity() {
  const [{ parked }, { conflicts }, { failures }, { runs }] = await Promise.all([
    get<ParkedList>('/api/mailbox/parked'),
    get<ConflictList>('/api/conflicts'),
    get<FailureList>('/api/mailbox/failures'),
    get<RunList>('/api/mailbox/runs'),
  ]);
  return { parked, conflicts, failures, runs };
}

type Decide = (path: string, body?: unknown) => void;

export function ActivityPage() {
  const { value, error, reload } = useLoaded(loadActivity);
  const [problem, setProblem] = useState<Error | null>(null);
  if (error) return <ErrorNotice error={error} onRetry={() => void reload()} />;
  if (!value) return <Loading />;
  const decide: Decide = (path, body) => {
    setProblem(null);
    post(path, body).then(() => {
      expectSync();
      return reload();
    }, setProblem);
  };
  const { parked, conflicts, failures, runs } = value;
  const isQuiet = parked.length + conflicts.length + failures.length === 0;
  return (
    <section className="page">
      <h1>{texts.activity.title}</h1>
      {problem ? <ErrorNotice error={problem} /> : null}
      {isQuiet ? <p className="quiet">{texts.activity.none}</p> : null}
      {conflicts.length > 0 ? (
        <p>
          <a href="/conflicts" onClick={navigate}>
            {texts.activity.showConflicts(conflicts.length)}
          </a>
        </p>
      ) : null}
      <Questions parked={parked} decide={decide} />
      <Failures failures={failures} decide={decide} />
      <h2>{texts.activity.runs}</h2>
      {runs.length === 0 ? <p className="quiet">{texts.activity.noRuns}</p> : null}
      <ul className="runs">
        {runs.map((run) => (
          <RunEntry key={run.id} run={run} onChanged={() => void reload()} />
        ))}
      </ul>
    </section>
  );
}

function Questions({ parked, decide }: { parked: ParkedList['parked']; decide: Decide }) {
  if (parked.length === 0) return null;
  return (
    <>
      <h2>{texts.activity.parked}</h2>
      {parked.map(({ fingerprint, subject, question, mails }) => {
        const path = `/api/mailbox/parked/${encodeURIComponent(fingerprint)}`;
        return (
          <article className="card card-wide" key={fingerprint}>
            <h3>{subject}</h3>
            <p>{question}</p>
            <MailList mails={mails} />
            <footer className="dialog-footer">
              <button type="button" className="button" onClick={() => decide(path, { decision: 'dismiss' })}>
                {texts.activity.dismiss}
              </button>
              <button
                type="button"
                className="button button-primary"
                onClick={() => decide(path, { decision: 'release' })}
              >
                {texts.activity.release}
              </button>
            </footer>
          </article>
        );
      })}
    </>
  );
}

function Failures({ failures, decide }: { failures: FailureList['failures']; decide: Decide }) {
  if (failures.length === 0) return null;
  return (
    <>
      <h2>{texts.activity.failures}</h2>
      {failures.map(({ eventId, subject, problem, attempts, givenUp }) => {
        const path = `/api/mailbox/failures/${eventId}`;
        return (
          <article className="card card-wide" key={eventId}>
            <h3>{subject || texts.editor.untitled}</h3>
            <p>{`${problem.cause} ${problem.nextStep}`}</p>
            <p className="quiet">
              {[texts.activity.attempts(attempts), givenUp ? texts.activity.givenUp : '', problem.code].join(' ')}
            </p>
            <footer className="dialog-footer">
              <button type="button" className="button" onClick={() => decide(`${path}/skip`)}>
                {texts.activity.skip}
              </button>
              <button type="button" className="button button-primary" onClick={() => decide(`${path}/retry`)}>
                {texts.activity.tryAgain}
              </button>
            </footer>
          </article>
        );
      })}
    </>
  );
}
