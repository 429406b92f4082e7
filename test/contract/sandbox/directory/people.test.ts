// People, groups, roles, domains, the organization, and what somebody belongs to.
import { beforeEach, describe, expect, test } from 'vitest';
import { type DirectoryClient, names, openDirectory, outcome, reference } from './directory-client.ts';

const ZOE = {
  accountEnabled: true,
  displayName: 'Zoe Young',
  mailNickname: 'zoe',
  userPrincipalName: 'zoe@contoso.example',
  passwordProfile: { password: 'Long-enough-1', forceChangePasswordNextSignIn: false },
};

let directory: DirectoryClient;
beforeEach(async () => {
  directory = await openDirectory();
});

describe('people', () => {
  test('carry eleven properties, and others where they are selected', async () => {
    const { body } = await directory.as('ada').get('/me');
    expect(Object.keys(body).toSorted()).toEqual([
      '@odata.context',
      'businessPhones',
      'displayName',
      'givenName',
      'id',
      'jobTitle',
      'mail',
      'mobilePhone',
      'officeLocation',
      'preferredLanguage',
      'surname',
      'userPrincipalName',
    ]);
    const selected = await directory.as('ada').get('/me?$select=accountEnabled,userType,proxyAddresses');
    expect(selected.body).toEqual({
      '@odata.context':
        'https://graph.microsoft.com/v1.0/$metadata#users(accountEnabled,userType,proxyAddresses)/$entity',
      accountEnabled: true,
      userType: 'Member',
      proxyAddresses: ['SMTP:ada@contoso.example'],
    });
  });

  test('are made, changed, found by name, deleted and restored', async () => {
    const { status, body } = await directory.admin.post('/users', ZOE);
    expect(status).toBe(201);
    expect((await directory.admin.patch('/users/zoe@contoso.example', { jobTitle: 'Editor' })).status).toBe(204);
    expect((await directory.admin.get('/users/ZOE@contoso.example')).body).toMatchObject({
      id: body.id,
      jobTitle: 'Editor',
    });
    expect((await directory.admin.delete(`/users/${String(body.id)}`)).status).toBe(204);
    expect((await directory.admin.get(`/users/${String(body.id)}`)).status).toBe(404);
    const trash = await directory.admin.get('/directory/deletedItems/microsoft.graph.user');
    expect(names(trash)).toEqual(['Zoe Young']);
    expect((await directory.admin.post(`/directory/deletedItems/${String(body.id)}/restore`)).status).toBe(200);
    expect((await directory.admin.get(`/users/${String(body.id)}`)).status).toBe(200);
  });

  test.each([
    {
      name: 'a name of another domain',
      change: { userPrincipalName: 'zoe@fabrikam.example' },
      message: /domain portion/,
    },
    { name: 'a name that is taken', change: { userPrincipalName: 'ada@contoso.example' }, message: /already exists/ },
    { name: 'a short password', change: { passwordProfile: { password: 'short' } }, message: /password complexity/ },
    { name: 'no nickname', change: { mailNickname: undefined }, message: /mailNickname/ },
  ])('with $name are refused', async ({ change, message }) => {
    const refused = await directory.admin.post('/users', { ...ZOE, ...change });
    expect(refused).toMatchObject({ status: 400, body: { error: { message: expect.stringMatching(message) } } });
  });

  test('are disabled, and signed out everywhere', async () => {
    const path = '/users/ada@contoso.example';
    expect((await directory.admin.patch(path, { accountEnabled: false })).status).toBe(204);
    expect(directory.box.world().users.get(directory.userId('ada'))?.accountEnabled).toBe(false);
    const revoked = await directory.admin.post(`${path}/revokeSignInSessions`);
    expect(revoked).toMatchObject({ status: 200, body: { value: true } });
    const { body } = await directory.admin.get(`${path}?$select=signInSessionsValidFromDateTime`);
    expect(body.signInSessionsValidFromDateTime).toBe('2026-11-24T09:00:00.000Z');
    expect(outcome(await directory.as('bo').post(`${path}/revokeSignInSessions`))).toBe(
      '403 Authorization_RequestDenied',
    );
    expect((await directory.as('bo').post('/me/revokeSignInSessions')).status).toBe(200);
  });
});

