// The Outlook button: one look at the state of the connection, one click to what comes next, and a menu for the rest.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConnectAnswer, MailboxView } from '../../schemas/mailbox.ts';
import { get, post, remove } from '../api.ts';
import { openPage } from '../navigation.ts';
import { announceSync, expectSync, onSyncExpected } from '../sync-news.ts';
import { texts } from '../texts.ts';
import { ErrorNotice } from './notice.tsx';

const POLL_BUSY_MS = 1_000;
const POLL_IDLE_MS = 15_000;

export function OutlookButton() {
  const { mailbox, error, reload, fail } = useMailbox();
  const [isOpen, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const closeOutside = (event: PointerEvent) => {
      if (!element.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    return () => document.removeEventListener('pointerdown', closeOutside);
  }, []);
  if (!mailbox) return <div className="outlook" ref={element} />;
  const act = async (action: () => Promise<unknown>) => {
    setOpen(false);
    try {
      await action();
      expectSync();
      await reload();
    } catch (problem) {
      fail(problem as Error);
    }
  };
  const primary = primaryAction(mailbox);
  const stateText = mailbox.running ? texts.outlook.syncing : texts.outlook.states[mailbox.state];
  return (
    <div className="outlook" ref={element}>
      <button
        type="button"
        className={`button outlook-button outlook-${mailbox.state}`}
        aria-label={`${texts.outlook.name}: ${stateText}`}
        aria-haspopup={primary ? undefined : 'menu'}
        aria-expanded={primary ? undefined : isOpen}
        onClick={() => (primary ? void act(primary) : setOpen(!isOpen))}
      >
        <span className="outlook-dot" aria-hidden="true" />
        <span className="outlook-name">{texts.outlook.name}</span>
        <span className="outlook-state" role="status">
          {stateText}
        </span>
        {mailbox.attention > 0 ? <span className="badge">{mailbox.attention}</span> : null}
      </button>
      {isOpen ? <OutlookMenu mailbox={mailbox} act={act} /> : null}
      {error ? (
        <div className="outlook-error">
          <ErrorNotice error={error} />
        </div>
      ) : null}
    </div>
  );
}

/** What a click does where there is only one sensible thing. */
function primaryAction({ state }: MailboxView): (() => Promise<unknown>) | null {
  if (state === 'not_connected' || state === 'needs_sign_in') return connect;
  if (state === 'reviewing') return async () => openPage('/outlook/review');
  return null;
}

async function connect(): Promise<void> {
  const { authorizeUrl } = await post<ConnectAnswer>('/api/mailbox/connect', { returnTo: '/outlook/review' });
  location.assign(authorizeUrl);
}

function OutlookMenu({
  mailbox,
  act,
}: {
  mailbox: MailboxView;
  act: (action: () => Promise<unknown>) => Promise<void>;
}) {
  const { state } = mailbox;
  const isConnected = state !== 'not_configured' && state !== 'not_connected';
  const item = (text: string, action: () => Promise<unknown>) => (
    <button type="button" role="menuitem" onClick={() => void act(action)}>
      {text}
    </button>
  );
  return (
    <div className="menu" role="menu">
      <p className="menu-note">{state === 'not_configured' ? texts.outlook.notConfigured : (mailbox.address ?? '')}</p>
      {isConnected ? <p className="menu-note quiet">{lastSyncText(mailbox)}</p> : null}
      {mailbox.problem ? <p className="menu-note">{`${mailbox.problem.cause} ${mailbox.problem.nextStep}`}</p> : null}
      {state === 'active' || state === 'needs_attention'
        ? item(texts.outlook.syncNow, () => post('/api/mailbox/sync'))
        : null}
      {state === 'active' || state === 'needs_attention'
        ? item(texts.outlook.stop, () => post('/api/mailbox/stop'))
        : null}
      {state === 'stopped' ? item(texts.outlook.restart, () => post('/api/mailbox/restart')) : null}
      {isConnected ? item(texts.outlook.settings, async () => openPage('/outlook')) : null}
      {isConnected ? item(texts.outlook.activity, async () => openPage('/activity')) : null}
      {isConnected ? item(texts.outlook.disconnect, () => remove('/api/mailbox')) : null}
    </div>
  );
}

function lastSyncText({ lastSyncAt }: MailboxView): string {
  return lastSyncAt === null
    ? texts.outlook.never
    : texts.outlook.lastSync(new Date(lastSyncAt).toLocaleTimeString([], { timeStyle: 'short' }));
}

/** The mailbox, asked again while it changes or is about to; tells the page when a sync has ended. */
function useMailbox() {
  const [mailbox, setMailbox] = useState<MailboxView | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [isExpecting, setExpecting] = useState(false);
  const last = useRef<string | null>(null);
  const reload = useCallback(async () => {
    try {
      const next = await get<MailboxView>('/api/mailbox');
      if (last.current !== next.lastSyncAt) {
        setExpecting(false);
        announceSync();
      }
      last.current = next.lastSyncAt;
      setMailbox(next);
      setError(null);
    } catch (problem) {
      setError(problem as Error);
    }
  }, []);
  useEffect(() => onSyncExpected(() => setExpecting(true)), []);
  const isBusy = isExpecting || (mailbox?.running ?? false);
  useEffect(() => {
    void reload();
    const timer = setInterval(() => void reload(), isBusy ? POLL_BUSY_MS : POLL_IDLE_MS);
    const onFocus = () => void reload();
    window.addEventListener('focus', onFocus);
    return () => {
      clearInterval(timer);
      window.removeEventListener('focus', onFocus);
    };
  }, [reload, isBusy]);
  return { mailbox, error, reload, fail: setError };
}
