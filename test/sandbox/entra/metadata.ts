// What Entra publishes of itself: OpenID Connect metadata for each authority, signing keys, and MSAL's instance discovery.
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../core/http.ts';
import type { World } from '../core/world.ts';
import { tenantOfAuthority } from './directory.ts';
import { EntraRefusal, tell } from './errors.ts';
import { entraStateOf } from './state.ts';

const LOGIN_HOSTS = ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'];
const GRAPH = 'https://graph.microsoft.com';
/** Anybody's script may read it. */
const CORS = { 'access-control-allow-origin': '*' };

/**
 * `GET /{authority}/v2.0/.well-known/openid-configuration`. Addresses lead to where the client asks, so that it works with
 * and without an origin map; the issuer of the shared authorities is a template.
 */
export function openidConfiguration(world: World, request: SandboxRequest, authority: string): SandboxAnswer {
  try {
    const tenant = tenantOfAuthority(world, authority);
    const { origin } = request.url;
    const base = `${origin}/${authority}`;
    return jsonAnswer(
      200,
      { ...endpointsOf(base, origin), ...abilities(), ...placesOf(origin, tenant?.id ?? null) },
      CORS,
    );
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    const { description, more } = tell(world, error, request, 'organizations');
    return jsonAnswer(400, { error: 'invalid_tenant', error_description: description, ...more }, CORS);
  }
}

function endpointsOf(base: string, origin: string): Record<string, string> {
  const isMapped = LOGIN_HOSTS.includes(new URL(origin).hostname);
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    userinfo_endpoint: `${isMapped ? GRAPH : origin}/oidc/userinfo`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
  };
}

function abilities(): Record<string, unknown> {
  return {
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    request_uri_parameter_supported: false,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    claims_supported:
      'sub iss cloud_instance_name cloud_instance_host_name cloud_graph_host_name msgraph_host aud exp iat auth_time acr nonce preferred_username name tid ver at_hash c_hash email'.split(
        ' ',
      ),
  };
}

function placesOf(origin: string, tenantId: string | null): Record<string, unknown> {
  return {
    issuer: `${origin}/${tenantId ?? '{tenantid}'}/v2.0`,
    tenant_region_scope: tenantId === null ? null : 'EU',
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
    rbac_url: 'https://pas.windows.net',
  };
}

/** `GET /{authority}/discovery/v2.0/keys` */
export async function signingKeys(world: World, request: SandboxRequest, authority: string): Promise<SandboxAnswer> {
  try {
    const issuer = `${request.url.origin}/${tenantOfAuthority(world, authority)?.id ?? '{tenantid}'}/v2.0`;
    const keys = await entraStateOf(world).keys.published();
    return jsonAnswer(200, { keys: keys.map((key) => ({ ...key, issuer })) }, CORS);
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    const { description, more } = tell(world, error, request, 'organizations');
    return jsonAnswer(400, { error: 'invalid_tenant', error_description: description, ...more }, CORS);
  }
}

/** `GET /common/discovery/instance`: which hosts are one cloud. */
export function instanceDiscovery(_world: World, request: SandboxRequest): SandboxAnswer {
  const asked = request.url.searchParams.get('authorization_endpoint') ?? '';
  const tenant = URL.canParse(asked) ? (new URL(asked).pathname.split('/')[1] ?? 'common') : 'common';
  return jsonAnswer(
    200,
    {
      tenant_discovery_endpoint: `${request.url.origin}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [
        {
          preferred_network: 'login.microsoftonline.com',
          preferred_cache: 'login.windows.net',
          aliases: LOGIN_HOSTS,
        },
      ],
    },
    CORS,
  );
}
