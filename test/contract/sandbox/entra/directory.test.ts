// What the directory's API changes, the sign-in heeds: registrations, secrets, certificates, grants, revocation.
import { beforeEach, expect, test } from 'vitest';
import type { GraphUser } from '../sandbox-client.ts';
import { codeOf, type EntraStage, type Met, openEntra, REDIRECT_URI } from './entra-stage.ts';
import { certificate } from './provocations/clients.ts';

const RIGHTS = [
  'Application.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
  'User.ReadWrite.All',
  'User.RevokeSessions.All',
  'Directory.AccessAsUser.All',
];

let stage: EntraStage;
let graph: GraphUser;
beforeEach(() => {
  stage = openEntra();
  graph = stage.client.as('admin', RIGHTS);
});

const ownToken = (clientId: unknown, secret: unknown): Promise<Met> => {
  const form = { client_id: String(clientId), client_secret: String(secret), grant_type: 'client_credentials' };
  return stage.token({ ...form, scope: 'https://graph.microsoft.com/.default' }, { authority: stage.tenant.id });
};

test('an application made over Graph: secret, service principal, its own token, until it is deleted', async () => {
  const created = await graph.post('/applications', { displayName: 'Made over Graph' });
  expect(created.status).toBe(201);
  const { id, appId } = created.body;
  const { body } = await graph.post(`/applications/${String(id)}/addPassword`, {});
  expect(codeOf(await ownToken(appId, body.secretText))).toBe(7000229);
  expect((await graph.post('/servicePrincipals', { appId })).status).toBe(201);
  expect((await ownToken(appId, body.secretText)).status).toBe(200);
  await graph.delete(`/applications/${String(id)}`);
  expect(codeOf(await ownToken(appId, body.secretText))).toBe(700016);
});

test('consent at the sign-in is a grant over Graph; without it the refresh is refused', async () => {
  const { fields } = await stage.tokens('ada');
  const listed = await graph.get<{ value: { id: string; principalId: string; scope: string }[] }>(
    '/oauth2PermissionGrants',
  );
  const grant = listed.body.value.find(({ principalId }) => principalId === stage.user('ada').id);
  expect(grant?.scope).toContain('Calendars.ReadWrite');
  expect((await graph.delete(`/oauth2PermissionGrants/${grant?.id}`)).status).toBe(204);
  expect(codeOf(await stage.token(stage.refreshForm(fields.refresh_token)))).toBe(65001);
});

test('revokeSignInSessions ends refresh tokens and sessions', async () => {
  const { fields } = await stage.tokens('ada');
  stage.client.advance('PT1M');
  expect((await graph.post('/users/ada@contoso.example/revokeSignInSessions', {})).status).toBe(200);
  expect(codeOf(await stage.token(stage.refreshForm(fields.refresh_token)))).toBe(50173);
});

test('a disabled account can’t refresh', async () => {
  const { fields } = await stage.tokens('ada');
  expect((await graph.patch('/users/ada@contoso.example', { accountEnabled: false })).status).toBe(204);
  expect(codeOf(await stage.token(stage.refreshForm(fields.refresh_token)))).toBe(50057);
});

test('a certificate that was uploaded as a keyCredential proves the application', async () => {
  const { registered } = certificate();
  const key = { type: 'AsymmetricX509Cert', usage: 'Verify', key: registered.certificate, displayName: 'test' };
  const created = await graph.post('/applications', { displayName: 'With a certificate', keyCredentials: [key] });
  expect(created.status).toBe(201);
  const made = stage.client.world().applications.get(String(created.body.id));
  expect(made?.certificates).toHaveLength(1);
});

test('the redirect URI that Graph was given is the one that matches', async () => {
  const created = await graph.post('/applications', { displayName: 'Web', web: { redirectUris: [REDIRECT_URI] } });
  const url = new URL(stage.authorizeUrl({ client_id: String(created.body.appId) }));
  expect((await stage.browser().open(url.toString())).status).toBe(200);
  url.searchParams.set('redirect_uri', `${REDIRECT_URI}x`);
  expect(codeOf(await stage.browser().open(url.toString()))).toBe(50011);
});
