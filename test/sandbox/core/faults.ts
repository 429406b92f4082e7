// Faults on demand: which rule strikes a request or a notification, and how the answer is refused or lost.
import type { Refusal } from './service.ts';
import type { FaultEffect, FaultRule, World } from './world.ts';

/** A request or its answer was lost on the way, as a fault asked for: the client sees no answer. */
export class ConnectionDropped extends Error {
  /** The connection stays open and silent; in process, where nobody can wait for ever, it ends at once all the same. */
  readonly isHalfOpen: boolean;
  constructor(isHalfOpen = false) {
    super('The connection was dropped by a fault rule.');
    this.name = 'ConnectionDropped';
    this.isHalfOpen = isHalfOpen;
  }
}

/** What rules are matched against. */
export interface FaultFacts {
  service: string;
  method: string;
  /** Path and query; of a notification: the whole address. */
  target: string;
  mailbox: string | null;
  inner: boolean;
}

/** Effects that befall what the sandbox sends, never what it receives. */
const WEBHOOK_EFFECTS: readonly (keyof FaultEffect)[] = [
  'dropNotification',
  'notificationCopies',
  'notificationDelayMs',
  'wrongClientState',
  'shuffleNotification',
  'expireSilently',
  'lifecycleEvent',
];

/** The fault that strikes a request; counts the request for every rule that matches it. */
export function requestFault(world: World, facts: FaultFacts): { rule: number; effect: FaultEffect } | null {
  return strike(world, facts, (effect) => !isForWebhooks(effect));
}

/** The fault that strikes a notification about to be sent; null for none. */
export function webhookFault(world: World, facts: FaultFacts): FaultEffect | null {
  return strike(world, facts, isForWebhooks)?.effect ?? null;
}

function isForWebhooks(effect: FaultEffect): boolean {
  return WEBHOOK_EFFECTS.some((name) => effect[name] !== undefined);
}

function strike(
  world: World,
  facts: FaultFacts,
  concerns: (effect: FaultEffect) => boolean,
): { rule: number; effect: FaultEffect } | null {
  let struck: { rule: number; effect: FaultEffect } | null = null;
  for (const [index, rule] of world.faults.entries()) {
    if (!concerns(rule.effect) || !matches(world, rule, facts)) continue;
    rule.matched += 1;
    const { nth, times, probability } = rule.match;
    const isTurn = nth === undefined || nth === rule.matched;
    const isLeft = times === undefined || (rule.struck ?? 0) < times;
    const isChance = probability === undefined || world.chance.next() < probability;
    if (struck || !isTurn || !isLeft || !isChance) continue;
    rule.struck = (rule.struck ?? 0) + 1;
    struck = { rule: index, effect: rule.effect };
  }
  return struck;
}

function matches(world: World, { match }: FaultRule, facts: FaultFacts): boolean {
  const now = world.clock.now().epochMilliseconds;
  return (
    (match.service === undefined || match.service === facts.service) &&
    (match.method === undefined || match.method.toUpperCase() === facts.method) &&
    (match.mailbox === undefined || match.mailbox.toLowerCase() === facts.mailbox?.toLowerCase()) &&
    (match.inner === undefined || match.inner === facts.inner) &&
    (match.from === undefined || Date.parse(match.from) <= now) &&
    (match.until === undefined || now < Date.parse(match.until)) &&
    (match.path === undefined || new RegExp(match.path, 'i').test(facts.target))
  );
}

const TOO_MANY: Readonly<Record<string, Omit<Refusal, 'status' | 'code'>>> = {
  ApplicationThrottled: { message: 'Application is over its MailboxConcurrency limit.' },
  TooManyRequests: {
    message: 'Please retry again later.',
    innerError: { code: '429', message: 'Please retry after', status: '429' },
  },
};

/** The error that a fault with a status answers with in place of the service. */
export function refusalOf(world: World, effect: FaultEffect): Refusal {
  const status = effect.status ?? 504;
  const code = effect.code ?? (status === 429 ? 'ApplicationThrottled' : 'UnknownError');
  const words = TOO_MANY[code] ?? { message: '' };
  if (effect.retryAfter === undefined) return { status, code, ...words };
  const at = world.clock.now().epochMilliseconds + effect.retryAfter * 1_000;
  const retryAfter = effect.retryAfterAsDate ? new Date(at).toUTCString() : String(effect.retryAfter);
  return { status, code, ...words, headers: { 'retry-after': retryAfter } };
}