describe('groups', () => {
  const GROUP = { displayName: 'Pilot', mailEnabled: false, mailNickname: 'pilot', securityEnabled: true };

  test('have members once, directly and through others', async () => {
    const [inner, outer] = [
      await directory.admin.post('/groups', GROUP),
      await directory.admin.post('/groups', { ...GROUP, displayName: 'Everybody' }),
    ];
    const members = `/groups/${String(inner.body.id)}/members`;
    const ada = reference(directory.userId('ada'));
    expect((await directory.admin.post(`${members}/$ref`, ada)).status).toBe(204);
    expect(outcome(await directory.admin.post(`${members}/$ref`, ada))).toBe('400 Request_BadRequest');
    await directory.admin.post(`/groups/${String(outer.body.id)}/members/$ref`, reference(String(inner.body.id)));
    expect(names(await directory.as('ada').get('/me/memberOf'))).toEqual(['Pilot']);
    expect(names(await directory.as('ada').get('/me/transitiveMemberOf'))).toEqual(['Pilot', 'Everybody']);
    expect(names(await directory.admin.get(members))).toEqual(['Ada Lindqvist']);
    expect((await directory.admin.delete(`${members}/${directory.userId('ada')}/$ref`)).status).toBe(204);
    expect(names(await directory.admin.get(members))).toEqual([]);
  });

  test('are found, changed and deleted', async () => {
    const { body } = await directory.admin.post('/groups', GROUP);
    const path = `/groups/${String(body.id)}`;
    expect((await directory.admin.patch(path, { description: 'First users' })).status).toBe(204);
    const found = await directory.admin.get("/groups?$filter=startswith(displayName,'Pil')");
    expect(found.body.value).toMatchObject([{ description: 'First users' }]);
    expect((await directory.admin.delete(path)).status).toBe(204);
    expect((await directory.admin.get(path)).status).toBe(404);
  });
});

test('roles are listed, given and taken, and say what somebody is', async () => {
  const ada = directory.userId('ada');
  const path = "/directoryRoles(roleTemplateId='9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3')";
  expect((await directory.admin.get(path)).body.displayName).toBe('Application Administrator');
  expect((await directory.admin.post(`${path}/members/$ref`, reference(ada))).status).toBe(204);
  expect((await directory.as('ada').get('/me/memberOf')).body.value).toMatchObject([
    { '@odata.type': '#microsoft.graph.directoryRole', displayName: 'Application Administrator' },
  ]);
  const own = await directory.as('ada').get('/me/memberOf/microsoft.graph.directoryRole');
  expect(names(own)).toEqual(['Application Administrator']);
  expect(names(await directory.admin.get(`${path}/members`))).toEqual(['Ada Lindqvist']);
  expect((await directory.admin.delete(`${path}/members/${ada}/$ref`)).status).toBe(204);
  expect(names(await directory.admin.get(`${path}/members`))).toEqual([]);
});

test('the organization and its domain', async () => {
  const { body } = await directory.admin.get('/organization');
  expect(body.value).toMatchObject([
    { displayName: 'Contoso', tenantType: 'AAD', verifiedDomains: [{ name: 'contoso.example', isDefault: true }] },
  ]);
  expect((await directory.admin.get('/domains/contoso.example')).body).toMatchObject({ isVerified: true });
  expect((await directory.admin.get('/domains/fabrikam.example')).status).toBe(404);
});

test('what people may consent to is told and changed by the authorization policy', async () => {
  const path = '/policies/authorizationPolicy';
  const assigned = async () =>
    ((await directory.admin.get(path)).body.defaultUserRolePermissions as Record<string, unknown>)
      .permissionGrantPoliciesAssigned;
  expect(await assigned()).toEqual(['ManagePermissionGrantsForSelf.microsoft-user-default-legacy']);
  const change = { defaultUserRolePermissions: { permissionGrantPoliciesAssigned: [] } };
  expect((await directory.admin.patch(path, change)).status).toBe(204);
  expect(await assigned()).toEqual([]);
  expect([...directory.box.world().tenants.values()][0]?.consentPolicy).toBe('adminOnly');
});

test('objects of any kind are found by their ids, in their own organization', async () => {
  const application = await directory.register();
  const ids = [directory.userId('ada'), application.id, '00000000-0000-4000-8000-000000000000'];
  const all = await directory.admin.post('/directoryObjects/getByIds', { ids });
  expect(names(all)).toEqual(['Ada Lindqvist', 'Calendar']);
  expect(names(await directory.admin.post('/directoryObjects/getByIds', { ids, types: ['user'] }))).toEqual([
    'Ada Lindqvist',
  ]);
  expect((await directory.admin.get(`/directoryObjects/${application.id}`)).body).toMatchObject({
    '@odata.type': '#microsoft.graph.application',
    id: application.id,
  });
  const farid = directory.as('admin@fabrikam.example');
  expect((await farid.get(`/directoryObjects/${application.id}`)).status).toBe(404);
});
