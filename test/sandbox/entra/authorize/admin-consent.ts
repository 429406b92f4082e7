// The admin consent endpoints: where an administrator is sent to grant an application to the whole organization.
import type { SandboxAnswer, SandboxRequest } from '../../core/http.ts';
import type { World } from '../../core/world.ts';
import { dialectOfAuthority } from '../directory.ts';
import { EntraRefusal } from '../errors.ts';
import { readScopes } from '../scopes.ts';
import type { PendingRequest } from '../state.ts';
import { refuseOnPage } from './answer-at-redirect.ts';
import { begin } from './authorize.ts';
import { readRequest } from './read-request.ts';

const GRAPH_DEFAULT = 'https://graph.microsoft.com/.default';

/** `GET /{tenant|organizations}/v2.0/adminconsent`, which asks for the scopes that it names. */
export function adminConsent(world: World, request: SandboxRequest, authority: string): Promise<SandboxAnswer> {
  const scope = request.url.searchParams.get('scope');
  return beginFor(world, request, { authority, purpose: 'adminConsent', scope });
}

/** `GET /{tenant|organizations}/adminconsent`, which asks for all that the registration lists. */
export function adminConsentV1(world: World, request: SandboxRequest, authority: string): Promise<SandboxAnswer> {
  return beginFor(world, request, { authority, purpose: 'adminConsentV1', scope: GRAPH_DEFAULT });
}

async function beginFor(
  world: World,
  request: SandboxRequest,
  asked: { authority: string; purpose: PendingRequest['purpose']; scope: string | null },
): Promise<SandboxAnswer> {
  const { authority, purpose, scope } = asked;
  let pending: PendingRequest | undefined;
  try {
    if (authority.toLowerCase() === 'common' || dialectOfAuthority(authority) === 'consumers') {
      throw new EntraRefusal(50059);
    }
    pending = { ...readRequest(world, request, { authority, purpose }), scope: scope ?? '' };
    if (readScopes(pending.scope).length === 0) throw new EntraRefusal(900144, { name: 'scope' });
    // Whoever is signed in is shown, and says which account is the administrator's.
    return await begin(world, request, { ...pending, prompt: pending.prompt ?? 'select_account' });
  } catch (error) {
    if (error instanceof EntraRefusal) return refuseOnPage(world, request, pending, error);
    throw error;
  }
}
