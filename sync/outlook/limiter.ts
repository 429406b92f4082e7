// Keeps requests within Outlook's limits: per mailbox what Microsoft publishes, per app what its answers teach.
import type { BatchAnswers, BatchRequest } from '../../graph/models/batch.ts';
import type { GraphAnswer, GraphClient, GraphRequest } from '../../graph/transport/graph-client.ts';
import type { Clock } from '../ports.ts';

/** Requests of one mailbox at the same time; Graph works on as many of a batch (graph: throttling). */
export const MAILBOX_CONCURRENCY = 4;
/** Requests of one mailbox within the period. */
export const MAILBOX_REQUESTS_MAX = 10_000;
const PERIOD_MS = 600_000;
/** The period is counted in so many steps: a mailbox costs a few numbers, not one for each request. */
const STEPS = 60;
const STEP_MS = PERIOD_MS / STEPS;

/** Requests of the app at the same time: where it begins, and how far it may move. */
const APP_CONCURRENCY_START = 32;
export const APP_CONCURRENCY_MIN = 4;
const APP_CONCURRENCY_MAX = 512;
/** Refusals that come together say one thing: the app's limit is halved once in this time, in milliseconds. */
const HALVED_ONCE_IN_MS = 1_000;

/** Nothing was sent: the mailbox has used up its requests. */
export class MailboxLimitReached extends Error {
  readonly code = 'mailbox_limit';
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super(`The mailbox has used up its requests; the next may be sent in ${retryAfterMs} ms.`);
    this.name = 'MailboxLimitReached';
    this.retryAfterMs = retryAfterMs;
  }
}

export interface Limiter {
  /**
   * The client of a mailbox that waits its turn: a batch goes alone, of single requests four at a time.
   * Its `send` throws MailboxLimitReached, too.
   */
  clientOf(mailboxId: string, client: GraphClient): GraphClient;
  /** How many requests of the app may be under way. */
  appConcurrency(): number;
}

interface Mailbox {
  lanes: Lanes;
  /** Requests by the step of the period that they fell into. */
  steps: Map<number, number>;
}

/** One for the whole process; mailboxes that are quiet for a period are forgotten. */
export function createLimiter(clock: Clock): Limiter {
  const app = createAppLimit(clock);
  const mailboxes = new Map<string, Mailbox>();
  const stepNow = () => Math.floor(clock.now().epochMilliseconds / STEP_MS);

  let sweptAt = stepNow();

  function forgetQuiet(step: number): void {
    if (step === sweptAt) return;
    sweptAt = step;
    for (const [id, { lanes, steps }] of mailboxes) {
      for (const past of steps.keys()) if (past <= step - STEPS) steps.delete(past);
      if (steps.size === 0 && lanes.isIdle()) mailboxes.delete(id);
    }
  }

  function mailboxOf(mailboxId: string): Mailbox {
    forgetQuiet(stepNow());
    const known = mailboxes.get(mailboxId) ?? { lanes: createLanes(() => MAILBOX_CONCURRENCY), steps: new Map() };
    mailboxes.set(mailboxId, known);
    return known;
  }

  function count({ steps }: Mailbox, requests: number): void {
    const used = [...steps.values()].reduce((sum, some) => sum + some, 0);
    const step = stepNow();
    if (used + requests > MAILBOX_REQUESTS_MAX) {
      const oldest = Math.min(...steps.keys());
      throw new MailboxLimitReached((oldest + STEPS) * STEP_MS - clock.now().epochMilliseconds);
    }
    steps.set(step, (steps.get(step) ?? 0) + requests);
  }

  return {
    appConcurrency: app.concurrency,
    clientOf: (mailboxId, client) => ({
      async send(request) {
        const requests = requestsIn(request);
        const width = Math.min(requests, MAILBOX_CONCURRENCY);
        const mailbox = mailboxOf(mailboxId);
        const free = await mailbox.lanes.take(width);
        try {
          count(mailbox, requests);
          return await app.run(width, () => client.send(request));
        } finally {
          free();
        }
      },
    }),
  };
}

function requestsIn({ path, body }: GraphRequest): number {
  return path.endsWith('/$batch') ? (body as { requests: BatchRequest[] }).requests.length : 1;
}

/** Additive increase while all goes well, multiplicative decrease when Graph refuses for want of patience. */
function createAppLimit(clock: Clock) {
  let limit = APP_CONCURRENCY_START;
  let halvedAt = Number.NEGATIVE_INFINITY;
  const concurrency = () => Math.floor(limit);
  const lanes = createLanes(concurrency);

  function learn(answer: GraphAnswer): void {
    const now = clock.now().epochMilliseconds;
    if (!isThrottled(answer)) limit = Math.min(limit + 1 / limit, APP_CONCURRENCY_MAX);
    else if (now - halvedAt >= HALVED_ONCE_IN_MS) {
      limit = Math.max(limit / 2, APP_CONCURRENCY_MIN);
      halvedAt = now;
    }
  }

  return {
    concurrency,
    async run(width: number, send: () => Promise<GraphAnswer>): Promise<GraphAnswer> {
      const free = await lanes.take(width);
      try {
        const answer = await send();
        learn(answer);
        return answer;
      } finally {
        free();
      }
    },
  };
}

const TOO_MANY_REQUESTS = 429;

function isThrottled({ status, body }: GraphAnswer): boolean {
  const inner = (body as Partial<BatchAnswers> | undefined)?.responses;
  return status === TOO_MANY_REQUESTS || (inner?.some((answer) => answer.status === TOO_MANY_REQUESTS) ?? false);
}

interface Lanes {
  /** Waits, first come first served, until so many are free. @returns what frees them. */
  take(width: number): Promise<() => void>;
  isIdle(): boolean;
}

/** @param limit how many there are; it may change. Whoever needs more than there are goes alone. */
function createLanes(limit: () => number): Lanes {
  let used = 0;
  const waiting: { width: number; begin: () => void }[] = [];

  function letIn(): void {
    for (let next = waiting[0]; next && (used === 0 || used + next.width <= limit()); next = waiting[0]) {
      waiting.shift();
      used += next.width;
      next.begin();
    }
  }

  return {
    isIdle: () => used === 0 && waiting.length === 0,
    async take(width) {
      await new Promise<void>((resolve) => {
        waiting.push({ width, begin: resolve });
        letIn();
      });
      return () => {
        used -= width;
        letIn();
      };
    },
  };
}
