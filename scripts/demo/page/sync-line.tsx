// The state of the sync in one line: what it does now, what waits and until when, and how to hurry it.
import { useEffect, useState } from 'react';
import type { DemoState } from '../state.ts';
import { secondsUntil, secondText } from './dates.ts';
import { post } from './demo-api.ts';

const TICK_MS = 500;

interface Tone {
  tone: 'good' | 'busy' | 'warn' | 'bad';
  text: string;
}

const STATES: Readonly<Record<DemoState['mailbox']['state'], Tone>> = {
  active: { tone: 'good', text: 'In sync' },
  needs_attention: { tone: 'warn', text: 'Needs attention' },
  needs_sign_in: { tone: 'bad', text: 'Must sign in again' },
  reviewing: { tone: 'warn', text: 'First sync waits for its review' },
  paused: { tone: 'warn', text: 'Paused by an administrator' },
  stopped: { tone: 'warn', text: 'Stopped' },
  not_connected: { tone: 'bad', text: 'Not connected' },
  not_configured: { tone: 'bad', text: 'Not set up' },
};

export function SyncLine({ state, onDone }: { state: DemoState; onDone(): Promise<void> }) {
  const now = useNow();
  const { tone, text } = toneOf(state, now);
  const { lastSyncAt } = state.mailbox;
  const send = async (path: string) => {
    await post(path);
    await onDone();
  };
  return (
    <section className="sync-line" aria-label="Sync">
      <p className={`pill pill-${tone}`}>{text}</p>
      {lastSyncAt && <p className="about">Last sync {secondText(new Date(lastSyncAt))}</p>}
      {state.waiting.map(({ eventId, subject, sendAfter }) => (
        <p key={eventId} className="waiting">
          <span>
            “{subject}” can be undone for <b>{secondsUntil(sendAfter, now)} s</b>
          </span>
          <button type="button" className="button" onClick={() => void send(`events/${eventId}/send-now`)}>
            Send now
          </button>
        </p>
      ))}
      <button type="button" className="button sync-now" onClick={() => void send('sync')}>
        Sync now
      </button>
    </section>
  );
}

/** What matters most now. */
function toneOf(state: DemoState, now: Date): Tone {
  const { mailbox, waiting, here, there } = state;
  if (mailbox.state !== 'active') return STATES[mailbox.state];
  if (mailbox.running) return { tone: 'busy', text: 'Syncing…' };
  const report = mailbox.lastReport;
  if (report?.outcome === 'waiting' && report.retryAt) {
    const left = secondsUntil(report.retryAt, now);
    return { tone: 'warn', text: `Throttled by Outlook, asks again ${left > 0 ? `in ${left} s` : 'now'}` };
  }
  if (waiting.length > 0) return { tone: 'busy', text: 'Waiting for the undo time' };
  const differences = [...here, ...there].filter(({ isAlike }) => !isAlike).length;
  return differences > 0 ? { tone: 'busy', text: 'The sides differ' } : STATES.active;
}

function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
