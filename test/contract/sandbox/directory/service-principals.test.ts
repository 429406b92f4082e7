// Service principals, what they were granted, and the roles that they were assigned.
import { beforeEach, describe, expect, test } from 'vitest';
import { CREATE_IF_MISSING, type DirectoryClient, openDirectory, outcome, type Resource } from './directory-client.ts';

const CONFLICT = '409 Request_MultipleObjectsWithSameKeyValue';

let directory: DirectoryClient;
let application: Resource;
beforeEach(async () => {
  directory = await openDirectory();
  application = await directory.register({
    signInAudience: 'AzureADMultipleOrgs',
    web: { redirectUris: ['https://a.example/'], homePageUrl: 'https://a.example' },
  });
});

describe('a service principal', () => {
  test('shows what its application says, and follows it', async () => {
    const principal = await directory.enrol(application);
    expect(principal).toMatchObject({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#servicePrincipals/$entity',
      appId: application.appId,
      appDisplayName: 'Calendar',
      displayName: 'Calendar',
      homepage: 'https://a.example',
      replyUrls: ['https://a.example/'],
      servicePrincipalNames: [application.appId],
      servicePrincipalType: 'Application',
      accountEnabled: true,
    });
    await directory.admin.patch(`/applications/${application.id}`, { displayName: 'Renamed' });
    const { body } = await directory.admin.get(`/servicePrincipals(appId='${application.appId}')`);
    expect(body).toMatchObject({ id: principal.id, displayName: 'Renamed' });
  });

  test('is one for each application and tenant', async () => {
    await directory.enrol(application);
    const { appId } = application;
    expect(outcome(await directory.admin.post('/servicePrincipals', { appId }))).toBe(CONFLICT);
    const fabrikam = directory.as('admin@fabrikam.example');
    expect((await fabrikam.post('/servicePrincipals', { appId })).status).toBe(201);
  });

  test.each([
    { name: 'no application', body: { appId: '00000000-0000-4000-8000-000000000000' } },
    { name: 'no appId', body: {} },
  ])('of $name: 400', async ({ body }) => {
    expect((await directory.admin.post('/servicePrincipals', body)).status).toBe(400);
  });

  test('of another organization’s application that is for that organization alone: 400', async () => {
    const { appId } = await directory.register();
    expect((await directory.as('admin@fabrikam.example').post('/servicePrincipals', { appId })).status).toBe(400);
  });

  test('is made by upsert', async () => {
    const path = `/servicePrincipals(appId='${application.appId}')`;
    expect((await directory.admin.patch(path, { tags: ['a'] })).status).toBe(404);
    expect((await directory.admin.patch(path, { tags: ['a'] }, CREATE_IF_MISSING)).status).toBe(201);
    expect((await directory.admin.patch(path, { tags: ['b'] }, CREATE_IF_MISSING)).status).toBe(204);
    expect((await directory.admin.get(path)).body.tags).toEqual(['b']);
  });

  test('is disabled by PATCH; what comes from the application is not its own', async () => {
    const { id } = await directory.enrol(application);
    expect((await directory.admin.patch(`/servicePrincipals/${id}`, { accountEnabled: false })).status).toBe(204);
    expect((await directory.admin.get(`/servicePrincipals/${id}`)).body.accountEnabled).toBe(false);
    expect(outcome(await directory.admin.patch(`/servicePrincipals/${id}`, { displayName: 'x' }))).toBe(
      '400 Request_BadRequest',
    );
  });

  test('Microsoft Graph has one in every tenant, with its scopes and roles', async () => {
    expect(await directory.graphPrincipal()).toMatchObject({
      displayName: 'Microsoft Graph',
      appOwnerOrganizationId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
      oauth2PermissionScopes: expect.arrayContaining([
        expect.objectContaining({ value: 'Calendars.ReadWrite', id: '1ec239c2-d7c9-4623-a91a-a9775856bb36' }),
      ]),
      appRoles: expect.arrayContaining([expect.objectContaining({ value: 'Application.ReadWrite.OwnedBy' })]),
    });
  });
});

