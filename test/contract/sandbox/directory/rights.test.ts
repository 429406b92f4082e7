// Who may do what in the directory: roles, ownership, quotas, applications by themselves, personal accounts.
import { beforeEach, describe, expect, test } from 'vitest';
import type { GraphUser } from '../sandbox-client.ts';
import { type DirectoryClient, openDirectory, outcome, type Resource, reference } from './directory-client.ts';

const DENIED = '403 Authorization_RequestDenied';
const OBJECTS_MAX = 250;

let directory: DirectoryClient;
beforeEach(async () => {
  directory = await openDirectory();
});

function giveRole(alias: string, role: string): void {
  const user = directory.box.world().users.get(directory.userId(alias));
  user?.roles.push(role);
}

const make = (user: GraphUser, headers = {}) =>
  user.post<Resource>('/applications', { displayName: 'Mine', signInAudience: 'AzureADMyOrg' }, headers);

describe('a member without a role', () => {
  test('registers applications, owns them, and manages those alone', async () => {
    const ada = directory.as('ada');
    const mine = await make(ada);
    expect(mine.status).toBe(201);
    const owners = await directory.admin.get(`/applications/${mine.body.id}/owners`);
    expect(owners.body.value).toMatchObject([{ userPrincipalName: 'ada@contoso.example' }]);
    expect((await ada.get('/me/ownedObjects/microsoft.graph.application')).body.value).toMatchObject([
      { id: mine.body.id },
    ]);
    expect((await ada.patch(`/applications/${mine.body.id}`, { notes: 'x' })).status).toBe(204);
    expect((await ada.post(`/applications/${mine.body.id}/addPassword`, {})).status).toBe(200);
    const other = await directory.register();
    expect((await ada.get(`/applications/${other.id}`)).status).toBe(200);
    expect(outcome(await ada.patch(`/applications/${other.id}`, { notes: 'x' }))).toBe(DENIED);
    expect(outcome(await ada.delete(`/applications/${other.id}`))).toBe(DENIED);
  });

  test('manages what an owner has shared', async () => {
    const { id } = await directory.register();
    const path = `/applications/${id}/owners`;
    const ada = reference(directory.userId('ada'));
    expect((await directory.admin.post(`${path}/$ref`, ada)).status).toBe(204);
    expect((await directory.as('ada').patch(`/applications/${id}`, { notes: 'x' })).status).toBe(204);
    expect(await directory.admin.post(`${path}/$ref`, ada)).toMatchObject({
      status: 400,
      body: {
        error: {
          message: "One or more added object references already exist for the following modified properties: 'owners'.",
        },
      },
    });
    expect((await directory.admin.delete(`${path}/${directory.userId('ada')}/$ref`)).status).toBe(204);
    expect(outcome(await directory.as('ada').patch(`/applications/${id}`, { notes: 'y' }))).toBe(DENIED);
    expect(outcome(await directory.admin.delete(`${path}/${directory.userId('ada')}/$ref`))).toBe(
      '404 Request_ResourceNotFound',
    );
  });

  test('where allowedToCreateApps is off, registers only as Application Developer', async () => {
    await directory.admin.patch('/policies/authorizationPolicy', {
      defaultUserRolePermissions: { allowedToCreateApps: false },
    });
    expect(outcome(await make(directory.as('ada')))).toBe(DENIED);
    giveRole('ada', 'Application Developer');
    expect((await make(directory.as('ada'))).status).toBe(201);
  });

  test('makes 250 objects, deleted ones counted until they are purged', async () => {
    const ada = directory.as('ada');
    let last = '';
    for (let made = 0; made < OBJECTS_MAX; made++) last = (await make(ada)).body.id;
    expect(outcome(await make(ada))).toBe('403 Directory_QuotaExceeded');
    await ada.delete(`/applications/${last}`);
    expect(outcome(await make(ada))).toBe('403 Directory_QuotaExceeded');
    expect((await ada.delete(`/directory/deletedItems/${last}`)).status).toBe(204);
    expect((await make(ada)).status).toBe(201);
  });
});

test.each(['Application Administrator', 'Cloud Application Administrator'])(
  '%s manages all applications, and owns none',
  async (role) => {
    giveRole('ada', role);
    const { id } = await directory.register();
    const ada = directory.as('ada');
    expect((await ada.patch(`/applications/${id}`, { notes: 'x' })).status).toBe(204);
    const mine = await make(ada);
    expect((await directory.admin.get(`/applications/${mine.body.id}/owners`)).body.value).toEqual([]);
  },
);

