// Edits of one unit on both sides: both values, mine put back after a look at what that changes and mails, or Outlook's kept.
import { useCallback, useState } from 'react';
import type { ConflictList } from '../../schemas/conflicts.ts';
import type { UndoPreview } from '../../schemas/history.ts';
import { get, post } from '../api.ts';
import { type ChangeConsent, useChangeConsent } from '../components/change-consent.tsx';
import { ErrorNotice, Loading } from '../components/notice.tsx';
import { useLoaded } from '../components/use-loaded.ts';
import { expectSync } from '../sync-news.ts';
import { texts } from '../texts.ts';

type Conflict = ConflictList['conflicts'][number];

const loadConflicts = () => get<ConflictList>('/api/conflicts');

export function ConflictsPage() {
  const { value, error, reload } = useLoaded(loadConflicts);
  const [problem, setProblem] = useState<Error | null>(null);
  const consent = useChangeConsent();
  const run = useCallback(
    (action: () => Promise<unknown>) => {
      setProblem(null);
      action().then(reload, setProblem);
    },
    [reload],
  );
  if (error) return <ErrorNotice error={error} onRetry={() => void reload()} />;
  if (!value) return <Loading />;
  return (
    <section className="page">
      <h1>{texts.conflicts.title}</h1>
      <p className="quiet">{value.conflicts.length === 0 ? texts.conflicts.none : texts.conflicts.intro}</p>
      {problem ? <ErrorNotice error={problem} /> : null}
      {value.conflicts.map((conflict) => (
        <ConflictCard
          key={conflict.id}
          conflict={conflict}
          onKeep={() => run(() => post(`/api/conflicts/${conflict.id}`, { keep: 'theirs' }))}
          onPutBack={() => run(() => putBack(conflict, consent))}
        />
      ))}
      {consent.dialog}
    </section>
  );
}

function ConflictCard({
  conflict,
  onKeep,
  onPutBack,
}: {
  conflict: Conflict;
  onKeep: () => void;
  onPutBack: () => void;
}) {
  const { subject, label, oursText, theirsText, recordedAt, putBack: wayBack } = conflict;
  const when = new Date(recordedAt).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <article className="card card-wide">
      <h2>{`${subject || texts.editor.untitled}: ${label}`}</h2>
      <p className="quiet">{texts.conflicts.recorded(when)}</p>
      <dl className="versions">
        <dt>{texts.activity.ours}</dt>
        <dd>{oursText ?? texts.history.nothing}</dd>
        <dt>{texts.activity.theirs}</dt>
        <dd>{theirsText ?? texts.history.nothing}</dd>
      </dl>
      {wayBack.possible ? null : <p className="quiet">{[wayBack.reason, wayBack.advice].filter(Boolean).join(' ')}</p>}
      <footer className="dialog-footer">
        <button type="button" className="button" onClick={onKeep}>
          {texts.activity.keepTheirs}
        </button>
        <button type="button" className="button button-primary" disabled={!wayBack.possible} onClick={onPutBack}>
          {texts.activity.keepOurs}
        </button>
      </footer>
    </article>
  );
}

async function putBack({ id, subject }: Conflict, consent: ChangeConsent): Promise<void> {
  const { changes, mails, suggested } = await post<UndoPreview>(`/api/conflicts/${id}/preview`);
  const events = [{ id, subject, changes }];
  const title = texts.activity.keepOurs;
  const mail = await consent.ask({ title, events, left: [], mails, suggested, canHold: true });
  if (mail === null) return;
  await post(`/api/conflicts/${id}`, { keep: 'ours', ...(mails.length > 0 ? { mail } : {}) });
  expectSync();
}
