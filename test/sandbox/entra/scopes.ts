// Scopes as they are written, and what they mean: names of permissions, of one resource or of OpenID Connect.

import { MICROSOFT_GRAPH_APP_ID } from '../core/first-party.ts';
import { type Audience, audienceOf } from '../core/tokens.ts';
import { EntraRefusal } from './errors.ts';

/** Scopes that are about the sign-in itself, and of no resource. */
const OPENID_SCOPES: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);
const GRAPH = 'https://graph.microsoft.com';

interface Resource {
  /** How scopes name it: addresses and its own client id. */
  identifiers: readonly string[];
  /** Undefined: nobody in the sandbox's worlds has subscribed to it. */
  audience?: Audience;
  appId: string;
}

const RESOURCES: readonly Resource[] = [
  { identifiers: [GRAPH, MICROSOFT_GRAPH_APP_ID], audience: GRAPH, appId: MICROSOFT_GRAPH_APP_ID },
  {
    identifiers: ['https://management.azure.com', 'https://management.core.windows.net'],
    audience: 'https://management.azure.com',
    appId: '797f4846-ba00-4fd7-ba43-dac1f8f63013',
  },
  {
    identifiers: ['https://vault.azure.net'],
    audience: 'https://vault.azure.net',
    appId: 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093',
  },
  {
    identifiers: ['https://outlook.office.com', 'https://outlook.office365.com'],
    appId: '00000002-0000-0ff1-ce00-000000000000',
  },
];

const WITH_RESOURCE = /^(https?:\/\/[^/]+|api:\/\/[^/]+|[0-9a-f]{8}-[0-9a-f-]{27})\/+([^/]+)$/i;

export interface AskedScope {
  /** As the client wrote it. */
  written: string;
  /** Without the resource. */
  name: string;
  /** The resource as written; `https://graph.microsoft.com` where a permission names none; null for OpenID Connect's. */
  resource: string | null;
}

/** The scopes of a request, each once. */
export function readScopes(scope: string): AskedScope[] {
  const written = [...new Set(scope.split(/\s+/).filter((name) => name !== ''))];
  return written.map((each) => {
    const [, resource, name] = WITH_RESOURCE.exec(each) ?? [];
    if (resource !== undefined && name !== undefined) return { written: each, name, resource: resource.toLowerCase() };
    return { written: each, name: each, resource: OPENID_SCOPES.has(each) ? null : GRAPH };
  });
}

/** The first scope that can't be one. */
export function malformedScope(scopes: readonly AskedScope[]): string | undefined {
  return scopes.find(({ name }) => !/^\.?[\w-]+(\.[\w-]+)*$/.test(name))?.written;
}

/** The resources that scopes name, as written, each once. */
export function resourcesOf(scopes: readonly AskedScope[]): string[] {
  return [...new Set(scopes.map(({ resource }) => resource).filter((resource) => resource !== null))];
}

/** @returns the client id of a resource, e.g. Microsoft Graph's; undefined for one that nobody knows. */
export function appIdOfResource(resource: string): string | undefined {
  return RESOURCES.find(({ identifiers }) => identifiers.includes(resource))?.appId;
}

/** @throws EntraRefusal 500011 for a resource that nobody knows, 650052 for one that the organization lacks. */
export function audienceOfResource(resource: string, tenant: string): Audience {
  const known = RESOURCES.find(({ identifiers }) => identifiers.includes(resource));
  if (!known) throw new EntraRefusal(500011, { resource, tenant });
  if (!known.audience) throw new EntraRefusal(650052, { resource, tenant }, 'invalid_client');
  return known.audience;
}

/** How a token remembers its scopes: Graph's by their short names, those of others whole. */
export function rememberedScopes(scopes: readonly AskedScope[]): string[] {
  return scopes.map(({ name, resource }) =>
    resource === null || appIdOfResource(resource) === MICROSOFT_GRAPH_APP_ID
      ? name
      : `${audienceOf([resource]) === GRAPH ? resource : audienceOf([resource])}/${name}`,
  );
}
