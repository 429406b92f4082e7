// Microsoft's own applications, which every tenant knows without registering them.
import type { Application } from './world.ts';

/** Microsoft's tenant, which owns its applications. */
export const MICROSOFT_TENANT_ID = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

export const MICROSOFT_GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

/** The Azure CLI: what @azure/identity's interactive credentials sign in as by default. */
const AZURE_CLI_APP_ID = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

/** The applications that a world begins with. */
export function firstPartyApplications(): Application[] {
  const resource = {
    id: '00000000-0000-4000-9000-000000000001',
    appId: AZURE_CLI_APP_ID,
    displayName: 'Microsoft Azure CLI',
    signInAudience: 'AzureADandPersonalMicrosoftAccount',
    isFallbackPublicClient: true,
    web: { redirectUris: [] },
    publicClient: { redirectUris: ['http://localhost'] },
    uniqueName: null,
  };
  return [
    {
      id: resource.id,
      appId: AZURE_CLI_APP_ID,
      tenantId: MICROSOFT_TENANT_ID,
      deletedDateTime: null,
      visibleFrom: 0,
      resource,
      secrets: [],
    },
  ];
}
