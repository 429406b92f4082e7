// Tenant policies about applications: read by whoever sets a secret's lifetime.
import { jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import type { Operation } from '../operation.ts';

export const policyOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: '/policies/defaultAppManagementPolicy',
    permissions: ['Policy.Read.All', 'Policy.Read.ApplicationConfiguration'],
    coverage: { evidence: 'documented', source: 'tenantappmanagementpolicy-get', difference: 'never configured' },
    answer: defaultPolicy,
  },
];

/** A tenant without a policy: id all zeros, not enabled. */
function defaultPolicy(): SandboxAnswer {
  return jsonAnswer(200, {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#policies/defaultAppManagementPolicy/$entity',
    id: '00000000-0000-0000-0000-000000000000',
    displayName: 'Default app management tenant policy',
    description:
      'Default tenant policy that enforces app management restrictions on applications and service principals.',
    isEnabled: false,
    applicationRestrictions: { passwordCredentials: [], keyCredentials: [] },
    servicePrincipalRestrictions: { passwordCredentials: [], keyCredentials: [] },
  });
}
