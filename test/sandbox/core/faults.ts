// Faults on demand: which rule strikes a request, and what it does to the answer.
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from './http.ts';
import type { FaultEffect, FaultRule, ServiceName, World } from './world.ts';

/** The effect of the first rule that strikes this request; counts the request for every rule that matches it. */
export function faultFor(
  world: World,
  facts: { service: ServiceName; request: SandboxRequest; mailbox: string | null },
): FaultEffect | null {
  let struck: FaultEffect | null = null;
  for (const rule of world.faults) {
    if (!matches(rule, facts)) continue;
    rule.matched += 1;
    const isTurn = rule.match.nth === undefined || rule.match.nth === rule.matched;
    const isChance = rule.match.probability === undefined || world.random.next() < rule.match.probability;
    if (isTurn && isChance) struck ??= rule.effect;
  }
  return struck;
}

function matches(
  { match }: FaultRule,
  facts: { service: ServiceName; request: SandboxRequest; mailbox: string | null },
): boolean {
  const { request } = facts;
  return (
    (match.service === undefined || match.service === facts.service) &&
    (match.method === undefined || match.method.toUpperCase() === request.method) &&
    (match.mailbox === undefined || match.mailbox.toLowerCase() === facts.mailbox?.toLowerCase()) &&
    (match.path === undefined || new RegExp(match.path, 'i').test(request.url.pathname + request.url.search))
  );
}

/** The error that a fault answers with in place of the service. */
export function faultAnswer(effect: FaultEffect): SandboxAnswer {
  const code = effect.code ?? (effect.status === 429 ? 'ApplicationThrottled' : 'UnknownError');
  const message = effect.status === 429 ? 'Application is over its MailboxConcurrency limit.' : '';
  const headers = effect.retryAfter === undefined ? {} : { 'retry-after': String(effect.retryAfter) };
  return jsonAnswer(effect.status ?? 500, { error: { code, message } }, headers);
}
