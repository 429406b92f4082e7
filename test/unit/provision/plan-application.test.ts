// The application as it is against the one that is wanted, property by property.
import { expect, test } from 'vitest';
import { MICROSOFT_GRAPH_APP_ID } from '../../../graph/models/application.ts';
import { planApplication } from '../../../provision/plan/application.ts';
import { DELEGATED_SCOPES } from '../../../provision/registration.ts';
import { application, DESIRED, GRAPH } from './directory-objects.ts';

const bodyOf = (live: ReturnType<typeof application>) => {
  const [change] = planApplication(DESIRED, live, GRAPH).changes;
  return change?.kind === 'update-application' ? change.body : undefined;
};

test('an application as wanted needs no change and no note', () => {
  expect(planApplication(DESIRED, application(), GRAPH)).toEqual({ changes: [], notes: [] });
});

test('no application: one is made with everything in one request', () => {
  const { changes } = planApplication(DESIRED, null, GRAPH);
  expect(changes).toHaveLength(1);
  expect(changes[0]).toMatchObject({
    kind: 'create-application',
    body: { displayName: DESIRED.displayName, web: { redirectUris: [DESIRED.redirectUri] } },
  });
});

test('the redirect URI joins those that are there, which stay and are named', () => {
  const other = 'https://other.example.org/callback';
  const live = application({ web: { ...application().web, redirectUris: [other] } });
  expect(bodyOf(live)).toEqual({ web: { ...live.web, redirectUris: [other, DESIRED.redirectUri] } });
  expect(planApplication(DESIRED, live, GRAPH).notes).toMatchObject([{ code: 'foreign_redirect_uri' }]);
});

test('permissions of others stay and are named, missing ones join them', () => {
  const foreign = { resourceAppId: 'another-api', resourceAccess: [{ id: 'some-role', type: 'Role' as const }] };
  const mail = { id: 'mail-read', type: 'Scope' as const };
  const ofGraph = { resourceAppId: MICROSOFT_GRAPH_APP_ID, resourceAccess: [mail] };
  const live = application({ requiredResourceAccess: [ofGraph, foreign] });
  const wanted = Object.values(DELEGATED_SCOPES).map((id) => ({ id, type: 'Scope' }));
  expect(bodyOf(live)).toEqual({
    requiredResourceAccess: [foreign, { ...ofGraph, resourceAccess: [mail, ...wanted] }],
  });
  expect(planApplication(DESIRED, live, GRAPH).notes.map(({ code }) => code)).toEqual([
    'foreign_permission',
    'foreign_permission',
  ]);
});

test('a wrong audience is changed together with the token version, since one alone is refused', () => {
  const body = bodyOf(application({ signInAudience: 'AzureADMyOrg' }));
  expect(body).toEqual({
    signInAudience: 'AzureADandPersonalMicrosoftAccount',
    api: { requestedAccessTokenVersion: 2 },
  });
});

test('tokens from the authorize endpoint are switched off', () => {
  const implicitGrantSettings = { enableIdTokenIssuance: true, enableAccessTokenIssuance: false };
  const live = application({ web: { ...application().web, implicitGrantSettings } });
  expect(bodyOf(live)?.web?.implicitGrantSettings).toEqual({
    enableIdTokenIssuance: false,
    enableAccessTokenIssuance: false,
  });
});

test('a home page that somebody chose stays', () => {
  const live = application({ web: { ...application().web, homePageUrl: 'https://intranet.example.org' } });
  expect(planApplication(DESIRED, live, GRAPH).changes).toEqual([]);
});

test('an app that Microsoft disabled is named', () => {
  const live = application({ disabledByMicrosoftStatus: 'DisabledDueToViolationOfServicesAgreement' });
  expect(planApplication(DESIRED, live, GRAPH).notes).toMatchObject([{ code: 'app_disabled_by_microsoft' }]);
});

test.each([
  ['has another id', { id: 'another-id' }],
  ['is disabled', { isEnabled: false }],
])('a permission that %s in this tenant stops the plan', (_, change) => {
  const [first, ...rest] = GRAPH.oauth2PermissionScopes;
  if (!first) throw new Error('Graph has no scopes.');
  const graph = { ...GRAPH, oauth2PermissionScopes: [{ ...first, ...change }, ...rest] };
  expect(() => planApplication(DESIRED, null, graph)).toThrow(expect.objectContaining({ code: 'permission_unknown' }));
});
