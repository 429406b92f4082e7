// Key Vault's data as a service of the sandbox: the vault by its host name, token, version, permission, and errors in its words.
import { ConnectionDropped } from '../../core/faults.ts';
import { announceGap } from '../../core/gaps.ts';
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../../core/http.ts';
import type { Coverage, Service } from '../../core/service.ts';
import type { World } from '../../core/world.ts';
import { settle } from '../long-operations.ts';
import type { AzureResource } from '../model.ts';
import { plainPath } from '../router.ts';
import { azureOf } from '../state.ts';
import { purgeOverdue } from './deleted-secrets.ts';
import { bad } from './secret-input.ts';
import { secretOperations } from './secret-operations.ts';
import { authenticateForVault, checkVaultAccess } from './vault-access.ts';
import { secondsNow, type VaultCall, VaultRefusal } from './vault-call.ts';
import { VAULT_DOMAIN } from './vault-properties.ts';
import { vaultNamed } from './vault-resources.ts';

const API_VERSIONS = /^(?:7\.[0-6](?:-preview\.\d)?|2016-10-01|202[5-9]-\d\d-\d\d(?:-preview(?:\.\d)?)?)$/;
const SERVICE_VERSION = '1.9.2640.1';

export const vaultCoverage: readonly Coverage[] = secretOperations.map(({ method, route, coverage }) => ({
  service: 'arm',
  behaviour: `${method} https://{vault}.${VAULT_DOMAIN}${route}`,
  ...coverage,
}));

/** It counts as Resource Manager in ledger and faults. */
export const vaultService: Service = {
  name: 'arm',
  owns: ({ url }) => url.hostname.endsWith(`.${VAULT_DOMAIN}`) && !url.pathname.startsWith('/_sandbox'),
  refuse: ({ status, code, message, headers }, request, world) =>
    framed(errorAnswer(new VaultRefusal(status, code, message, headers ? { headers } : {})), request, world),
  async handle(request, world) {
    const azure = azureOf(world);
    settle(azure, world.clock.now().epochMilliseconds);
    const vault = vaultNamed(azure, request.url.hostname.split('.')[0] ?? '');
    // Its name has no address: it was never made, is deleted, or is still being entered into DNS.
    if (!vault || vault.provisioningState === 'RegisteringDns') throw new ConnectionDropped();
    try {
      return framed(answer(request, world, vault), request, world, vault);
    } catch (error) {
      if (!(error instanceof VaultRefusal)) throw error;
      return framed(errorAnswer(error), request, world, vault);
    }
  },
};

function answer(request: SandboxRequest, world: World, vault: AzureResource): SandboxAnswer {
  const path = plainPath(request.url.pathname);
  const caller = authenticateForVault(request, world, vault);
  checkVersion(request.url.searchParams.get('api-version'));
  const operation = secretOperations.find((each) => each.method === request.method && each.path.test(path));
  if (!operation) return missing(request);
  const azure = azureOf(world);
  const key = vault.name.toLowerCase();
  const secrets = azure.secrets.get(key) ?? new Map();
  azure.secrets.set(key, secrets);
  const call: VaultCall = {
    world,
    azure,
    request,
    vault,
    origin: `https://${request.url.hostname}`,
    secrets,
    caller,
    parameters: { ...operation.path.exec(path)?.groups },
    body: parseBody(request),
  };
  purgeOverdue(secrets, secondsNow(call));
  checkVaultAccess(call, operation);
  return operation.answer(call);
}

function checkVersion(version: string | null): void {
  if (version === null) throw bad('The api-version query parameter (?api-version=) is required for all requests.');
  if (!API_VERSIONS.test(version)) throw bad(`The specified version (${version}) is not recognized.`);
}

function parseBody({ body }: SandboxRequest): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw bad('The request body is not valid JSON.');
  }
}

function missing(request: SandboxRequest): SandboxAnswer {
  announceGap(request);
  return errorAnswer(
    new VaultRefusal(
      501,
      'NotInTheSandbox',
      `The sandbox has no ${request.method} ${request.url.pathname} of a vault.`,
    ),
  );
}

function errorAnswer({ status, code, message, inner, headers }: VaultRefusal): SandboxAnswer {
  const innererror = inner === null ? {} : { innererror: { code: inner } };
  return jsonAnswer(status, { error: { code, message, ...innererror } }, headers);
}

function framed(
  answered: SandboxAnswer,
  request: SandboxRequest,
  world: World,
  vault: AzureResource | null = null,
): SandboxAnswer {
  const clientRequestId = request.headers['x-ms-client-request-id'];
  return {
    ...answered,
    headers: {
      ...answered.headers,
      ...(vault ? { 'x-ms-keyvault-region': vault.location } : {}),
      ...(clientRequestId ? { 'x-ms-client-request-id': clientRequestId } : {}),
      'cache-control': 'no-cache',
      pragma: 'no-cache',
      expires: '-1',
      'x-ms-request-id': world.random.uuid(),
      'x-ms-keyvault-service-version': SERVICE_VERSION,
      'x-ms-keyvault-network-info': 'conn_type=Ipv4;addr=127.0.0.1;act_addr_fam=InterNetwork;',
      'strict-transport-security': 'max-age=31536000;includeSubDomains',
      'x-content-type-options': 'nosniff',
    },
  };
}
