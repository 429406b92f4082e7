// Applications from POST to purge: what is filled in, what PATCH replaces, what keeps a name, and who is told what.
import { beforeEach, describe, expect, test } from 'vitest';
import { takeSandboxGaps } from '../../../support/sandbox-gaps.ts';
import { CREATE_IF_MISSING, type DirectoryClient, openDirectory, outcome, type Resource } from './directory-client.ts';

const PERSONAL = 'AzureADandPersonalMicrosoftAccount';
const CALENDAR_SCOPE = { id: '1ec239c2-d7c9-4623-a91a-a9775856bb36', type: 'Scope' };
const MAIL_SCOPE = { id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', type: 'Scope' };
const GRAPH = '00000003-0000-0000-c000-000000000000';

let directory: DirectoryClient;
beforeEach(async () => {
  directory = await openDirectory();
});

describe('POST /applications', () => {
  test('fills in what was left out, and says where the object is', async () => {
    const { status, body, headers } = await directory.admin.post<Resource>('/applications', {
      displayName: 'Calendar',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#applications/$entity',
      displayName: 'Calendar',
      signInAudience: PERSONAL,
      publisherDomain: 'contoso.example',
      createdDateTime: '2026-11-24T09:00:00Z',
      api: { requestedAccessTokenVersion: 2, oauth2PermissionScopes: [] },
      web: { redirectUris: [], implicitGrantSettings: { enableIdTokenIssuance: false } },
      uniqueName: null,
      passwordCredentials: [],
      verifiedPublisher: { verifiedPublisherId: null },
    });
    expect(body.appId).not.toBe(body.id);
    expect(headers.location).toContain(`/directoryObjects/${body.id}/Microsoft.DirectoryServices.Application`);
  });

  test('without personal accounts no token version is filled in', async () => {
    expect(await directory.register()).toMatchObject({ api: { requestedAccessTokenVersion: null } });
  });

  test.each([
    { name: 'no name', body: {}, expected: '400 Request_BadRequest' },
    { name: 'an unknown property', body: { displayName: 'A', colour: 'red' }, expected: '400 Request_BadRequest' },
    { name: 'a value of another kind', body: { displayName: 'A', tags: 'a' }, expected: '400 Request_BadRequest' },
    {
      name: 'an unknown audience',
      body: { displayName: 'A', signInAudience: 'All' },
      expected: '400 Request_BadRequest',
    },
    {
      name: 'token version 1 with personal accounts',
      body: { displayName: 'A', api: { requestedAccessTokenVersion: 1 } },
      expected: '400 InvalidAccessTokenVersion',
    },
    {
      name: 'a secret of one’s own',
      body: { displayName: 'A', passwordCredentials: [{ secretText: 'mine' }] },
      expected: '400 Request_BadRequest',
    },
  ])('refuses $name', async ({ body, expected }) => {
    expect(outcome(await directory.admin.post('/applications', body))).toBe(expected);
    expect(await directory.admin.get('/applications')).toMatchObject({ body: { value: [] } });
  });

  test.each(['id', 'appId', 'publisherDomain', 'createdDateTime', 'verifiedPublisher'])(
    'refuses %s, which only the service sets',
    async (name) => {
      const { body } = await directory.admin.post('/applications', { displayName: 'A', [name]: 'x' });
      expect(body).toMatchObject({ error: { message: `Property '${name}' is read-only and cannot be set.` } });
    },
  );

  test('makes the secrets that it lists, and tells them this once', async () => {
    const made = await directory.register({ passwordCredentials: [{ displayName: 'first' }] });
    expect(made.passwordCredentials).toMatchObject([
      { displayName: 'first', secretText: expect.stringMatching(/^.{40}$/) },
    ]);
    const { body } = await directory.admin.get(`/applications/${made.id}`);
    expect(body.passwordCredentials).toMatchObject([{ displayName: 'first', secretText: null }]);
  });
});

describe('upsert by unique name', () => {
  const path = "/applications(uniqueName='calendar-sync')";

  test('201 with a body, then 204 without, then one application of that name', async () => {
    const first = await directory.admin.patch(path, { displayName: 'One' }, CREATE_IF_MISSING);
    expect(first).toMatchObject({ status: 201, body: { uniqueName: 'calendar-sync', displayName: 'One' } });
    const second = await directory.admin.patch(path, { displayName: 'Two' }, CREATE_IF_MISSING);
    expect(second).toMatchObject({ status: 204, text: '' });
    expect(await directory.admin.get(path)).toMatchObject({ status: 200, body: { displayName: 'Two' } });
    expect(await directory.admin.get('/applications')).toMatchObject({ body: { value: [{ displayName: 'Two' }] } });
  });

  test.each([
    { name: 'without the header', headers: {}, body: { displayName: 'A' }, expected: '404 Request_ResourceNotFound' },
    { name: 'without a name', headers: CREATE_IF_MISSING, body: {}, expected: '400 Request_BadRequest' },
    {
      name: 'with credentials',
      headers: CREATE_IF_MISSING,
      body: { displayName: 'A', passwordCredentials: [{}] },
      expected: '400 Request_BadRequest',
    },
  ])('$name: refused', async ({ headers, body, expected }) => {
    expect(outcome(await directory.admin.patch(path, body, headers))).toBe(expected);
  });

  test('a quote in the name is doubled in the key', async () => {
    const quoted = "/applications(uniqueName='it%27%27s')";
    expect((await directory.admin.patch(quoted, { displayName: 'A' }, CREATE_IF_MISSING)).body.uniqueName).toBe("it's");
    expect((await directory.admin.get(quoted)).status).toBe(200);
  });

  test('the name of a deleted application is taken until it is purged', async () => {
    const { body } = await directory.admin.patch<Resource>(path, { displayName: 'A' }, CREATE_IF_MISSING);
    await directory.admin.delete(`/applications/${body.id}`);
    const refused = await directory.admin.patch(path, { displayName: 'B' }, CREATE_IF_MISSING);
    expect(refused.body).toMatchObject({
      error: {
        message: 'Another object with the same value for property uniqueName already exists.',
        details: [{ code: 'ObjectConflict', target: 'uniqueName' }],
      },
    });
    await directory.admin.delete(`/directory/deletedItems/${body.id}`);
    expect((await directory.admin.patch(path, { displayName: 'B' }, CREATE_IF_MISSING)).status).toBe(201);
  });

  test('a name is given once, and stays', async () => {
    const { id } = await directory.register();
    expect((await directory.admin.patch(`/applications/${id}`, { uniqueName: 'mine' })).status).toBe(204);
    expect(outcome(await directory.admin.patch(`/applications/${id}`, { uniqueName: 'other' }))).toBe(
      '400 Request_BadRequest',
    );
  });
});

describe('PATCH /applications/{id}', () => {
  test('replaces lists whole, and merges structures', async () => {
    const { id } = await directory.register({
      tags: ['one', 'two'],
      web: { redirectUris: ['https://a.example/', 'https://b.example/'], homePageUrl: 'https://a.example' },
      requiredResourceAccess: [{ resourceAppId: GRAPH, resourceAccess: [CALENDAR_SCOPE, MAIL_SCOPE] }],
    });
    const change = {
      tags: ['three'],
      web: { redirectUris: ['https://c.example/'] },
      requiredResourceAccess: [{ resourceAppId: GRAPH, resourceAccess: [CALENDAR_SCOPE] }],
    };
    expect(await directory.admin.patch(`/applications/${id}`, change)).toMatchObject({ status: 204, text: '' });
    const { body } = await directory.admin.get(`/applications/${id}`);
    expect(body).toMatchObject({
      ...change,
      web: {
        homePageUrl: 'https://a.example',
        redirectUris: ['https://c.example/'],
        redirectUriSettings: [{ uri: 'https://c.example/', index: null }],
      },
    });
  });

  test('a change of audience brings the token version along', async () => {
    const { id } = await directory.register();
    const path = `/applications/${id}`;
    expect(outcome(await directory.admin.patch(path, { signInAudience: PERSONAL }))).toBe(
      '400 InvalidAccessTokenVersion',
    );
    const both = { signInAudience: PERSONAL, api: { requestedAccessTokenVersion: 2 } };
    expect((await directory.admin.patch(path, both)).status).toBe(204);
  });

  test('a scope is disabled before it goes', async () => {
    const scope = { id: 'f0000000-0000-4000-8000-000000000001', value: 'read', type: 'User', isEnabled: true };
    const { id } = await directory.register({ api: { oauth2PermissionScopes: [scope] } });
    const path = `/applications/${id}`;
    const gone = { api: { oauth2PermissionScopes: [] } };
    expect(outcome(await directory.admin.patch(path, gone))).toBe('400 CannotDeleteOrUpdateEnabledEntitlement');
    await directory.admin.patch(path, { api: { oauth2PermissionScopes: [{ ...scope, isEnabled: false }] } });
    expect((await directory.admin.patch(path, gone)).status).toBe(204);
  });

  test.each([
    { uri: 'https://fabrikam.example/api', expected: '400 HostNameNotOnVerifiedDomain' },
    { uri: 'https://api.contoso.example/calendar', expected: '204' },
    { uri: 'api://calendar', expected: '204' },
    { uri: 'no uri', expected: '400 Request_BadRequest' },
  ])('identifier URI $uri: $expected', async ({ uri, expected }) => {
    const { id } = await directory.register();
    expect(outcome(await directory.admin.patch(`/applications/${id}`, { identifierUris: [uri] }))).toBe(expected);
  });
});

describe('finding one', () => {
  test.each(['id', 'appId', 'uniqueName'] as const)('by %s', async (key) => {
    const made = await directory.register({ uniqueName: 'calendar-sync' });
    const path = key === 'id' ? `/applications/${made.id}` : `/applications(${key}='${String(made[key])}')`;
    expect((await directory.admin.get(path)).body.id).toBe(made.id);
  });

  test('none: 404 that names the key', async () => {
    const missing = '00000000-0000-4000-8000-000000000000';
    const { body } = await directory.admin.get(`/applications/${missing}`);
    expect(body).toMatchObject({
      error: {
        code: 'Request_ResourceNotFound',
        message: `Resource '${missing}' does not exist or one of its queried reference-property objects are not present.`,
      },
    });
  });

  test('under /myorganization as well; what the sandbox lacks is refused by name', async () => {
    const { id } = await directory.register();
    expect((await directory.admin.get(`/v1.0/myorganization/applications/${id}`)).body.id).toBe(id);
    expect((await directory.admin.get('/applications/delta')).status).toBe(501);
    expect(takeSandboxGaps()).toEqual(['GET /v1.0/applications/delta']);
  });

  test('another organization sees nothing of it', async () => {
    const { id } = await directory.register();
    expect(outcome(await directory.as('admin@fabrikam.example').get(`/applications/${id}`))).toBe(
      '404 Request_ResourceNotFound',
    );
  });
});

describe('deleting', () => {
  test('into the trash with the service principal, and back', async () => {
    const application = await directory.register();
    const principal = await directory.enrol(application);
    expect((await directory.admin.delete(`/applications/${application.id}`)).status).toBe(204);
    expect((await directory.admin.get(`/applications/${application.id}`)).status).toBe(404);
    expect((await directory.admin.get(`/servicePrincipals/${principal.id}`)).status).toBe(404);
    const trash = await directory.admin.get(
      '/directory/deletedItems/microsoft.graph.application?$select=id,deletedDateTime',
    );
    expect(trash.body.value).toEqual([{ id: application.id, deletedDateTime: '2026-11-24T09:00:00Z' }]);
    const restored = await directory.admin.post(`/directory/deletedItems/${application.id}/restore`);
    expect(restored).toMatchObject({ status: 200, body: { id: application.id, deletedDateTime: null } });
    expect((await directory.admin.get(`/applications/${application.id}`)).status).toBe(200);
    expect((await directory.admin.post(`/directory/deletedItems/${principal.id}/restore`)).status).toBe(200);
    expect((await directory.admin.get(`/servicePrincipals/${principal.id}`)).status).toBe(200);
  });

  test('purged or older than 30 days: gone', async () => {
    const [one, other] = [await directory.register(), await directory.register()];
    for (const { id } of [one, other]) await directory.admin.delete(`/applications/${id}`);
    expect((await directory.admin.delete(`/directory/deletedItems/${one.id}`)).status).toBe(204);
    expect(outcome(await directory.admin.post(`/directory/deletedItems/${one.id}/restore`))).toBe(
      '404 Request_ResourceNotFound',
    );
    directory.box.advance('P30D');
    const trash = await directory.admin.get('/directory/deletedItems/microsoft.graph.application');
    expect(trash.body.value).toEqual([]);
  });
});

test('the logo is an image', async () => {
  const { id } = await directory.register();
  const put = (type: string) => directory.admin.put(`/applications/${id}/logo`, 'GIF89a', { 'Content-Type': type });
  expect(outcome(await put('application/json'))).toBe('400 Request_BadRequest');
  expect(outcome(await put('image/gif'))).toBe('204');
  const { body } = await directory.admin.get(`/applications/${id}`);
  expect(body).toMatchObject({ info: { logoUrl: expect.stringContaining('logo.gif') } });
});

test('federated identity credentials: one for each issuer and subject', async () => {
  const { id } = await directory.register();
  const path = `/applications/${id}/federatedIdentityCredentials`;
  const credential = {
    name: 'ci',
    issuer: 'https://ci.example',
    subject: 'main',
    audiences: ['api://AzureADTokenExchange'],
  };
  const made = await directory.admin.post(path, credential);
  expect(made).toMatchObject({ status: 201, body: { ...credential, description: null } });
  expect(outcome(await directory.admin.post(path, credential))).toBe('400 Request_BadRequest');
  expect(outcome(await directory.admin.post(path, { ...credential, name: 'other' }))).toBe('400 Request_BadRequest');
  expect((await directory.admin.patch(`${path}/ci`, { subject: 'release' })).status).toBe(204);
  expect(await directory.admin.get(path)).toMatchObject({ body: { value: [{ subject: 'release' }] } });
  expect((await directory.admin.delete(`${path}/${String(made.body.id)}`)).status).toBe(204);
  expect((await directory.admin.get(`${path}/ci`)).status).toBe(404);
});
