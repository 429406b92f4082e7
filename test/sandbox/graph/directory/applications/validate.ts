// Whether an application may stand as it would be: audience, limits, redirect URIs, identifier URIs, scopes and roles.
import type { Application, World } from '../../../core/world.ts';
import type { Output } from '../../odata/shape.ts';
import { GraphRefusal } from '../../operation.ts';
import { invalidValue, missingValue, objectConflict } from '../refusals.ts';
import { type Audience, hasPersonalAccounts, isAudience } from './audience.ts';
import { brokenLimit, type LimitedApplication } from './limits.ts';
import { brokenUriRule, hasInternationalHost, repeatedUri } from './redirect-uris.ts';

/** All collections of an application together hold about so many items (supported-accounts-validation). */
const ITEMS_MAX = 1000;

/** @param before the resource as it stands; null for a new one. @throws GraphRefusal that says which rule is broken */
export function validateApplication(
  world: World,
  resource: Output,
  { before, domain }: { before: Application | null; domain: string },
): void {
  const { displayName, signInAudience, api } = resource as {
    displayName: string | null;
    signInAudience: unknown;
    api: { requestedAccessTokenVersion: number | null };
  };
  if (!displayName) throw missingValue('displayName', 'Application');
  if (!isAudience(signInAudience)) throw invalidValue('signInAudience', 'Application');
  if (hasPersonalAccounts(signInAudience) && api.requestedAccessTokenVersion !== 2) {
    throw containsInvalid('InvalidAccessTokenVersion', {
      code: 'InvalidAccessTokenVersion',
      message: 'With personal accounts api.requestedAccessTokenVersion is 2.',
      target: 'api.requestedAccessTokenVersion',
    });
  }
  checkLists(resource, signInAudience);
  checkIdentifierUris(world, resource, { before, domain });
  if (before) checkEnabledEntitlements(before.resource, resource);
}

function checkLists(resource: Output, audience: Audience): void {
  const limit = brokenLimit(resource, audience);
  if (limit) {
    const { code, message, property } = limit;
    throw invalidValue(property, 'Application', { code, message, target: property });
  }
  if (hasInternationalHost(resource)) {
    throw containsInvalid('Request_BadRequest', {
      code: 'UriHostNotAllowed',
      message: 'The host of a redirect URI is plain ASCII, and not encoded as punycode.',
      target: 'redirectUris',
    });
  }
  const broken = brokenUriRule(resource, audience);
  if (broken) {
    const { platform, code, message } = broken;
    throw invalidValue(platform, 'Application', { code, message, target: `${platform}.redirectUris` });
  }
  const duplicate = repeatedIn(resource);
  if (duplicate !== null) throw duplicateValue(duplicate);
  if (itemCount(resource) > ITEMS_MAX) {
    throw new GraphRefusal(
      403,
      'Directory_ResourceSizeExceeded',
      'The size of the object has exceeded its limit. Please reduce the number of values and retry your request.',
    );
  }
}

/** The property that holds a value twice; null: none does. */
function repeatedIn(resource: Output): string | null {
  const { tags, identifierUris, api, appRoles, requiredResourceAccess } = resource as unknown as LimitedApplication;
  const platform = repeatedUri(resource);
  if (platform !== null) return `${platform}.redirectUris`;
  const entitlements = [...api.oauth2PermissionScopes, ...appRoles];
  const lists: Record<string, readonly unknown[]> = {
    tags,
    identifierUris,
    requiredResourceAccess: requiredResourceAccess.map(({ resourceAppId }) => resourceAppId),
    id: entitlements.map(({ id }) => id),
    value: entitlements.map(({ value }) => value).filter((value) => value),
  };
  return Object.entries(lists).find(([, values]) => new Set(values).size !== values.length)?.[0] ?? null;
}

function duplicateValue(target: string): GraphRefusal {
  const message = 'Request contains a property with duplicate values.';
  return new GraphRefusal(400, 'DuplicateValue', message, { details: [{ code: 'DuplicateValue', message, target }] });
}

function itemCount(value: unknown): number {
  if (Array.isArray(value)) return (value as unknown[]).reduce<number>((sum, each) => sum + 1 + itemCount(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, each) => sum + itemCount(each), 0);
}

/** Each belongs to one application of the tenant, and names a verified domain or the application itself. */
function checkIdentifierUris(
  world: World,
  resource: Output,
  { before, domain }: { before: Application | null; domain: string },
): void {
  const uris = resource.identifierUris as string[];
  const others = [...world.applications.values()].filter((each) => each.id !== before?.id);
  const taken = others.flatMap((each) => (each.resource.identifierUris as string[] | undefined) ?? []);
  if (uris.some((uri) => taken.includes(uri))) throw objectConflict('identifierUris');
  const known = before ? (before.resource.identifierUris as string[]) : [];
  for (const uri of uris.filter((each) => !known.includes(each))) {
    if (!URL.canParse(uri)) throw invalidValue('identifierUris', 'Application');
    const { protocol, hostname } = new URL(uri);
    const isVerified = hostname === domain || hostname.endsWith(`.${domain}`);
    if (/^https?:$/.test(protocol) && !isVerified) {
      const message = `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`;
      throw new GraphRefusal(400, 'HostNameNotOnVerifiedDomain', message, {
        details: [{ code: 'HostNameNotOnVerifiedDomain', message, target: 'identifierUris' }],
      });
    }
  }
}

/** A scope or role is disabled before it goes. */
function checkEnabledEntitlements(before: Output, after: Output): void {
  for (const read of [scopesOf, rolesOf]) {
    const left = new Set(read(after).map(({ id }) => id));
    if (read(before).some(({ id, isEnabled }) => isEnabled === true && !left.has(id))) {
      throw new GraphRefusal(
        400,
        'CannotDeleteOrUpdateEnabledEntitlement',
        'Property value cannot be deleted or updated unless it is disabled first.',
      );
    }
  }
}

const scopesOf = (resource: Output) => (resource as unknown as LimitedApplication).api.oauth2PermissionScopes;
const rolesOf = (resource: Output) => (resource as unknown as LimitedApplication).appRoles;

function containsInvalid(code: string, detail: { code: string; message: string; target: string }): GraphRefusal {
  return new GraphRefusal(400, code, 'One or more properties contains invalid values.', { details: [detail] });
}
