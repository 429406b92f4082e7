// A user's own Outlook settings: the connection, its calendars and their directions, the window, the dry run and the reset.
import { useState } from 'react';
import type { CalendarList, CalendarView } from '../../schemas/calendars.ts';
import type { ConnectAnswer, MailboxView } from '../../schemas/mailbox.ts';
import { get, post, put } from '../api.ts';
import { CalendarChoice, type Send, WindowForm } from '../components/calendar-choice.tsx';
import { DryRunCard } from '../components/dry-run-card.tsx';
import { ErrorNotice, Loading } from '../components/notice.tsx';
import { ResetCard } from '../components/reset-card.tsx';
import { useLoaded } from '../components/use-loaded.ts';
import { openPage } from '../navigation.ts';
import { connectionTexts } from '../outlook-texts.ts';
import { expectSync } from '../sync-news.ts';
import { texts } from '../texts.ts';

const REVIEW = '/outlook/review';

/** Calendars are asked of Outlook; when that fails, the rest of the page still works. */
async function loadConnection(): Promise<{ mailbox: MailboxView; calendars: CalendarView[]; problem: Error | null }> {
  const mailbox = await get<MailboxView>('/api/mailbox');
  if (mailbox.window === null) return { mailbox, calendars: [], problem: null };
  return get<CalendarList>('/api/mailbox/calendars').then(
    ({ calendars }) => ({ mailbox, calendars, problem: null }),
    (problem: Error) => ({ mailbox, calendars: [], problem }),
  );
}

export function OutlookPage() {
  const { value, error, reload } = useLoaded(loadConnection);
  const [failure, setFailure] = useState<Error | null>(null);
  if (error) return <ErrorNotice error={error} onRetry={() => void reload()} />;
  if (!value) return <Loading />;
  const { mailbox, calendars, problem } = value;
  if (mailbox.window === null) return <p>{connectionTexts.notConnected}</p>;
  const act = async (action: () => Promise<MailboxView | void>) => {
    setFailure(null);
    try {
      const after = await action();
      expectSync();
      if (after?.state === 'reviewing') openPage(REVIEW);
      else await reload();
    } catch (refusal) {
      setFailure(refusal as Error);
    }
  };
  const save: Send = (path, body) => act(() => put<MailboxView>(path, body));
  return (
    <section className="page">
      <h1>{connectionTexts.title}</h1>
      {failure ? <ErrorNotice error={failure} /> : null}
      <ConnectionCard mailbox={mailbox} act={act} />
      {problem ? <ErrorNotice error={problem} onRetry={() => void reload()} /> : null}
      {calendars.length > 0 ? <CalendarChoice calendars={calendars} onSave={save} /> : null}
      <WindowForm window={mailbox.window} onSave={save} />
      <DryRunCard />
      <ResetCard
        onReset={() => {
          expectSync();
          openPage(REVIEW);
        }}
      />
    </section>
  );
}

type Act = (action: () => Promise<MailboxView | void>) => Promise<void>;

function ConnectionCard({ mailbox, act }: { mailbox: MailboxView; act: Act }) {
  const isStopped = mailbox.state === 'stopped';
  const button = (text: string, action: () => Promise<MailboxView | void>) => (
    <button type="button" className="button" onClick={() => void act(action)}>
      {text}
    </button>
  );
  return (
    <div className="card card-wide">
      <p>{`${connectionTexts.connected(mailbox.address ?? '')} ${texts.outlook.states[mailbox.state]}.`}</p>
      {mailbox.problem ? <p className="notice">{`${mailbox.problem.cause} ${mailbox.problem.nextStep}`}</p> : null}
      <p className="quiet">{connectionTexts.otherAccountHint}</p>
      <footer className="dialog-footer">
        {isStopped
          ? button(texts.outlook.restart, () => post<MailboxView>('/api/mailbox/restart'))
          : button(texts.outlook.stop, () => post<MailboxView>('/api/mailbox/stop'))}
        {mailbox.state === 'reviewing' ? button(texts.outlook.review, async () => openPage(REVIEW)) : null}
        {button(connectionTexts.otherAccount, connectAnother)}
      </footer>
    </div>
  );
}

async function connectAnother(): Promise<void> {
  const wish = { returnTo: REVIEW, replace: true };
  const { authorizeUrl } = await post<ConnectAnswer>('/api/mailbox/connect', wish);
  location.assign(authorizeUrl);
}
