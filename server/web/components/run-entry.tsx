// One sync in the list of syncs: its report, what it did when that is opened, and its roll-back.
import { useCallback, useState } from 'react';
import type { JournalList, RollBackPreview } from '../../schemas/history.ts';
import type { RunList } from '../../schemas/mailbox.ts';
import { get, post } from '../api.ts';
import { expectSync } from '../sync-news.ts';
import { texts } from '../texts.ts';
import { type ChangeConsent, useChangeConsent } from './change-consent.tsx';
import { EntryList, undoEntry } from './entry-list.tsx';
import { ErrorNotice, Loading } from './notice.tsx';
import { useLoaded } from './use-loaded.ts';

type Run = RunList['runs'][number];

export function RunEntry({ run, onChanged }: { run: Run; onChanged: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const { id, startedAt, report } = run;
  return (
    <li>
      <time dateTime={startedAt}>
        {new Date(startedAt).toLocaleString([], { dateStyle: 'short', timeStyle: 'medium' })}
      </time>
      <span>{report ? texts.activity.run({ ...report, mails: report.mails.length }) : texts.outlook.syncing}</span>
      {report?.error ? <span className="tag tag-cancellation">{report.error}</span> : null}
      {report && report.sent + report.taken > 0 ? (
        <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>{texts.activity.journal}</summary>
          {isOpen ? <RunJournal runId={id} onChanged={onChanged} /> : null}
        </details>
      ) : null}
    </li>
  );
}

function RunJournal({ runId, onChanged }: { runId: string; onChanged: () => void }) {
  const load = useCallback(() => get<JournalList>(`/api/mailbox/journal?runId=${runId}`), [runId]);
  const { value, error, reload } = useLoaded(load);
  const [problem, setProblem] = useState<Error | null>(null);
  const consent = useChangeConsent();
  if (error) return <ErrorNotice error={error} onRetry={() => void reload()} />;
  if (!value) return <Loading />;
  const run = (action: Promise<boolean>) => {
    const reloadAll = async (isDone: boolean) => {
      if (!isDone) return;
      await reload();
      onChanged();
    };
    setProblem(null);
    action.then(reloadAll).catch(setProblem);
  };
  return (
    <>
      {problem ? <ErrorNotice error={problem} /> : null}
      <button type="button" className="button" onClick={() => run(rollBack(runId, consent))}>
        {texts.activity.rollBack}
      </button>
      <EntryList entries={value.entries} onUndo={(entry) => run(undoEntry(entry, consent))} />
      {consent.dialog}
    </>
  );
}

/** Shows everything that a roll-back would change and mail, and does what the user agrees to. @returns whether it was done. */
async function rollBack(runId: string, consent: ChangeConsent): Promise<boolean> {
  const path = `/api/mailbox/runs/${runId}`;
  const { events, left, mails, suggested, fingerprint } = await post<RollBackPreview>(`${path}/preview`);
  const mail = await consent.ask({
    title: texts.activity.rollBack,
    events: events.map(({ eventId, subject, changes }) => ({ id: eventId, subject, changes })),
    left: left.map(({ entryId, subject, reason }) => ({ id: entryId, subject: subject ?? '', reason })),
    mails,
    suggested,
    canHold: true,
  });
  if (mail === null) return false;
  await post(`${path}/roll-back`, { fingerprint, ...(mails.length > 0 ? { mail } : {}) });
  expectSync();
  return true;
}
