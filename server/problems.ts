// Codes of what went wrong, in words for people: Microsoft's by the shared table, our own here.
import { type Advice, adviceFor } from '../graph/advice/advice.ts';
import { NEEDS_SIGN_IN, type RunReport } from '../sync/index.ts';
import { Refusal } from './refusal.ts';
import type { Problem } from './schemas/mailbox.ts';

const OWN: Record<string, Advice> = {
  session_missing: {
    cause: 'Nobody is signed in here any more.',
    nextStep: 'Sign in to the calendar, then press Outlook again.',
  },
  account_taken: {
    cause: 'Another user of this calendar is connected to this Microsoft account.',
    nextStep: 'Sign in with your own account, or let the other user disconnect first.',
  },
  other_account_connected: {
    cause: 'You are connected to another Microsoft account.',
    nextStep:
      'Sign in with the account that you are connected to. To change it, choose “Connect another account” in your Outlook settings.',
  },
  not_in_pilot: {
    cause: 'The Outlook integration is being tried out with a few people first, and you are not among them yet.',
    nextStep: 'Ask an administrator to add your address to the pilot list.',
  },
  outlook_not_configured: {
    cause: 'The Outlook integration is not set up.',
    nextStep: 'An administrator enters client ID and client secret in the settings, or runs provisioning.',
  },
  id_token_invalid: {
    cause: 'The answer of Microsoft does not belong to this sign-in.',
    nextStep: 'Go back to the calendar and press Outlook again. If it happens again, tell the administrator.',
  },
  delta_loop: {
    cause: 'Outlook delivered the same changes over and over.',
    nextStep: 'Nothing needs to be done: the next sync starts afresh.',
  },
  slice_unavailable: {
    cause: 'Outlook has refused a part of the calendar again and again.',
    nextStep: 'Nothing is lost, and it is tried again every few minutes. If it stays, tell the administrator.',
  },
  ask_for_invitation: {
    cause: 'Outlook no longer has your copy of this meeting.',
    nextStep: 'Ask its organizer for a new invitation.',
  },
  answer_lost: {
    cause: 'The connection to Outlook broke off.',
    nextStep: 'Nothing needs to be done: the next sync looks at what arrived and goes on.',
  },
};

const UNKNOWN: Advice = {
  cause: 'Something unexpected happened.',
  nextStep: 'Try again. If it happens again, give the administrator this code.',
};

/** @param code of Microsoft, or one of ours. */
export function problemOf(code: string): Problem {
  return { code, ...(OWN[code] ?? adviceFor(code) ?? UNKNOWN) };
}

/** A problem as the refusal of a request. */
export function problemRefusal(problem: string, status: number): Refusal {
  const { code, cause, nextStep } = problemOf(problem);
  return new Refusal({ status, code, message: cause, advice: nextStep });
}

/** Troubles that pass by themselves: the next run goes on, and nobody has to do anything. */
const PASSING = new Set(['answer_lost', 'delta_loop', 'connection_lost', 'temporarily_unavailable', 'server_error']);

/** The code of what a run met and a person has to look at; null where nothing is the matter, or it passes. */
export function lastingProblemOf({ outcome, error }: RunReport): string | null {
  if (outcome === 'needsSignIn') return NEEDS_SIGN_IN;
  if (error === null || PASSING.has(error)) return null;
  // Waiting is Outlook's ordinary wish for a pause, unless it is our credentials that have to be put right first.
  return outcome === 'failed' || OWN[error] || adviceFor(error) ? error : null;
}
