// What the next sync would do, without doing it.
import { useCallback, useEffect, useState } from 'react';
import type { DryRunView } from '../../schemas/mailbox.ts';
import { get, post } from '../api.ts';
import { connectionTexts, reviewTexts } from '../outlook-texts.ts';
import { texts } from '../texts.ts';
import { ErrorNotice } from './notice.tsx';
import { useLoaded } from './use-loaded.ts';

const ASK_AGAIN_MS = 1_500;

export function DryRunCard() {
  const { value, error, reload } = useLoaded(useCallback(() => get<DryRunView>('/api/mailbox/dry-run'), []));
  const [problem, setProblem] = useState<Error | null>(null);
  const isPending = value?.pending ?? false;
  useEffect(() => {
    if (!isPending) return;
    const timer = setInterval(() => void reload(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isPending, reload]);
  const run = () => {
    setProblem(null);
    post('/api/mailbox/dry-run').then(reload, setProblem);
  };
  return (
    <div className="card card-wide">
      <h2>{connectionTexts.dryRun}</h2>
      <p className="quiet">{connectionTexts.dryRunHint}</p>
      {(problem ?? error) ? <ErrorNotice error={problem ?? error ?? new Error()} /> : null}
      {value && !isPending && value.at !== null ? <Outcome view={value} at={value.at} /> : null}
      <footer className="dialog-footer">
        <button type="button" className="button" disabled={isPending} onClick={run}>
          {isPending ? connectionTexts.running : connectionTexts.runDry}
        </button>
      </footer>
    </div>
  );
}

function Outcome({ view, at }: { view: DryRunView; at: string }) {
  const { problem, steps, mails, mailSeconds } = view;
  return (
    <>
      <p className="quiet">{connectionTexts.lastDryRun(new Date(at).toLocaleString())}</p>
      {problem ? <p className="notice">{`${problem.cause} ${problem.nextStep}`}</p> : null}
      {!problem && steps.length === 0 ? <p>{connectionTexts.nothingToDo}</p> : null}
      {steps.length > 0 ? (
        <p>{`${reviewTexts.mails(mails.length)}. ${reviewTexts.duration(mailSeconds)}`.trim()}</p>
      ) : null}
      <ul className="runs">
        {steps.map((step, index) => (
          // A step has no id; its place in the plan is its identity.
          <li key={index}>
            <strong>{step.subject || texts.editor.untitled}</strong> <span>{step.what}</span>{' '}
            <span className="quiet">{sidesOf(step)}</span> <span className="quiet">{step.labels.join(', ')}</span>{' '}
            {step.mails.map(({ kind, to }) => (
              <span className={`tag tag-${kind}`} key={`${kind}-${to}`}>{`${texts.mail[kind]} ${to}`}</span>
            ))}
            {step.guard ? <span className="tag">{connectionTexts.asks(step.guard)}</span> : null}
          </li>
        ))}
      </ul>
    </>
  );
}

function sidesOf({ changesHere, changesThere }: DryRunView['steps'][number]): string {
  return [...(changesHere ? [connectionTexts.here] : []), ...(changesThere ? [connectionTexts.there] : [])].join(', ');
}