describe('grants', () => {
  let grant: Record<string, unknown>;
  beforeEach(async () => {
    const { id: clientId } = await directory.enrol(application);
    const { id: resourceId } = await directory.graphPrincipal();
    grant = { clientId, consentType: 'AllPrincipals', principalId: null, resourceId, scope: 'Calendars.ReadWrite' };
  });

  test('one for each client, resource and principal', async () => {
    const made = await directory.admin.post('/oauth2PermissionGrants', grant);
    expect(made).toMatchObject({ status: 201, body: grant });
    expect(await directory.admin.post('/oauth2PermissionGrants', { ...grant, scope: 'User.Read' })).toMatchObject({
      status: 409,
      body: { error: { message: 'Permission entry already exists.' } },
    });
    const own = { ...grant, consentType: 'Principal', principalId: directory.userId('ada') };
    expect((await directory.admin.post('/oauth2PermissionGrants', own)).status).toBe(201);
    const filter = encodeURIComponent(`clientId eq '${String(grant.clientId)}' and consentType eq 'AllPrincipals'`);
    const listed = await directory.admin.get(`/oauth2PermissionGrants?$filter=${filter}`);
    expect(listed.body.value).toMatchObject([{ id: made.body.id }]);
    expect((await directory.as('ada').get('/me/oauth2PermissionGrants')).body.value).toMatchObject([own]);
  });

  test('PATCH replaces the scope, and nothing else', async () => {
    const path = `/oauth2PermissionGrants/${String((await directory.admin.post('/oauth2PermissionGrants', grant)).body.id)}`;
    expect((await directory.admin.patch(path, { scope: 'User.Read' })).status).toBe(204);
    expect((await directory.admin.get(path)).body.scope).toBe('User.Read');
    expect(outcome(await directory.admin.patch(path, { consentType: 'Principal' }))).toBe('400 Request_BadRequest');
    expect((await directory.admin.delete(path)).status).toBe(204);
    expect((await directory.admin.get(path)).status).toBe(404);
  });

  test.each([
    {
      name: 'no client',
      change: { clientId: '00000000-0000-4000-8000-000000000000' },
      expected: '404 Request_ResourceNotFound',
    },
    { name: 'no such consent', change: { consentType: 'Everybody' }, expected: '400 Request_BadRequest' },
    { name: 'a person without being for one', change: { principalId: 'x' }, expected: '400 Request_BadRequest' },
    {
      name: 'for one person without naming them',
      change: { consentType: 'Principal' },
      expected: '400 Request_BadRequest',
    },
  ])('$name: $expected', async ({ change, expected }) => {
    expect(outcome(await directory.admin.post('/oauth2PermissionGrants', { ...grant, ...change }))).toBe(expected);
  });

  test('go with their service principal, and come back with it', async () => {
    await directory.admin.post('/oauth2PermissionGrants', grant);
    const count = async () => ((await directory.admin.get('/oauth2PermissionGrants')).body.value as unknown[]).length;
    await directory.admin.delete(`/servicePrincipals/${String(grant.clientId)}`);
    expect(await count()).toBe(0);
    await directory.admin.post(`/directory/deletedItems/${String(grant.clientId)}/restore`);
    expect(await count()).toBe(1);
    await directory.admin.delete(`/servicePrincipals/${String(grant.clientId)}`);
    await directory.admin.delete(`/directory/deletedItems/${String(grant.clientId)}`);
    expect(directory.box.world().grants.size).toBe(0);
  });
});

test('roles of Microsoft Graph are assigned once, listed on both sides, and taken back', async () => {
  const client = await directory.enrol(application);
  const graph = await directory.graphPrincipal();
  const assignment = {
    principalId: client.id,
    resourceId: graph.id,
    appRoleId: '18a4783c-866b-4cc7-a460-3d5e5662c884',
  };
  const path = `/servicePrincipals/${client.id}/appRoleAssignments`;
  const made = await directory.admin.post(path, assignment);
  expect(made).toMatchObject({
    status: 201,
    body: { ...assignment, principalType: 'ServicePrincipal', resourceDisplayName: 'Microsoft Graph' },
  });
  expect(directory.box.world().servicePrincipals.get(client.id)?.grantedRoles).toEqual([
    'Application.ReadWrite.OwnedBy',
  ]);
  expect(outcome(await directory.admin.post(path, assignment))).toBe('400 Request_BadRequest');
  const from = await directory.admin.get(`/servicePrincipals/${graph.id}/appRoleAssignedTo`);
  expect(from.body.value).toMatchObject([{ id: made.body.id }]);
  expect((await directory.admin.delete(`${path}/${String(made.body.id)}`)).status).toBe(204);
  expect((await directory.admin.get(path)).body.value).toEqual([]);
});