describe('without the scope, whatever the role', () => {
  test.each([
    { method: 'GET', path: '/applications', scopes: ['Calendars.ReadWrite'] },
    { method: 'POST', path: '/applications', scopes: ['Application.Read.All'] },
    { method: 'POST', path: '/oauth2PermissionGrants', scopes: ['Application.ReadWrite.All'] },
    { method: 'GET', path: '/policies/defaultAppManagementPolicy', scopes: ['Application.ReadWrite.All'] },
    { method: 'PATCH', path: '/policies/authorizationPolicy', scopes: ['Policy.Read.All'] },
    { method: 'POST', path: '/users', scopes: ['User.Read.All'] },
    { method: 'GET', path: '/users', scopes: ['User.Read'] },
    { method: 'POST', path: '/groups', scopes: ['Group.Read.All'] },
  ])('$method $path is refused', async ({ method, path, scopes }) => {
    const admin = directory.box.as('admin', scopes);
    expect(outcome(await admin.send(method, path, method === 'GET' ? {} : { body: {} }))).toBe(DENIED);
  });
});

describe('with the scope, without the role', () => {
  test.each([
    { method: 'POST', path: '/oauth2PermissionGrants' },
    { method: 'GET', path: '/policies/defaultAppManagementPolicy' },
    { method: 'PATCH', path: '/policies/authorizationPolicy' },
    { method: 'POST', path: '/users' },
    { method: 'POST', path: '/groups' },
  ])('$method $path is refused', async ({ method, path }) => {
    expect(outcome(await directory.as('ada').send(method, path, method === 'GET' ? {} : { body: {} }))).toBe(DENIED);
  });
});

describe('an application by itself', () => {
  let tool: Resource;
  beforeEach(async () => {
    tool = await directory.register({ displayName: 'Tool' });
    await directory.enrol(tool);
  });

  test('with Application.ReadWrite.OwnedBy reaches what it made, and no owners', async () => {
    const headers = directory.asApplication(tool.appId, ['Application.ReadWrite.OwnedBy']);
    const mine = await make(directory.admin, headers);
    expect(mine.status).toBe(201);
    const path = `/applications/${mine.body.id}`;
    expect((await directory.admin.patch(path, { notes: 'x' }, headers)).status).toBe(204);
    const owner = reference(directory.userId('ada'));
    expect(outcome(await directory.admin.post(`${path}/owners/$ref`, owner, headers))).toBe(DENIED);
    const { id } = await directory.register();
    expect(outcome(await directory.admin.patch(`/applications/${id}`, { notes: 'x' }, headers))).toBe(DENIED);
  });

  test('with Application.ReadWrite.All reaches all', async () => {
    const headers = directory.asApplication(tool.appId, ['Application.ReadWrite.All']);
    const { id } = await directory.register();
    expect((await directory.admin.patch(`/applications/${id}`, { notes: 'x' }, headers)).status).toBe(204);
  });

  test('is nobody', async () => {
    const headers = directory.asApplication(tool.appId, ['User.Read.All']);
    expect(outcome(await directory.admin.get('/me', headers))).toBe('400 BadRequest');
  });
});

describe('a personal account', () => {
  const pat = () => directory.as('pat@outlook.example');

  test('registers applications, and sees its own alone', async () => {
    const made = await pat().post<Resource>('/applications', { displayName: 'Home' });
    expect(made.status).toBe(201);
    expect((await pat().post(`/applications/${made.body.id}/addPassword`, {})).status).toBe(200);
    expect((await pat().get('/applications')).body.value).toMatchObject([{ id: made.body.id }]);
    expect((await pat().delete(`/applications/${made.body.id}`)).status).toBe(204);
  });

  test.each([
    { method: 'POST', path: '/servicePrincipals' },
    { method: 'GET', path: '/servicePrincipals' },
    { method: 'POST', path: '/oauth2PermissionGrants' },
    { method: 'GET', path: '/users' },
    { method: 'GET', path: '/organization' },
    { method: 'GET', path: '/policies/defaultAppManagementPolicy' },
  ])('$method $path is not its own', async ({ method, path }) => {
    expect(outcome(await pat().send(method, path, method === 'GET' ? {} : { body: { appId: 'x' } }))).toBe(DENIED);
  });

  test('has no owners and no publisher to set', async () => {
    const { id } = (await pat().post<Resource>('/applications', { displayName: 'Home' })).body;
    expect(outcome(await pat().post(`/applications/${id}/owners/$ref`, reference(id)))).toBe(DENIED);
    expect(outcome(await pat().post(`/applications/${id}/setVerifiedPublisher`, {}))).toBe(DENIED);
  });
});
