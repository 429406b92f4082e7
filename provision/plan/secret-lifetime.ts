// How long a client secret lives: 730 days unless the tenant's policy says less, and when it is time for the next.
import { Temporal } from 'temporal-polyfill';
import type { PasswordCredential } from '../../graph/models/application.ts';
import type { SecretPolicy } from '../ports.ts';
import { Problem } from '../problem.ts';

/** 24 calendar months may be 731 days, which a policy of P730D refuses. */
export const SECRET_LIFETIME_DAYS = 730;

/** What is tried, one after the other, where the policy can't be read and refuses the longer ones. */
export const SHORTER_LIFETIMES_DAYS = [365, 180, 90, 30] as const;

const RENEW_BEFORE_DAYS = 30;

/** @throws Problem `secrets_forbidden` */
export function allowedLifetimeDays(policy: SecretPolicy, now: Temporal.Instant): number {
  if (policy.kind === 'forbidden') {
    throw new Problem('secrets_forbidden', {
      message: `The tenant's app management policy ${policy.policyId} forbids client secrets.`,
      advice: 'Ask for an exception for this app in the policy.',
    });
  }
  if (policy.kind !== 'limited') return SECRET_LIFETIME_DAYS;
  const start = now.toZonedDateTimeISO('UTC');
  const daysMax = Math.floor(start.add(policy.lifetimeMax).since(start, { largestUnit: 'hours' }).total('hours') / 24);
  return Math.min(SECRET_LIFETIME_DAYS, daysMax);
}

/** When a secret made now would end, as ISO 8601 with `Z`, to the second. */
export function endOfLifetime(now: Temporal.Instant, days: number): string {
  return now.add({ hours: days * 24 }).toString({ smallestUnit: 'second' });
}

export type SecretAge = 'fresh' | 'due' | 'expired';

/** `due` 30 days before the end, or for short-lived secrets in the last third of their life. */
export function ageOf(credential: PasswordCredential, now: Temporal.Instant): SecretAge {
  if (credential.endDateTime === null) return 'fresh';
  const end = Temporal.Instant.from(credential.endDateTime);
  const leftHours = end.since(now).total('hours');
  if (leftHours <= 0) return 'expired';
  const lifeHours = credential.startDateTime
    ? end.since(Temporal.Instant.from(credential.startDateTime)).total('hours')
    : SECRET_LIFETIME_DAYS * 24;
  return leftHours <= Math.min(RENEW_BEFORE_DAYS * 24, lifeHours / 3) ? 'due' : 'fresh';
}
