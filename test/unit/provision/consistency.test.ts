// What is worth waiting for, how long, and when the budget ends it.
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { reasonToWait, untilItPasses, untilSettled, waitBeforeTry } from '../../../provision/consistency.ts';
import { DirectoryFailure, type FailureFacts } from '../../../provision/directory-failure.ts';
import type { SignInVerdict } from '../../../provision/ports.ts';
import { untilAccepted } from '../../../provision/verify.ts';

const failure = (facts: Partial<FailureFacts>): FailureFacts => ({
  call: 'POST /servicePrincipals',
  status: 400,
  code: 'Request_BadRequest',
  message: '',
  detailCodes: [],
  retryAfterMs: null,
  requestIds: {},
  ...facts,
});

function patience() {
  let waitedMs = 0;
  return {
    waiting: {
      now: () => Temporal.Instant.fromEpochMilliseconds(waitedMs),
      pause: async (ms: number) => {
        waitedMs += ms;
      },
      random: () => 0,
    },
    report: () => {},
    waitedMs: () => waitedMs,
  };
}

describe('a reason to wait', () => {
  test.each<[string, Partial<FailureFacts>]>([
    ['no answer', { status: null, code: 'no_answer' }],
    ['throttling', { status: 429, code: 'TooManyRequests' }],
    ['a passing fault', { status: 503, code: 'ServiceUnavailable' }],
    ['the missing twin', { status: 409, code: 'Error_MsaAppDoesNotExist' }],
    ['a concurrent write', { status: 409, code: 'Directory_ConcurrencyViolation' }],
  ])('is %s, always', (_, facts) => {
    expect(reasonToWait(failure(facts), false)).not.toBeNull();
  });

  test.each<[string, Partial<FailureFacts>]>([
    ['a 404', { status: 404, code: 'Request_ResourceNotFound' }],
    [
      'an unknown application',
      { message: "The appId 'x' of the service principal does not reference a valid application object." },
    ],
    [
      'a missing backing application',
      {
        status: 403,
        code: 'Authorization_RequestDenied',
        message:
          'When using this permission, the backing application of the service principal being created must in the local tenant',
      },
    ],
  ])('is %s for what was made moments ago, else not', (_, facts) => {
    expect(reasonToWait(failure(facts), true)).not.toBeNull();
    expect(reasonToWait(failure(facts), false)).toBeNull();
  });

  test.each<[string, Partial<FailureFacts>]>([
    ['missing rights', { status: 403, code: 'Authorization_RequestDenied' }],
    ['bad input', {}],
    ['what is not there at all', { status: 501, code: 'NotImplemented' }],
    ['another conflict', { status: 409, code: 'Request_MultipleObjectsWithSameKeyValue' }],
  ])('is never %s', (_, facts) => {
    expect(reasonToWait(failure(facts), true)).toBeNull();
  });
});

test('waits as Microsoft asks, else longer each time up to 30 s, and a quarter more by chance', () => {
  expect(waitBeforeTry(failure({ retryAfterMs: 7000 }), 3, 0.9)).toBe(7000);
  expect([1, 2, 3, 4, 5, 6, 9].map((tries) => waitBeforeTry(failure({}), tries, 0))).toEqual([
    1000, 2000, 4000, 8000, 15_000, 30_000, 30_000,
  ]);
  expect(waitBeforeTry(failure({}), 1, 1)).toBe(1250);
});

test('gives up within five minutes, with the last failure', async () => {
  const patient = patience();
  const gone = () => Promise.reject(new DirectoryFailure(failure({ status: 503 })));
  await expect(untilItPasses(gone, { ...patient, isNewborn: false })).rejects.toThrow(DirectoryFailure);
  expect(patient.waitedMs()).toBeGreaterThan(240_000);
  expect(patient.waitedMs()).toBeLessThanOrEqual(300_000);
});

test('news is settled when three reads in a row find it', async () => {
  const reads = [null, 'a', null, 'a', 'a', 'a', 'never read'];
  const settled = await untilSettled(async () => reads.shift() ?? null, { ...patience(), what: 'the app' });
  expect(settled).toBe('a');
  expect(reads).toEqual(['never read']);
});

describe('trying credentials', () => {
  const accepted: SignInVerdict = { accepted: true };
  const refused = (code: string): SignInVerdict => ({ accepted: false, code, message: '' });

  test('goes on until they are accepted three times running', async () => {
    const wrong = refused('AADSTS7000215');
    const answers = [wrong, accepted, wrong, accepted, accepted, accepted, wrong];
    expect(await untilAccepted(async () => answers.shift() ?? wrong, patience())).toEqual(accepted);
    expect(answers).toEqual([wrong]);
  });

  test('ends at once at a refusal that does not pass', async () => {
    const patient = patience();
    expect(await untilAccepted(async () => refused('AADSTS7000222'), patient)).toMatchObject({ code: 'AADSTS7000222' });
    expect(patient.waitedMs()).toBe(0);
  });

  test('ends when the budget is spent', async () => {
    const patient = patience();
    expect(await untilAccepted(async () => refused('AADSTS7000215'), patient)).toMatchObject({ accepted: false });
    expect(patient.waitedMs()).toBeLessThan(200_000);
  });
});
