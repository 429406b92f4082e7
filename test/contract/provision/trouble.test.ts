// Whatever goes wrong on the way: one application, one service principal, one secret at the end, and then nothing to write.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Provisioning, startProvisioning } from './provisioning.ts';

let provisioning: Provisioning;
beforeEach(async () => {
  provisioning = await startProvisioning();
});
afterEach(() => provisioning.close());

async function expectOneOfEach(): Promise<void> {
  const state = provisioning.tenantState();
  expect(state).toMatchObject({ applications: 1, servicePrincipals: 1, tenantGrants: 1 });
  expect(state.secretsUsable).toHaveLength(1);
  provisioning.takeWrites();
  expect(await provisioning.run(['--yes'])).toMatchObject({ exitCode: 0 });
  expect(provisioning.takeWrites()).toEqual([]);
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const RUNS_MAX = 10;
const TROUBLE_PROBABILITY = 0.12;

/** Every request of the bare command that writes. */
const WRITES = [
  { name: 'the upsert', match: { method: 'PATCH', path: '/applications\\(' } },
  { name: 'the service principal', match: { method: 'POST', path: '/servicePrincipals$' } },
  { name: 'the grant', match: { method: 'POST', path: '/oauth2PermissionGrants$' } },
  { name: 'addPassword', match: { method: 'POST', path: '/addPassword$' } },
];

const PASSING_TROUBLE = [
  { name: 'the answer is lost', effect: { dropResponse: 'after' as const } },
  { name: 'the request is lost', effect: { dropResponse: 'before' as const } },
  { name: 'Microsoft asks to wait', effect: { status: 429, code: 'TooManyRequests', retryAfter: 7 } },
  { name: 'Microsoft answers 503', effect: { status: 503 } },
  { name: 'the consumer-side twin is missing', effect: { status: 409, code: 'Error_MsaAppDoesNotExist' } },
  { name: 'somebody else writes', effect: { status: 409, code: 'Directory_ConcurrencyViolation' } },
];

describe.each(WRITES)('at $name', ({ match }) => {
  test.each(PASSING_TROUBLE)('$name: the same run ends well', async ({ effect }) => {
    provisioning.breakNext({ ...match, nth: 1 }, effect);
    expect(await provisioning.run(['--yes'])).toMatchObject({ exitCode: 0 });
    await expectOneOfEach();
  });

  test('a refusal ends the run with its code, and the next run goes on from there', async () => {
    provisioning.breakNext({ ...match, nth: 1 }, { status: 400, code: 'Request_BadRequest' });
    const { exitCode, stdout } = await provisioning.run(['--yes', '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'microsoft_refused', microsoftCode: 'Request_BadRequest' },
    });
    expect(await provisioning.run(['--yes'])).toMatchObject({ exitCode: 0 });
    await expectOneOfEach();
  });
});

test('an addPassword whose answer is lost and whose retries run out leaves no secret behind after the next run', async () => {
  provisioning.breakNext({ method: 'POST', path: '/addPassword$', nth: 1 }, { dropResponse: 'after' });
  provisioning.breakNext(
    { method: 'GET', path: '/applications\\(', nth: 6 },
    { status: 400, code: 'Request_BadRequest' },
  );
  expect(await provisioning.run(['--yes'])).toMatchObject({ exitCode: 1 });
  const [lost] = provisioning.tenantState().secretsUsable;
  const { stdout } = await provisioning.run(['plan']);
  expect(stdout).toContain('its value never arrived');
  expect(await provisioning.run(['--yes'])).toMatchObject({ exitCode: 0 });
  expect(provisioning.tenantState().secretsUsable).not.toContain(lost);
  await expectOneOfEach();
});

test('a connection that stays lost ends with a stable code', async () => {
  provisioning.breakNext({ service: 'graph', method: 'PATCH' }, { dropResponse: 'before' });
  const { exitCode, stdout } = await provisioning.run(['--yes', '--json']);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'microsoft_silent' } });
});

test.each(SEEDS)('seed %i: random trouble everywhere, and still one of everything at the end', async (seed) => {
  provisioning.reset(seed);
  for (const { effect } of PASSING_TROUBLE) {
    provisioning.breakNext({ service: 'graph', probability: TROUBLE_PROBABILITY }, effect);
  }
  let exitCode = 1;
  for (let runs = 0; exitCode !== 0 && runs < RUNS_MAX; runs++) ({ exitCode } = await provisioning.run(['--yes']));
  expect(exitCode).toBe(0);
  provisioning.heal();
  await expectOneOfEach();
});
