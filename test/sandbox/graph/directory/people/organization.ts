// The organization behind a tenant, and its domains.
import type { SandboxAnswer } from '../../../core/http.ts';
import type { Tenant } from '../../../core/world.ts';
import { type Output, plainShape } from '../../odata/shape.ts';
import type { GraphCall } from '../../operation.ts';
import { directoryCollection, directoryEntity } from '../query/answers.ts';
import { notFound } from '../refusals.ts';
import { refusePersonalAccount } from '../rights.ts';
import { tenantIdOf } from '../tenant.ts';

const organization = plainShape('organization');
const domain = plainShape('domain');

function tenantOf(call: GraphCall): Tenant {
  refusePersonalAccount(call);
  const tenant = call.world.tenants.get(tenantIdOf(call));
  if (!tenant) throw notFound(tenantIdOf(call));
  return tenant;
}

export function listOrganization(call: GraphCall): SandboxAnswer {
  return directoryCollection(call, {
    path: 'organization',
    shape: organization,
    rows: [organizationOutput(tenantOf(call))],
  });
}

export function getOrganization(call: GraphCall): SandboxAnswer {
  const tenant = tenantOf(call);
  if (call.parameters.id?.toLowerCase() !== tenant.id) throw notFound(call.parameters.id ?? '');
  return directoryEntity(call, { path: 'organization', shape: organization, row: organizationOutput(tenant) });
}

export function listDomains(call: GraphCall): SandboxAnswer {
  return directoryCollection(call, { path: 'domains', shape: domain, rows: [domainOutput(tenantOf(call))] });
}

export function getDomain(call: GraphCall): SandboxAnswer {
  const tenant = tenantOf(call);
  if (call.parameters.id?.toLowerCase() !== tenant.domain) throw notFound(call.parameters.id ?? '');
  return directoryEntity(call, { path: 'domains', shape: domain, row: domainOutput(tenant) });
}

function organizationOutput({ id, displayName, domain: name }: Tenant): Output {
  return {
    id,
    deletedDateTime: null,
    assignedPlans: [],
    businessPhones: [],
    city: null,
    country: null,
    countryLetterCode: null,
    createdDateTime: null,
    defaultUsageLocation: null,
    displayName,
    marketingNotificationEmails: [],
    mobileDeviceManagementAuthority: 'unknown',
    onPremisesLastSyncDateTime: null,
    onPremisesSyncEnabled: null,
    partnerTenantType: null,
    postalCode: null,
    preferredLanguage: 'en',
    privacyProfile: null,
    provisionedPlans: [],
    securityComplianceNotificationMails: [],
    securityComplianceNotificationPhones: [],
    state: null,
    street: null,
    technicalNotificationMails: [],
    tenantType: 'AAD',
    verifiedDomains: [
      { capabilities: 'Email, OfficeCommunicationsOnline', isDefault: true, isInitial: true, name, type: 'Managed' },
    ],
  };
}

function domainOutput({ domain: id }: Tenant): Output {
  return {
    id,
    authenticationType: 'Managed',
    availabilityStatus: null,
    isAdminManaged: true,
    isDefault: true,
    isInitial: true,
    isRoot: true,
    isVerified: true,
    manufacturer: null,
    model: null,
    passwordNotificationWindowInDays: null,
    passwordValidityPeriodInDays: null,
    state: null,
    supportedServices: ['Email', 'OfficeCommunicationsOnline'],
  };
}
