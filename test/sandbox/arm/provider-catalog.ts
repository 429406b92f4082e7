// Which resource providers the sandbox's Azure knows, with their types and API versions.

export interface ResourceType {
  /** e.g. `vaults`. */
  name: string;
  apiVersions: readonly string[];
  /** How a PUT that creates one answers: done; with a state in the body that is not final; 201 or 202 and an address to ask. */
  creation: 'atOnce' | 'stateInBody' | 'asyncOperation' | 'location';
  /** Whether a DELETE answers 200 at once, or 202 and an address to ask. */
  deletion: 'atOnce' | 'location';
}

export interface Provider {
  /** e.g. `Microsoft.KeyVault`. */
  namespace: string;
  /** Resource types that live in a region and in a group. */
  types: readonly ResourceType[];
  /** The catalogue has all of its types, so any other is an invalid one and not a gap. */
  isWhole: boolean;
  /** It needs no registration. */
  isFree: boolean;
}

export const LOCATIONS = [
  { name: 'westeurope', displayName: 'West Europe', group: 'Europe', geography: 'Europe', pair: 'northeurope' },
  { name: 'northeurope', displayName: 'North Europe', group: 'Europe', geography: 'Europe', pair: 'westeurope' },
  {
    name: 'germanywestcentral',
    displayName: 'Germany West Central',
    group: 'Europe',
    geography: 'Germany',
    pair: 'germanynorth',
  },
  { name: 'francecentral', displayName: 'France Central', group: 'Europe', geography: 'France', pair: 'francesouth' },
  {
    name: 'uksouth',
    displayName: 'UK South',
    group: 'Europe',
    geography: 'United Kingdom',
    pair: 'ukwest',
  },
  { name: 'eastus', displayName: 'East US', group: 'US', geography: 'United States', pair: 'westus' },
  { name: 'westus', displayName: 'West US', group: 'US', geography: 'United States', pair: 'eastus' },
  {
    name: 'australiaeast',
    displayName: 'Australia East',
    group: 'Asia Pacific',
    geography: 'Australia',
    pair: 'australiasoutheast',
  },
] as const;

/** Versions of Resource Manager itself, the newest first. */
export const RESOURCES_VERSIONS = [
  '2025-04-01',
  '2025-03-01',
  '2024-11-01',
  '2024-08-01',
  '2024-07-01',
  '2024-03-01',
  '2023-07-01',
  '2022-12-01',
  '2022-09-01',
  '2022-01-01',
  '2021-04-01',
  '2021-01-01',
  '2020-10-01',
  '2020-08-01',
  '2020-06-01',
  '2020-01-01',
  '2019-10-01',
  '2019-08-01',
  '2019-07-01',
  '2019-06-01',
  '2019-05-10',
  '2019-05-01',
  '2019-03-01',
  '2018-05-01',
  '2018-02-01',
  '2017-05-10',
  '2016-09-01',
  '2016-06-01',
  '2016-02-01',
  '2015-11-01',
  '2015-01-01',
] as const;

export const AUTHORIZATION_VERSIONS = ['2022-04-01', '2020-10-01-preview', '2018-07-01', '2015-07-01'] as const;

export const VAULT_VERSIONS = [
  '2026-02-01',
  '2025-05-01',
  '2024-11-01',
  '2023-07-01',
  '2023-02-01',
  '2022-07-01',
  '2021-10-01',
  '2019-09-01',
  '2018-02-14',
  '2016-10-01',
  '2015-06-01',
] as const;

const WEB_VERSIONS = ['2024-11-01', '2024-04-01', '2023-12-01', '2022-03-01', '2021-02-01', '2018-11-01'];
const APP_VERSIONS = ['2025-01-01', '2024-03-01', '2023-05-01', '2022-10-01'];
const STORAGE_VERSIONS = ['2025-01-01', '2024-01-01', '2023-05-01', '2022-09-01', '2021-09-01'];
const IDENTITY_VERSIONS = ['2024-11-30', '2023-01-31', '2018-11-30'];

const type = (
  name: string,
  apiVersions: readonly string[],
  ways: Partial<Pick<ResourceType, 'creation' | 'deletion'>> = {},
): ResourceType => ({ name, apiVersions, creation: 'atOnce', deletion: 'atOnce', ...ways });

const provider = (
  namespace: string,
  types: readonly ResourceType[],
  facts: Partial<Pick<Provider, 'isWhole' | 'isFree'>> = {},
): Provider => ({ namespace, types, isWhole: false, isFree: false, ...facts });

export const PROVIDERS: readonly Provider[] = [
  provider('Microsoft.Resources', [], { isFree: true }),
  provider('Microsoft.Authorization', [], { isFree: true }),
  provider('Microsoft.KeyVault', [type('vaults', VAULT_VERSIONS, { creation: 'stateInBody' })], { isWhole: true }),
  provider('Microsoft.Web', [type('sites', WEB_VERSIONS), type('serverfarms', WEB_VERSIONS)]),
  provider('Microsoft.App', [
    type('containerApps', APP_VERSIONS, { creation: 'asyncOperation', deletion: 'location' }),
    type('managedEnvironments', APP_VERSIONS, { creation: 'asyncOperation', deletion: 'location' }),
  ]),
  provider('Microsoft.Storage', [type('storageAccounts', STORAGE_VERSIONS, { creation: 'location' })]),
  provider('Microsoft.ManagedIdentity', [type('userAssignedIdentities', IDENTITY_VERSIONS)]),
];

export function providerOf(namespace: string): Provider | undefined {
  return PROVIDERS.find((each) => each.namespace.toLowerCase() === namespace.toLowerCase());
}

/** `West Europe` and `westeurope` are one. */
export function plainLocation(location: string): string {
  return location.replaceAll(' ', '').toLowerCase();
}

export function isLocation(location: string): boolean {
  return LOCATIONS.some(({ name }) => name === plainLocation(location));
}
