// Ready-made trouble: what each switch on the page sends to the sandbox, as fault rules, and in two cases as settings.
import type { FaultRule } from '../../core/world.ts';

export type Rule = Pick<FaultRule, 'match' | 'effect'>;

export interface ReadyFault {
  title: string;
  /** What a client then lives through. */
  about: string;
  rules: Rule[];
  /** With what is usual, to be put back. */
  settings?: { on: Record<string, unknown>; off: Record<string, unknown> };
}

/** Seconds that a throttled client is told to wait. */
const RETRY_AFTER_S = 5;
const SLOW_MS = 3_000;
const SECRET_REPLICATION_MS = 30_000;

export const READY_FAULTS: readonly ReadyFault[] = [
  {
    title: 'Throttle storm',
    about: `Graph refuses everything with 429, and asks to wait ${RETRY_AFTER_S}\u00a0s.`,
    rules: [{ match: { service: 'graph' }, effect: { status: 429, retryAfter: RETRY_AFTER_S } }],
  },
  {
    title: 'Outage',
    about: 'Graph answers 503 to everything, and says nothing of when to come back.',
    rules: [{ match: { service: 'graph' }, effect: { status: 503, code: 'ServiceUnavailable' } }],
  },
  {
    title: 'Sign-in outage',
    about: 'Entra answers 503: no new tokens, while those that were issued still work.',
    rules: [{ match: { service: 'entra' }, effect: { status: 503 } }],
  },
  {
    title: 'Slow answers',
    about: `Every answer takes ${SLOW_MS / 1_000}\u00a0s longer.`,
    rules: [{ match: {}, effect: { delayMs: SLOW_MS } }],
  },
  {
    title: 'Lost answers',
    about: 'Half of what is written to Graph takes effect, but the answer never comes.',
    rules: ['POST', 'PATCH', 'DELETE'].map((method) => ({
      match: { service: 'graph', method, probability: 0.5 },
      effect: { dropResponse: 'after' },
    })),
  },
  {
    title: 'Delta reset',
    about: 'Every delta token has expired: clients have to begin anew.',
    rules: [{ match: { path: 'deltatoken=' }, effect: { resetDelta: true } }],
  },
  {
    title: 'Looping pages',
    about: 'Delta gives the same page again and again.',
    rules: [{ match: { path: '/delta' }, effect: { loopPages: true } }],
  },
  {
    title: 'Stale versions',
    about: 'Delta gives events in the version before their newest.',
    rules: [{ match: { path: '/delta' }, effect: { staleVersion: true } }],
  },
  {
    title: 'Shuffled batches',
    about: 'The answers of a batch come in any order.',
    rules: [{ match: { path: '/\\$batch' }, effect: { shuffleAnswers: true } }],
  },
  {
    title: 'Lost notifications',
    about: 'Webhooks are never called.',
    rules: [{ match: {}, effect: { dropNotification: true } }],
  },
  {
    title: 'Secret replication',
    about: `New client secrets are refused for ${SECRET_REPLICATION_MS / 1_000}\u00a0s, then accepted by turns.`,
    rules: [],
    settings: { on: { secretReplicationMs: SECRET_REPLICATION_MS }, off: { secretReplicationMs: 0 } },
  },
  {
    title: 'Strict limits',
    about: 'The stricter limits of former years hold, and batches queue nothing.',
    rules: [],
    settings: { on: { throttle: 'strict' }, off: { throttle: 'documented' } },
  },
];
