// Reads fault rules as they are sent: every name and value is checked, so that a misspelt fault never passes for a quiet day.
import { Temporal } from 'temporal-polyfill';
import type { FaultEffect, FaultRule } from './world.ts';

interface Check {
  /** In words, for the refusal. */
  takes: string;
  accepts(value: unknown): boolean;
}

const oneOf = (...values: readonly unknown[]): Check => ({
  takes: values.map((value) => JSON.stringify(value)).join(' or '),
  accepts: (value) => values.includes(value),
});
const number = (takes: string, min: number, max = Number.MAX_SAFE_INTEGER): Check => ({
  takes,
  accepts: (value) => typeof value === 'number' && value >= min && value <= max,
});
const whole = (takes: string, min: number, max = Number.MAX_SAFE_INTEGER): Check => ({
  takes,
  accepts: (value) => Number.isInteger(value) && number(takes, min, max).accepts(value),
});
const text: Check = { takes: 'a text', accepts: (value) => typeof value === 'string' && value !== '' };
const instant: Check = {
  takes: 'an instant, e.g. 2026-11-24T09:00:00Z',
  accepts: (value) => typeof value === 'string' && isMade(() => Temporal.Instant.from(value)),
};
const pattern: Check = {
  takes: 'a regular expression',
  accepts: (value) => typeof value === 'string' && isMade(() => new RegExp(value)),
};
const yes = oneOf(true, false);
const milliseconds = number('milliseconds', 0);

const MATCHES: Readonly<Record<keyof FaultRule['match'], Check>> = {
  service: oneOf('entra', 'graph', 'arm'),
  method: text,
  path: pattern,
  mailbox: text,
  inner: yes,
  from: instant,
  until: instant,
  nth: whole('a number from 1', 1),
  times: whole('a number from 1', 1),
  probability: number('a number from 0 to 1', 0, 1),
};

const EFFECTS: Readonly<Record<keyof FaultEffect, Check>> = {
  status: whole('a status from 400 to 599', 400, 599),
  code: text,
  retryAfter: number('seconds', 0),
  retryAfterAsDate: yes,
  committed: yes,
  losesExtensions: yes,
  reimported: yes,
  aadsts: whole('a code of AADSTS.md', 1),
  delayMs: milliseconds,
  dropResponse: oneOf('before', 'after'),
  halfOpen: yes,
  bytesPerSecond: number('a number from 1', 1),
  dateSkewMs: { takes: 'milliseconds', accepts: (value) => typeof value === 'number' },
  timeoutAfter: whole('a number of requests', 0),
  omitAnswer: yes,
  shuffleAnswers: yes,
  resetDelta: yes,
  resetLocation: yes,
  loopPages: yes,
  staleVersion: yes,
  emptyPage: yes,
  oversizePage: yes,
  replayPage: yes,
  removeOutsiders: yes,
  touchAfterCreate: yes,
  failSlice: {
    takes: '{ "start": instant, "end": instant }',
    accepts: (value) => isObject(value) && instant.accepts(value.start) && instant.accepts(value.end),
  },
  dropNotification: yes,
  notificationCopies: whole('a number from 1 to 50', 1, 50),
  notificationDelayMs: milliseconds,
  wrongClientState: yes,
  shuffleNotification: yes,
  expireSilently: yes,
  lifecycleEvent: oneOf('missed', 'subscriptionRemoved', 'reauthorizationRequired'),
};

/** @throws RangeError that names the rule, and what in it is not known or can't be. */
export function readFaultRules(rules: unknown): FaultRule[] {
  if (!Array.isArray(rules)) throw new RangeError('Faults are sent as { "rules": [{ "match": {…}, "effect": {…} }] }.');
  return rules.map((rule: unknown, index) => {
    if (!isObject(rule)) throw new RangeError(`Rule ${index} is not an object.`);
    const unknown = Object.keys(rule).find((name) => name !== 'match' && name !== 'effect');
    if (unknown) throw new RangeError(`Rule ${index} has "${unknown}"; a rule has "match" and "effect".`);
    const match = checked(rule.match ?? {}, MATCHES, `match of rule ${index}`);
    const effect = checked(rule.effect ?? {}, EFFECTS, `effect of rule ${index}`);
    if (Object.keys(effect).length === 0) throw new RangeError(`The effect of rule ${index} is empty.`);
    return { match, effect, matched: 0, struck: 0 };
  });
}

function checked(value: unknown, checks: Readonly<Record<string, Check>>, where: string): Record<string, unknown> {
  if (!isObject(value)) throw new RangeError(`The ${where} is not an object.`);
  for (const [name, given] of Object.entries(value)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!check)
      throw new RangeError(
        `The ${where} has "${name}", which is not known; known are ${Object.keys(checks).join(', ')}.`,
      );
    if (!check.accepts(given))
      throw new RangeError(`The ${where} has "${name}": ${JSON.stringify(given)}; it takes ${check.takes}.`);
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMade(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}
