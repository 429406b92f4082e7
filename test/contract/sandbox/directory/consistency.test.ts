// A directory of many replicas: new objects found by turns, the missing twin of personal accounts, writes that meet each other.
import { beforeEach, describe, expect, test } from 'vitest';
import { CREATE_IF_MISSING, type DirectoryClient, openDirectory, outcome, type Resource } from './directory-client.ts';

const PERSONAL = { signInAudience: 'AzureADandPersonalMicrosoftAccount' };
const MISSING = '404 Request_ResourceNotFound';

let directory: DirectoryClient;
beforeEach(async () => {
  directory = await openDirectory();
  await directory.box.control('PUT', '/settings', { directoryReplicationMs: 60_000 });
});

async function readTimes(path: string, count: number): Promise<string[]> {
  const outcomes: string[] = [];
  for (let read = 0; read < count; read++) outcomes.push(outcome(await directory.admin.get(path)));
  return outcomes;
}

describe('a new application', () => {
  test('is found by turns until it is everywhere', async () => {
    const { id } = await directory.register();
    expect(await readTimes(`/applications/${id}`, 4)).toEqual([MISSING, '200', MISSING, '200']);
    directory.box.advance('PT1M');
    expect(await readTimes(`/applications/${id}`, 3)).toEqual(['200', '200', '200']);
  });

  test('is listed by turns as well', async () => {
    await directory.register();
    const lists = [await directory.admin.get('/applications'), await directory.admin.get('/applications')];
    expect(lists.map(({ body }) => (body.value as unknown[]).length)).toEqual([0, 1]);
  });

  test('with personal accounts takes no write before its twin is there', async () => {
    const { id } = await directory.register(PERSONAL);
    expect(await directory.admin.patch(`/applications/${id}`, { notes: 'x' })).toMatchObject({
      status: 409,
      body: {
        error: { code: 'Error_MsaAppDoesNotExist', message: 'The corresponding MSA application does not exist.' },
      },
    });
    expect(outcome(await directory.admin.post(`/applications/${id}/addPassword`, {}))).toBe(
      '409 Error_MsaAppDoesNotExist',
    );
    directory.box.advance('PT1M');
    expect((await directory.admin.patch(`/applications/${id}`, { notes: 'x' })).status).toBe(204);
    expect((await directory.admin.post(`/applications/${id}/addPassword`, {})).status).toBe(200);
  });

  test('by unique name: a second upsert finds it, and makes no other', async () => {
    const path = "/applications(uniqueName='calendar-sync')";
    const body = { displayName: 'A', ...PERSONAL };
    expect((await directory.admin.patch(path, body, CREATE_IF_MISSING)).status).toBe(201);
    expect(outcome(await directory.admin.patch(path, body, CREATE_IF_MISSING))).toBe('409 Error_MsaAppDoesNotExist');
  });
});

describe('a service principal of an application that is not everywhere yet', () => {
  test('does not reference a valid application object', async () => {
    const { appId } = await directory.register();
    expect(await directory.admin.post('/servicePrincipals', { appId })).toMatchObject({
      status: 400,
      body: {
        error: {
          message: `The appId '${appId}' of the service principal does not reference a valid application object.`,
        },
      },
    });
    directory.box.advance('PT1M');
    expect((await directory.admin.post('/servicePrincipals', { appId })).status).toBe(201);
  });

  test('with OwnedBy is said to be in another tenant', async () => {
    await directory.box.control('PUT', '/settings', { directoryReplicationMs: 0 });
    const tool = await directory.register();
    await directory.enrol(tool);
    await directory.box.control('PUT', '/settings', { directoryReplicationMs: 60_000 });
    const headers = directory.asApplication(tool.appId, ['Application.ReadWrite.OwnedBy']);
    const body = { displayName: 'Mine', signInAudience: 'AzureADMyOrg' };
    const { appId } = (await directory.admin.post<Resource>('/applications', body, headers)).body;
    expect(await directory.admin.post('/servicePrincipals', { appId }, headers)).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringMatching(/backing application .* must in the local tenant/) } },
    });
    directory.box.advance('PT1M');
    expect((await directory.admin.post('/servicePrincipals', { appId }, headers)).status).toBe(201);
  });

  test('is found by turns itself, and takes no grant before that is over', async () => {
    await directory.box.control('PUT', '/settings', { directoryReplicationMs: 0 });
    const application = await directory.register();
    const { id: resourceId } = await directory.graphPrincipal();
    await directory.box.control('PUT', '/settings', { directoryReplicationMs: 60_000 });
    const { id } = await directory.enrol(application);
    expect(await readTimes(`/servicePrincipals/${id}`, 2)).toEqual([MISSING, '200']);
    const grant = { clientId: id, consentType: 'AllPrincipals', principalId: null, resourceId, scope: 'User.Read' };
    expect(outcome(await directory.admin.post('/oauth2PermissionGrants', grant))).toBe(MISSING);
    directory.box.advance('PT1M');
    expect((await directory.admin.post('/oauth2PermissionGrants', grant)).status).toBe(201);
  });
});

describe('writes that meet', () => {
  beforeEach(async () => {
    await directory.box.control('PUT', '/settings', { directoryReplicationMs: 0 });
  });

  test('the second to one application is a concurrency violation, by whichever key', async () => {
    const { id, appId } = await directory.register();
    const outcomes = await Promise.all([
      directory.admin.post(`/applications/${id}/addPassword`, {}),
      directory.admin.post(`/applications(appId='${appId}')/addPassword`, {}),
    ]);
    expect(outcomes.map(outcome).toSorted()).toEqual(['200', '409 Directory_ConcurrencyViolation']);
    expect((await directory.admin.post(`/applications/${id}/addPassword`, {})).status).toBe(200);
  });

  test('writes to two applications, and reads, do not meet', async () => {
    const [one, other] = [await directory.register(), await directory.register()];
    const outcomes = await Promise.all([
      directory.admin.patch(`/applications/${one.id}`, { notes: 'x' }),
      directory.admin.patch(`/applications/${other.id}`, { notes: 'x' }),
      directory.admin.get(`/applications/${one.id}`),
    ]);
    expect(outcomes.map(outcome)).toEqual(['204', '204', '200']);
  });

  test('in a batch they meet as well, unless one waits for the other', async () => {
    const { id } = await directory.register();
    const request = (number: number) => ({
      id: String(number),
      method: 'PATCH',
      url: `/applications/${id}`,
      headers: { 'Content-Type': 'application/json' },
      body: { notes: String(number) },
    });
    const statuses = async (requests: unknown[]) => {
      const { body } = await directory.admin.post('/$batch', { requests });
      return (body.responses as { status: number }[]).map(({ status }) => status).toSorted((a, b) => a - b);
    };
    expect(await statuses([request(1), request(2)])).toEqual([204, 409]);
    expect(await statuses([request(1), { ...request(2), dependsOn: ['1'] }])).toEqual([204, 204]);
  });
});

test('an application with personal accounts is written to sixty times a minute', async () => {
  directory = await openDirectory('contoso', true);
  const { id } = await directory.register(PERSONAL);
  const write = () => directory.admin.patch(`/applications/${id}`, { notes: 'x' });
  // The registration itself was the first of them.
  for (let written = 1; written < 60; written++) expect((await write()).status).toBe(204);
  const refused = await write();
  expect(outcome(refused)).toBe('429 TooManyRequests');
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  directory.box.advance('PT1M');
  expect((await write()).status).toBe(204);
});
