// Entries of a history: what was done, when, by whom, with its values before and after, its mails, and its way back.
import type { HistoryEntry, UndoPreview } from '../../schemas/history.ts';
import { post } from '../api.ts';
import { expectSync } from '../sync-news.ts';
import { texts } from '../texts.ts';
import { type ChangeConsent, ChangeList } from './change-consent.tsx';
import { MailList } from './mail-consent.tsx';

interface Props {
  entries: (HistoryEntry & { subject?: string | null })[];
  onUndo(entry: HistoryEntry): void;
}

export function EntryList({ entries, onUndo }: Props) {
  if (entries.length === 0) return <p className="quiet">{texts.history.none}</p>;
  return (
    <ol className="entries">
      {entries.map((entry) => (
        <li key={entry.id}>
          <p>
            <time dateTime={entry.at}>
              {new Date(entry.at).toLocaleString([], { dateStyle: 'short', timeStyle: 'short' })}
            </time>{' '}
            {entry.subject ? <strong>{entry.subject}</strong> : null} {entry.what}
            {entry.by ? <span className="quiet">{` (${entry.by})`}</span> : null}
          </p>
          <ChangeList changes={entry.changes} />
          <MailList mails={entry.mails} />
          {entry.undo.possible ? (
            <button type="button" className="button" onClick={() => onUndo(entry)}>
              {texts.undo.undo}
            </button>
          ) : (
            <p className="quiet">{[entry.undo.reason, entry.undo.advice].filter(Boolean).join(' ')}</p>
          )}
        </li>
      ))}
    </ol>
  );
}

/** Shows what an undo would change and mail, and undoes what the user agrees to. @returns whether it was done. */
export async function undoEntry(entry: HistoryEntry, consent: ChangeConsent): Promise<boolean> {
  const path = `/api/history/${entry.id}`;
  const { what, changes, mails, suggested } = await post<UndoPreview>(`${path}/preview`);
  const events = [{ id: entry.id, subject: what, changes }];
  const mail = await consent.ask({ title: texts.undo.undo, events, left: [], mails, suggested, canHold: true });
  if (mail === null) return false;
  await post(`${path}/undo`, mails.length > 0 ? { mail } : {});
  expectSync();
  return true;
}
