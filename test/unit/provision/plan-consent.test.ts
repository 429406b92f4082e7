// Consent for everybody in the tenant: granted, to be granted, to be completed, or for somebody else.
import { expect, test } from 'vitest';
import type { OAuth2PermissionGrant } from '../../../graph/models/application.ts';
import { planConsent } from '../../../provision/plan/consent.ts';
import { DESIRED, GRAPH, SERVICE_PRINCIPAL } from './directory-objects.ts';

const ADMINISTRATOR = ['Cloud Application Administrator'];
const grant = (scope: string, resourceId = GRAPH.id): OAuth2PermissionGrant => ({
  id: 'grant-id',
  clientId: SERVICE_PRINCIPAL.id,
  consentType: 'AllPrincipals',
  principalId: null,
  resourceId,
  scope,
});
const live = (grants: OAuth2PermissionGrant[]) => ({ servicePrincipal: SERVICE_PRINCIPAL, grants, graphId: GRAPH.id });

test('a full grant needs nothing, in whatever order its scopes stand', () => {
  const full = grant(` ${DESIRED.scopes.toReversed().join(' ')}`);
  expect(planConsent(DESIRED, live([full]), ADMINISTRATOR)).toEqual({ changes: [], notes: [] });
});

test('without a service principal both are made, in this order', () => {
  const nothing = { servicePrincipal: null, grants: [], graphId: GRAPH.id };
  expect(planConsent(DESIRED, nothing, ADMINISTRATOR).changes).toEqual([
    { kind: 'create-service-principal' },
    { kind: 'grant-consent', scopes: DESIRED.scopes },
  ]);
});

test('a short grant is completed, and scopes of others stay in it', () => {
  const { changes } = planConsent(DESIRED, live([grant('User.Read openid profile')]), ADMINISTRATOR);
  expect(changes).toEqual([
    {
      kind: 'extend-consent',
      grantId: 'grant-id',
      scopes: ['User.Read', 'openid', 'profile', 'offline_access', 'Calendars.ReadWrite'],
      added: ['offline_access', 'Calendars.ReadWrite'],
    },
  ]);
});

test('a grant for another API is none for Graph', () => {
  const { changes } = planConsent(DESIRED, live([grant(DESIRED.scopes.join(' '), 'another-api')]), ADMINISTRATOR);
  expect(changes).toMatchObject([{ kind: 'grant-consent' }]);
});

test('without a role that may consent, nothing is tried and the link is announced', () => {
  const { changes, notes } = planConsent(DESIRED, live([]), ['Application Developer']);
  expect(changes).toEqual([]);
  expect(notes).toMatchObject([{ code: 'consent_needs_administrator' }]);
});

test('where roles are unknown, trying is the way to know', () => {
  expect(planConsent(DESIRED, live([]), null).changes).toMatchObject([{ kind: 'grant-consent' }]);
});

test('a disabled enterprise application is named', () => {
  const servicePrincipal = { ...SERVICE_PRINCIPAL, accountEnabled: false };
  const full = { servicePrincipal, grants: [grant(DESIRED.scopes.join(' '))], graphId: GRAPH.id };
  expect(planConsent(DESIRED, full, ADMINISTRATOR).notes).toMatchObject([{ code: 'service_principal_disabled' }]);
});
