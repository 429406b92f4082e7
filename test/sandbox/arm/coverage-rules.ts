// What holds for many requests to Azure, and its error codes, with how each is known.
import type { Coverage, Evidence } from '../core/service.ts';

const rows: readonly (readonly [behaviour: string, evidence: Evidence, source: string, difference?: string])[] = [
  [
    'every request: x-ms-request-id, x-ms-correlation-request-id, x-ms-routing-request-id',
    'documented',
    'rest/api/azure',
  ],
  [
    'every request: x-ms-ratelimit-remaining-{subscription|tenant}-{reads|writes|deletes}, 429 SubscriptionRequestsThrottled with Retry-After',
    'documented',
    'azure-resource-manager/management/request-limits-and-throttling',
    'one bucket for each caller and kind; none per service or region',
  ],
  [
    'every error: { error: { code, message, details? } }',
    'documented',
    'azure/azure-resource-manager-rpc v1.0 common-api-details',
  ],
  ['paths: letter case and doubled slashes make no difference', 'observed', '@azure/arm-resources 8.0.0 sends both'],
  [
    '401 with WWW-Authenticate: authorization_uri of the subscription’s tenant: AuthenticationFailed, InvalidAuthenticationToken, InvalidAuthenticationTokenAudience, InvalidAuthenticationTokenTenant, ExpiredAuthenticationToken',
    'observed',
    'issues of azure-cli and of the SDKs quote them',
  ],
  [
    '400 MissingApiVersionParameter, InvalidApiVersionParameter, NoRegisteredProviderFound',
    'documented',
    'azure-resource-manager/troubleshooting/common-deployment-errors',
  ],
  [
    '404 SubscriptionNotFound, 400 InvalidSubscriptionId, also without a token',
    'observed',
    'Azure/azure-cli discovers tenants that way',
  ],
  ['404 ResourceGroupNotFound', 'documented', 'azure-resource-manager/troubleshooting/error-not-found'],
  ['404 ResourceNotFound', 'documented', 'azure-resource-manager/troubleshooting/error-not-found'],
  [
    '404 InvalidResourceNamespace, InvalidResourceType',
    'documented',
    'azure-resource-manager/troubleshooting/error-register-resource-provider',
    'the status is inferred',
  ],
  ['409 MissingSubscriptionRegistration with details[].target', 'observed', 'Azure/azure-sdk-for-node#2305'],
  [
    '409 ResourceGroupBeingDeleted, InvalidResourceGroupLocation, InvalidResourceLocation',
    'documented',
    'azure-resource-manager/troubleshooting/common-deployment-errors',
    'the statuses are inferred',
  ],
  [
    '403 AuthorizationFailed by role assignments',
    'documented',
    'role-based-access-control/troubleshooting',
    'an assignment holds at once',
  ],
  [
    '400 LocationRequired, LocationNotAvailableForResourceGroup, LocationNotAvailableForResourceType, InvalidResourceGroup, InvalidRequestContent, InvalidFilterInQueryString',
    'observed',
    'issues of terraform-provider-azurerm and of the SDKs quote them',
  ],
  [
    '400 InvalidTagNameCharacters, at most 50 tags of 512 and 256 characters',
    'documented',
    'azure-resource-manager/management/tag-resources#limitations',
    'the codes for too many and too long are ours',
  ],
  ['lists filtered by tag show no tags', 'documented', 'rest/api/resources/resources/list'],
  [
    'vaults: 400 VaultNameNotValid, 409 VaultAlreadyExists, 409 ConflictError for a deleted one',
    'observed',
    'issues of azure-cli and of terraform-provider-azurerm quote them',
  ],
  [
    'vaults: soft delete, createMode recover, purge protection (405 MethodNotAllowed), RegisteringDns before Succeeded',
    'documented',
    'key-vault/general/soft-delete-overview',
    'no private networks',
  ],
  [
    'vaults: roles are the default from api-version 2026-02-01 on, access policies before',
    'documented',
    'key-vault/general/access-control-default',
  ],
  ['vault data: a host that has no vault', 'observed', 'its name does not resolve', 'the connection is dropped'],
  [
    'vault data: 401 with authorization and resource, AKV10000, AKV10022, AKV10032',
    'observed',
    'MicrosoftDocs/azure-docs#109562, #75410, hashicorp/terraform-provider-azurerm#10454',
  ],
  ['vault data: 401 for an expired or unknown token', 'inferred', 'the wording is not in the documentation'],
  [
    'vault data: 403 ForbiddenByRbac, also to the owner of the subscription',
    'observed',
    'piyushsachdeva/Terraform_AKS#2',
  ],
  [
    'vault data: 403 ForbiddenByPolicy where access policies rule',
    'observed',
    'hashicorp/terraform-provider-azurerm#10112',
  ],
  ['vault data: 404 SecretNotFound', 'documented', 'key-vault/general/rest-error-codes'],
  ['vault data: 403 SecretDisabled for a disabled secret', 'observed', 'Azure/azure-sdk-for-js#24756'],
  [
    'vault data: a secret that is expired or not valid yet is read all the same',
    'documented',
    'key-vault/secrets/about-secrets; Azure/AzureKeyVault#19',
  ],
  ['vault data: 409 ObjectIsDeletedButRecoverable', 'observed', 'external-secrets/external-secrets#3519'],
  [
    'vault data: 409 ObjectIsBeingDeleted until azureOperationMs are over',
    'observed',
    'hashicorp/terraform-provider-azurerm#10454',
  ],
  [
    'vault data: 409 ObjectIsBeingRecovered until azureOperationMs are over',
    'inferred',
    'the counterpart of the deletion',
  ],
  ['vault data: 403 when purge protection is on', 'observed', 'microsoft/AzureTRE#1951', 'the inner code is inferred'],
  ['vault data: 400 BadParameter', 'observed', 'key-vault/general/rest-error-codes', 'most messages are ours'],
];

export const armRules: readonly Coverage[] = rows.map(([behaviour, evidence, source, difference]) => ({
  service: 'arm',
  behaviour,
  evidence,
  source,
  ...(difference === undefined ? {} : { difference }),
}));
