// The registration that is wanted: what is refused before any call, with the rule by name.
import { describe, expect, test } from 'vitest';
import { Problem } from '../../../provision/problem.ts';
import { desireRegistration } from '../../../provision/registration.ts';

function problemOf(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('the redirect URI', () => {
  test.each([
    'https://calendar.example.org',
    'https://example.org/calendar',
    'http://localhost:3000',
    'http://127.0.0.1:8069',
  ])('is built from %s byte for byte', (baseUrl) => {
    expect(desireRegistration({ baseUrl }).redirectUri).toBe(`${baseUrl}/microsoft_account/authentication`);
  });

  test('has one slash where the base URL ends in one', () => {
    const { redirectUri } = desireRegistration({ baseUrl: 'https://calendar.example.org/' });
    expect(redirectUri).toBe('https://calendar.example.org/microsoft_account/authentication');
  });

  test.each([
    ['scheme', 'http://calendar.example.org'],
    ['scheme', 'ftp://calendar.example.org'],
    ['scheme', 'http://[::1]:3000'],
    ['wildcard', 'https://*.example.org'],
    ['query', 'https://example.org/?db=1'],
    ['fragment', 'https://example.org/#top'],
    ['characters', "https://example.org/it's"],
    ['characters', 'https://example.org/(a)'],
    ['international host', 'https://kalender.xn--mnchen-3ya.example'],
    ['international host', 'https://kalender.münchen.example'],
    ['credentials', 'https://user:pass@example.org'],
    ['length', `https://example.org/${'a'.repeat(256)}`],
  ])('breaks the rule "%s" with %s', (rule, baseUrl) => {
    const problem = problemOf(() => desireRegistration({ baseUrl }));
    expect(problem.code).toBe('redirect_uri_invalid');
    expect(problem.message).toContain(`(rule: ${rule})`);
  });

  test('needs an absolute base URL', () => {
    expect(problemOf(() => desireRegistration({ baseUrl: 'calendar.example.org/x' })).code).toBe('base_url_invalid');
  });
});

test('a display name has 1 to 90 characters', () => {
  const baseUrl = 'https://calendar.example.org';
  expect(desireRegistration({ baseUrl, displayName: 'a'.repeat(90) }).displayName).toHaveLength(90);
  expect(problemOf(() => desireRegistration({ baseUrl, displayName: 'a'.repeat(91) })).code).toBe(
    'display_name_invalid',
  );
  expect(problemOf(() => desireRegistration({ baseUrl, displayName: '' })).code).toBe('display_name_invalid');
});
