// Compares the application as it is with the one we want. Lists are merged: entries of others stay and are reported.
import {
  type GraphApplication,
  type GraphServicePrincipal,
  MICROSOFT_GRAPH_APP_ID,
  type RequiredResourceAccess,
} from '../../graph/models/application.ts';
import type { ApplicationBody } from '../ports.ts';
import { Problem } from '../problem.ts';
import { DELEGATED_SCOPES, type DesiredRegistration } from '../registration.ts';
import type { FieldChange, Note, PlanPart } from './changes.ts';

/**
 * The changes that make the application right.
 * @param graph Microsoft Graph's own service principal, which knows the ids of the permissions.
 * @throws Problem `permission_unknown` when Graph's ids are not the documented ones.
 */
export function planApplication(
  desired: DesiredRegistration,
  live: GraphApplication | null,
  graph: GraphServicePrincipal,
): PlanPart {
  const wanted = mergeInto(live, desired, scopeIds(desired, graph));
  if (live === null) {
    const fields = fieldChanges(desired, null, wanted);
    return { changes: [{ kind: 'create-application', fields, body: wanted }], notes: [] };
  }
  const fields = fieldChanges(desired, live, wanted);
  const body = onlyChanged(wanted, fields);
  const changes = fields.length === 0 ? [] : [{ kind: 'update-application' as const, id: live.id, fields, body }];
  return { changes, notes: foreignEntries(desired, live) };
}

/** Ids by name from the tenant's own Graph, checked against the documented ones: a wrong id would ask for another permission. */
function scopeIds(desired: DesiredRegistration, graph: GraphServicePrincipal): string[] {
  return desired.scopes.map((name) => {
    const found = graph.oauth2PermissionScopes.find((scope) => scope.value === name && scope.isEnabled);
    if (found && found.id === DELEGATED_SCOPES[name]) return found.id;
    throw new Problem('permission_unknown', {
      message: found
        ? `Microsoft Graph in this tenant gives the permission ${name} the id ${found.id}, not ${DELEGATED_SCOPES[name]}.`
        : `Microsoft Graph in this tenant has no delegated permission ${name}.`,
      advice: 'Check that MICROSOFT_CLOUD names the cloud of this tenant.',
    });
  });
}

type WantedApplication = Required<ApplicationBody>;

function mergeInto(live: GraphApplication | null, desired: DesiredRegistration, ids: string[]): WantedApplication {
  return {
    displayName: desired.displayName,
    signInAudience: desired.signInAudience,
    api: { ...live?.api, requestedAccessTokenVersion: desired.accessTokenVersion },
    tags: union(live?.tags ?? [], desired.tags),
    web: {
      ...(live?.web ?? { logoutUrl: null }),
      homePageUrl: live?.web.homePageUrl ?? desired.baseUrl,
      redirectUris: union(live?.web.redirectUris ?? [], [desired.redirectUri]),
      // Tokens straight from the authorize endpoint are never used here, so nobody should get them.
      implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
    },
    requiredResourceAccess: mergePermissions(live?.requiredResourceAccess ?? [], ids),
  };
}

function mergePermissions(live: readonly RequiredResourceAccess[], ids: readonly string[]): RequiredResourceAccess[] {
  const ofGraph = live.find((resource) => resource.resourceAppId === MICROSOFT_GRAPH_APP_ID)?.resourceAccess ?? [];
  const missing = ids.filter((id) => !ofGraph.some((access) => access.id === id && access.type === 'Scope'));
  const merged = {
    resourceAppId: MICROSOFT_GRAPH_APP_ID,
    resourceAccess: [...ofGraph, ...missing.map((id) => ({ id, type: 'Scope' as const }))],
  };
  return [...live.filter((resource) => resource.resourceAppId !== MICROSOFT_GRAPH_APP_ID), merged];
}

function union(live: readonly string[], wanted: readonly string[]): string[] {
  return [...new Set([...live, ...wanted])];
}

/** What a reader of the plan compares, property by property. */
function fieldChanges(
  desired: DesiredRegistration,
  live: GraphApplication | null,
  wanted: WantedApplication,
): FieldChange[] {
  const nameOfId = new Map(desired.scopes.map((name) => [DELEGATED_SCOPES[name], name]));
  const permissions = (list: readonly RequiredResourceAccess[] | undefined) =>
    list?.flatMap((resource) => resource.resourceAccess.map(({ id }) => nameOfId.get(id) ?? id)).toSorted() ?? null;
  const rows: [field: string, before: unknown, after: unknown][] = [
    ['displayName', live?.displayName, wanted.displayName],
    ['signInAudience', live?.signInAudience, wanted.signInAudience],
    ['api.requestedAccessTokenVersion', live?.api.requestedAccessTokenVersion, wanted.api.requestedAccessTokenVersion],
    ['web.redirectUris', live?.web.redirectUris, wanted.web.redirectUris],
    ['web.homePageUrl', live?.web.homePageUrl, wanted.web.homePageUrl],
    [
      'web.implicitGrantSettings.enableIdTokenIssuance',
      live?.web.implicitGrantSettings.enableIdTokenIssuance,
      wanted.web.implicitGrantSettings.enableIdTokenIssuance,
    ],
    [
      'web.implicitGrantSettings.enableAccessTokenIssuance',
      live?.web.implicitGrantSettings.enableAccessTokenIssuance,
      wanted.web.implicitGrantSettings.enableAccessTokenIssuance,
    ],
    ['requiredResourceAccess', permissions(live?.requiredResourceAccess), permissions(wanted.requiredResourceAccess)],
    ['tags', live?.tags, wanted.tags],
  ];
  return rows
    .map(([field, before = null, after]) => ({ field, before, after }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
}

/** The properties to send. Audience and token version go together: one without the other is refused. */
function onlyChanged(wanted: WantedApplication, fields: readonly FieldChange[]): ApplicationBody {
  const names = new Set(fields.map(({ field }) => field.split('.')[0]));
  if (names.has('signInAudience')) names.add('api');
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => names.has(name)));
}

function foreignEntries(desired: DesiredRegistration, live: GraphApplication): Note[] {
  const ours = new Set(desired.scopes.map((name) => DELEGATED_SCOPES[name]));
  const uris = live.web.redirectUris.filter((uri) => uri !== desired.redirectUri);
  const permissions = live.requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) =>
    resourceAccess
      .filter(({ id }) => resourceAppId !== MICROSOFT_GRAPH_APP_ID || !ours.has(id))
      .map(({ id, type }) => `${type} ${id} of ${resourceAppId}`),
  );
  return [
    ...uris.map((uri) => ({ code: 'foreign_redirect_uri' as const, message: `Kept: the redirect URI ${uri}.` })),
    ...permissions.map((permission) => ({
      code: 'foreign_permission' as const,
      message: `Kept: the permission ${permission}, which the calendar server does not need.`,
    })),
    ...(live.disabledByMicrosoftStatus && live.disabledByMicrosoftStatus !== 'NotDisabled'
      ? [
          {
            code: 'app_disabled_by_microsoft' as const,
            message: `Microsoft has disabled the app (${live.disabledByMicrosoftStatus}): nobody can sign in until it is cleared.`,
          },
        ]
      : []),
  ];
}
