// The policies of a tenant about applications: Microsoft's defaults, changed by what the world says of the tenant.
import type { Tenant } from '../../../core/world.ts';
import type { Output } from '../../odata/shape.ts';
import { merged } from '../merge.ts';

export interface TenantPolicies {
  /** `tenantAppManagementPolicy` */
  defaultAppManagement: Output;
  /** `authorizationPolicy` */
  authorization: Output;
  /** `appManagementPolicy` by id. */
  appManagement: Map<string, Output>;
  /** Which of them an application has, by its object id. */
  assigned: Map<string, string>;
}

/** Of a default policy that nobody has configured. */
export const UNCONFIGURED_POLICY_ID = '00000000-0000-0000-0000-000000000000';

export function policiesOf(tenant: Tenant): TenantPolicies {
  return {
    defaultAppManagement: merged(DEFAULT_APP_MANAGEMENT, tenant.policies?.defaultAppManagement ?? {}),
    authorization: merged(AUTHORIZATION, tenant.policies?.authorization ?? {}),
    appManagement: new Map(),
    assigned: new Map(),
  };
}

const DEFAULT_APP_MANAGEMENT: Output = {
  id: UNCONFIGURED_POLICY_ID,
  deletedDateTime: null,
  displayName: 'Default app management tenant policy',
  description:
    'Default tenant policy that enforces app management restrictions on applications and service principals. To apply policy to targeted resources, create a new policy under appManagementPolicies collection.',
  isEnabled: false,
  applicationRestrictions: { passwordCredentials: [], keyCredentials: [], audiences: null },
  servicePrincipalRestrictions: { passwordCredentials: [], keyCredentials: [] },
};

const AUTHORIZATION: Output = {
  id: 'authorizationPolicy',
  deletedDateTime: null,
  displayName: 'Authorization Policy',
  description: 'Used to manage authorization related settings across the company.',
  allowInvitesFrom: 'everyone',
  allowedToSignUpEmailBasedSubscriptions: true,
  allowedToUseSSPR: true,
  allowEmailVerifiedUsersToJoinOrganization: false,
  allowUserConsentForRiskyApps: null,
  blockMsolPowerShell: false,
  guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
  defaultUserRolePermissions: {
    allowedToCreateApps: true,
    allowedToCreateSecurityGroups: true,
    allowedToCreateTenants: true,
    allowedToReadBitlockerKeysForOwnedDevice: true,
    allowedToReadOtherUsers: true,
    permissionGrantPoliciesAssigned: ['ManagePermissionGrantsForSelf.microsoft-user-default-legacy'],
  },
};
