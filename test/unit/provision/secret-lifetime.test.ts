// Lifetimes and policies of client secrets, in exact days.
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { ageOf, allowedLifetimeDays, endOfLifetime } from '../../../provision/plan/secret-lifetime.ts';
import { type AppManagementPolicy, secretPolicyFrom } from '../../../provision/plan/secret-policy.ts';
import { credential } from './directory-objects.ts';

const NOW = Temporal.Instant.from('2026-11-24T12:00:00.5Z');

describe('the allowed lifetime', () => {
  const limited = (iso: string) => ({
    kind: 'limited' as const,
    policyId: 'p',
    lifetimeMax: Temporal.Duration.from(iso),
  });

  test.each([
    ['P730D', 730],
    ['P2Y', 730],
    ['P90D', 90],
    ['P6M', 181],
    ['P5Y', 730],
  ])('under %s is %i days', (iso, days) => {
    expect(allowedLifetimeDays(limited(iso), NOW)).toBe(days);
  });

  test('730 days are 730 times 24 hours, never 24 calendar months with a leap day', () => {
    expect(endOfLifetime(Temporal.Instant.from('2026-03-01T00:00:00Z'), 730)).toBe('2028-02-29T00:00:00Z');
  });

  test('ends at a whole second', () => {
    expect(endOfLifetime(NOW, 1)).toBe('2026-11-25T12:00:00Z');
  });
});

describe('the age of a secret', () => {
  test.each([
    ['fresh', '2026-06-01T00:00:00Z', '2028-05-31T00:00:00Z'],
    ['due', '2026-06-01T00:00:00Z', '2026-12-20T00:00:00Z'],
    ['expired', '2026-06-01T00:00:00Z', '2026-11-24T12:00:00Z'],
    ['fresh', '2026-11-20T00:00:00Z', '2026-12-20T00:00:00Z'],
    ['due', '2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z'],
  ])('is %s from %s to %s', (age, startDateTime, endDateTime) => {
    expect(ageOf(credential('a', { startDateTime, endDateTime }), NOW)).toBe(age);
  });

  test('without an end it stays fresh', () => {
    expect(ageOf(credential('a', { endDateTime: null }), NOW)).toBe('fresh');
  });
});

describe("the tenant's policy", () => {
  const rule = (restrictionType: string, change = {}) => ({
    restrictionType,
    state: 'enabled' as const,
    maxLifetime: null,
    restrictForAppsCreatedAfterDateTime: null,
    ...change,
  });
  const policy = (...passwordCredentials: ReturnType<typeof rule>[]): AppManagementPolicy => ({
    id: 'policy-id',
    isEnabled: true,
    applicationRestrictions: { passwordCredentials },
  });

  test('that is not enabled says nothing', () => {
    expect(secretPolicyFrom({ ...policy(rule('passwordAddition')), isEnabled: false }, null)).toEqual({ kind: 'none' });
  });

  test('may forbid secrets', () => {
    expect(secretPolicyFrom(policy(rule('passwordAddition')), null)).toMatchObject({ kind: 'forbidden' });
  });

  test('may limit their life', () => {
    const limited = secretPolicyFrom(policy(rule('passwordLifetime', { maxLifetime: 'P90D' })), null);
    expect(limited).toMatchObject({ kind: 'limited', policyId: 'policy-id' });
  });

  test('counts neither disabled rules nor those for younger apps', () => {
    const off = rule('passwordAddition', { state: 'disabled' });
    const later = rule('passwordAddition', { restrictForAppsCreatedAfterDateTime: '2026-06-01T00:00:00Z' });
    expect(secretPolicyFrom(policy(off, later), '2026-01-01T00:00:00Z')).toEqual({ kind: 'none' });
    expect(secretPolicyFrom(policy(off, later), null)).toMatchObject({ kind: 'forbidden' });
  });
});
