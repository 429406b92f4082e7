// Carries out things to try one at a time, and says afterwards what they led to.
import { useEffect, useState } from 'react';
import type { ActName, ActView, DemoState } from '../state.ts';
import { messageOf, post } from './demo-api.ts';
import { type Demo, hasWork } from './use-demo-state.ts';

/** One thing that was tried. */
export interface ActRun {
  name: ActName;
  /** As its button called it. */
  label: string;
  phase: 'sending' | 'syncing' | 'done' | 'refused';
  startedAt: Date;
  /** The outbox held so many mails before. */
  mailsBefore: number;
  /** What came of it, in a sentence or two. */
  text: string;
}

const MAILS_NAMED_MAX = 6;

export interface Acts {
  /** The last one; null before the first. */
  run: ActRun | null;
  /** Until both sides agree again. */
  isGoing: boolean;
  start(name: ActName, label: string, view: ActView): Promise<void>;
}

export function useActs({ state, readAt, refresh }: Demo): Acts {
  const [run, setRun] = useState<ActRun | null>(null);
  const shown = run?.phase === 'syncing' && state ? { ...run, text: progressOf(run, state) } : run;

  const start = async (name: ActName, label: string, { event, mails }: ActView) => {
    if (!event || !state) return;
    const begun = { name, label, startedAt: new Date(), mailsBefore: state.mailCount };
    setRun({ ...begun, phase: 'sending', text: 'Doing it…' });
    try {
      await post(`acts/${name}`, { eventId: event.id, hasShownMails: mails.length > 0 });
      await refresh();
      setRun({ ...begun, phase: 'syncing', text: '' });
    } catch (error) {
      setRun({ ...begun, phase: 'refused', text: messageOf(error) });
    }
  };

  useEffect(() => {
    if (!state || run?.phase !== 'syncing' || hasWork(state)) return;
    setRun({ ...run, phase: 'done', text: outcomeOf(run, state, readAt) });
  }, [state, readAt, run]);

  return { run: shown, start, isGoing: run?.phase === 'sending' || run?.phase === 'syncing' };
}

function progressOf({ name }: ActRun, { storm }: DemoState): string {
  if (name !== 'storm' || !storm || storm.isOver) return 'Done on one side; the other one follows…';
  const times = storm.refused === 1 ? 'once' : `${storm.refused} times`;
  return `Outlook refuses everything now. It was asked ${times} so far, ${storm.early} of them too early.`;
}

function outcomeOf(run: ActRun, state: DemoState, at: Date): string {
  const seconds = Math.max(1, Math.round((at.getTime() - run.startedAt.getTime()) / 1000));
  const facts = [`Both sides agree again, ${seconds} s after.`];
  if (run.name === 'conflict' && state.conflicts.length > 0)
    facts.push('Outlook’s title stands; ours can be put back.');
  if (run.name === 'storm' && state.storm) {
    const { refused, early } = state.storm;
    facts.push(
      `${refused} ${refused === 1 ? 'request was' : 'requests were'} refused with 429, ${early} came too early.`,
    );
  }
  return [...facts, mailsText(run, state)].join(' ');
}

/** Who got mail since, by name. */
function mailsText({ mailsBefore }: ActRun, { outbox, mailCount }: DemoState): string {
  const fresh = outbox.slice(0, Math.max(0, mailCount - mailsBefore));
  if (fresh.length === 0) return 'No mail was sent.';
  const named = fresh.slice(0, MAILS_NAMED_MAX).map(({ kind, to }) => `${kind} to ${to}`);
  const more = fresh.length - named.length;
  return `Mails: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
