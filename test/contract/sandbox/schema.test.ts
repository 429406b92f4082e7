// The schema check of answers: what is right passes, and each kind of mistake is found and becomes a defect.
import { afterEach, describe, expect, test } from 'vitest';
import { onGraphAnswer } from '../../sandbox/core/answer-checks.ts';
import { checkAnswer } from '../../sandbox/schema/check-answer.ts';
import { openSandbox } from './sandbox-client.ts';

type Json = Record<string, unknown>;

const ROOT = 'https://graph.microsoft.com/v1.0/$metadata#';
const check = (body: unknown, more: { status?: number; path?: string; method?: string } = {}) =>
  checkAnswer({
    method: 'GET',
    path: '/v1.0/me/events',
    status: 200,
    contentType: 'application/json',
    body: JSON.stringify(body),
    ...more,
  });

async function anEvent(): Promise<Json> {
  const { body } = await openSandbox().as('ada').get<{ value: Json[] }>('/me/events?$top=1');
  return { ...body.value[0], '@odata.context': `${ROOT}users('x')/events/$entity` };
}

describe('an event', () => {
  test('as the sandbox answers it passes', async () => {
    expect(check(await anEvent())).toEqual([]);
  });

  test.each<[string, (event: Json) => unknown, string]>([
    ['an unknown property', (event) => ({ ...event, colour: 'red' }), '.colour is no property of event'],
    ['a property in other letters', (event) => ({ ...event, Subject: '' }), '.Subject is written subject'],
    ['a missing property', ({ subject, ...event }) => ({ ...event, hadSubject: typeof subject }), 'lacks subject'],
    ['a word that isn’t one', (event) => ({ ...event, showAs: 'Busy' }), '.showAs has no word "Busy"'],
    ['a number as text', (event) => ({ ...event, reminderMinutesBeforeStart: '15' }), 'is no Edm.Int32'],
    [
      'an instant without Z',
      (event) => ({ ...event, createdDateTime: '2026-11-24T09:00:00' }),
      'is no Edm.DateTimeOffset',
    ],
    [
      'a local time with Z',
      (event) => ({ ...event, start: { dateTime: '2026-11-24T09:00:00Z', timeZone: 'UTC' } }),
      'is no local time',
    ],
    ['half a time', (event) => ({ ...event, end: { dateTime: '2026-11-24T09:00:00.0000000' } }), 'lacks timeZone'],
    ['null where there is always something', (event) => ({ ...event, id: null }), '.id must not be null'],
    ['one thing for many', (event) => ({ ...event, categories: 'Red' }), '.categories is no array'],
    [
      'a wrong type of its own',
      (event) => ({ ...event, '@odata.type': '#microsoft.graph.calendar' }),
      'is a calendar, which is no event',
    ],
  ])('with %s does not', async (_, broken, words) => {
    expect(check(broken(await anEvent()))?.join('; ')).toContain(words);
  });
});

describe('an answer', () => {
  test.each<[string, unknown, string]>([
    ['without a context', { value: [] }, 'no @odata.context'],
    ['with a context of nothing', { '@odata.context': `${ROOT}users('x')/meetings`, value: [] }, 'names nothing'],
    [
      'with a context from elsewhere',
      { '@odata.context': 'https://example.org/#me', value: [] },
      'is no context of Graph',
    ],
    [
      'with what was not selected',
      { '@odata.context': `${ROOT}users('x')/events(subject)`, value: [{ id: 'x', subject: '', type: 'exception' }] },
      'was not selected',
    ],
    [
      'without what was selected',
      { '@odata.context': `${ROOT}users('x')/events(subject)`, value: [{ id: 'x' }] },
      'lacks subject',
    ],
    ['that is no list', { '@odata.context': `${ROOT}users('x')/events`, value: {} }, 'is no array'],
    [
      'with a relative link',
      { '@odata.context': `${ROOT}users('x')/events`, value: [], '@odata.nextLink': '/me' },
      'no absolute link',
    ],
  ])('%s fails', (_, body, words) => {
    expect(check(body)?.join('; ')).toContain(words);
  });

  test.each<[string, unknown, string]>([
    ['without a code', { error: { message: '' } }, 'is no error code'],
    [
      'with a zone in its date',
      { error: { code: 'X', message: '', innerError: { date: '2026-11-24T09:00:00Z' } } },
      'is no date of an error',
    ],
    ['with something beside it', { error: { code: 'X', message: '' }, value: [] }, 'has no value beside it'],
  ])('that is an error %s fails', (_, body, words) => {
    expect(check(body, { status: 400 })?.join('; ')).toContain(words);
  });

  test('without JSON has nothing to check', () => {
    expect(checkAnswer({ method: 'GET', path: '/', status: 200, contentType: 'text/plain', body: '5' })).toBeNull();
  });
});

describe('a violation', () => {
  let end = () => {};
  afterEach(() => end());

  test('makes the request answer that the sandbox has a defect', async () => {
    end = onGraphAnswer(({ url }) => (url.pathname.endsWith('/me/calendar') ? ['the calendar is purple'] : []));
    const { status, body } = await openSandbox().as('ada').get('/me/calendar');
    expect([status, body]).toMatchObject([
      500,
      { error: { code: 'SandboxDefect', message: 'GET /v1.0/me/calendar: the calendar is purple' } },
    ]);
  });
});
