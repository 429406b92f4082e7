// The service principal of Microsoft Graph, which every tenant has.

import { MICROSOFT_GRAPH_APP_ID, MICROSOFT_TENANT_ID } from '../../../core/first-party.ts';
import type { World } from '../../../core/world.ts';
import { GRAPH_ROLES, GRAPH_SCOPES } from '../graph-scopes.ts';

export function seedGraphServicePrincipals(world: World): void {
  for (const tenant of world.tenants.values()) {
    const id = world.random.uuid();
    const resource = {
      accountEnabled: true,
      appDisplayName: 'Microsoft Graph',
      appOwnerOrganizationId: MICROSOFT_TENANT_ID,
      appRoles: GRAPH_ROLES,
      displayName: 'Microsoft Graph',
      oauth2PermissionScopes: GRAPH_SCOPES,
      servicePrincipalNames: [MICROSOFT_GRAPH_APP_ID, 'https://graph.microsoft.com', 'https://graph.microsoft.com/'],
      signInAudience: 'AzureADMultipleOrgs',
      tags: [],
    };
    world.servicePrincipals.set(id, { id, appId: MICROSOFT_GRAPH_APP_ID, tenantId: tenant.id, resource });
  }
}
