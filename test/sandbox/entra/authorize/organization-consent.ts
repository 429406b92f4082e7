// An administrator's consent for the whole organization; the callback to the application brings no code.
import type { SandboxAnswer, SandboxRequest } from '../../core/http.ts';
import type { User, World } from '../../core/world.ts';
import { grantRoles, recordConsent } from '../consent.ts';
import { mayConsentForAll } from '../directory.ts';
import { EntraRefusal } from '../errors.ts';
import { readScopes } from '../scopes.ts';
import { entraStateOf, type PendingRequest } from '../state.ts';
import { answerAtRedirect, applicationOf, redirectError } from './answer-at-redirect.ts';

/** What the administrator decided. @throws EntraRefusal 90094 for somebody who may not */
export function decideForOrganization(
  world: World,
  request: SandboxRequest,
  id: string,
  { pending, user, decision }: { pending: PendingRequest; user: User; decision: string | null },
): SandboxAnswer {
  const state = entraStateOf(world);
  const facts = { admin_consent: 'True', tenant: user.tenantId };
  if (decision !== 'accept') {
    state.pending.delete(id);
    const refusal = new EntraRefusal(mayConsentForAll(user) ? 65004 : 90094);
    return redirectError(world, request, pending, refusal, facts);
  }
  if (!mayConsentForAll(user)) throw new EntraRefusal(90094);
  state.pending.delete(id);
  const application = applicationOf(world, pending);
  recordConsent(world, application, { user, forAll: true }, readScopes(pending.scope));
  if (pending.scope.includes('.default')) grantRoles(world, application, user.tenantId);
  for (const asked of state.consentRequests) {
    if (asked.tenantId === user.tenantId && asked.clientId === pending.clientId) asked.status = 'approved';
  }
  const scope: Record<string, string> = pending.purpose === 'adminConsent' ? { scope: pending.scope } : {};
  return answerAtRedirect(pending, { ...facts, ...scope });
}
