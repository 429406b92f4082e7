// Entra as a service of the sandbox: which path leads where.
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../core/http.ts';
import type { Service } from '../core/service.ts';
import type { World } from '../core/world.ts';
import { authorize, consent, signIn } from './authorize.ts';
import { deviceAuth, deviceCode } from './device.ts';
import { tenantOfAuthority } from './directory.ts';
import { EntraRefusal, pageErrorAnswer } from './errors.ts';
import { entraStateOf } from './state.ts';
import { token } from './token.ts';

/** Everything below a tenant that Graph, ARM and the sandbox's own control don't own. */
const ROUTE =
  /^\/([^/]+)\/(oauth2\/v2\.0\/(?:authorize|token|devicecode)|oauth2\/deviceauth|discovery\/v2\.0\/keys|v2\.0\/\.well-known\/openid-configuration|login|consent|common\/discovery\/instance)$/;
const NOT_A_TENANT = /^\/(v1\.0|beta|oidc|subscriptions|tenants|providers|_sandbox)(\/|$)/;

export const entraService: Service = {
  name: 'entra',
  owns: (request) => !NOT_A_TENANT.test(request.url.pathname),
  async handle(request, world) {
    if (request.url.pathname === '/common/discovery/instance') return instanceDiscovery();
    const [, authority = '', route = ''] = ROUTE.exec(request.url.pathname) ?? [];
    return answer(world, request, authority, `${request.method} ${route}`);
  },
};

async function answer(world: World, request: SandboxRequest, authority: string, route: string): Promise<SandboxAnswer> {
  switch (route) {
    case 'GET oauth2/v2.0/authorize':
      return authorize(world, request, authority);
    case 'POST login':
      return signIn(world, request, authority);
    case 'POST consent':
      return consent(world, request);
    case 'POST oauth2/v2.0/token':
      return token(world, request, authority);
    case 'POST oauth2/v2.0/devicecode':
      return deviceCode(world, request);
    case 'GET oauth2/deviceauth':
    case 'POST oauth2/deviceauth':
      return deviceAuth(world, request, authority);
    case 'GET oauth2/v2.0/token':
      return pageErrorAnswer(
        world,
        new EntraRefusal(900561, 'invalid_request', 'The endpoint only accepts POST requests. Received a GET request.'),
      );
    case 'GET discovery/v2.0/keys':
      return jsonAnswer(200, { keys: [(await entraStateOf(world).signingKey()).publicJwk] });
    case 'GET v2.0/.well-known/openid-configuration':
      return metadata(world, authority);
    default:
      return jsonAnswer(501, {
        error: 'not_in_the_sandbox',
        error_description: `The sandbox has no ${request.method} ${request.url.pathname}.`,
      });
  }
}

function metadata(world: World, authority: string): SandboxAnswer {
  let issuerTenant: string;
  try {
    issuerTenant = tenantOfAuthority(world, authority)?.id ?? '{tenantid}';
  } catch (error) {
    if (error instanceof EntraRefusal)
      return jsonAnswer(400, { error: 'invalid_tenant', error_description: `AADSTS90002: ${error.message}` });
    throw error;
  }
  const base = `https://login.microsoftonline.com/${authority}`;
  return jsonAnswer(200, {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `https://login.microsoftonline.com/${issuerTenant}/v2.0`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: [
      'sub',
      'iss',
      'cloud_instance_name',
      'aud',
      'exp',
      'iat',
      'auth_time',
      'acr',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'ver',
      'at_hash',
      'c_hash',
      'email',
    ],
    tenant_region_scope: null,
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
    rbac_url: 'https://pas.windows.net',
  });
}

function instanceDiscovery(): SandboxAnswer {
  return jsonAnswer(200, {
    tenant_discovery_endpoint: 'https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration',
    'api-version': '1.1',
    metadata: [
      {
        preferred_network: 'login.microsoftonline.com',
        preferred_cache: 'login.windows.net',
        aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
      },
    ],
  });
}
