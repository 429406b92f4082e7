// After the sign-in: whether the account fits, whether consent is there, may be given, or has to be asked for.
import type { SandboxAnswer, SandboxRequest } from '../../core/http.ts';
import type { Application, User, World } from '../../core/world.ts';
import { checkListed, hasConsent, mayConsent, recordConsent, shownScopes } from '../consent.ts';
import { checkAccount, dialectOfUser, factsOf, mayConsentForAll } from '../directory.ts';
import { EntraRefusal } from '../errors.ts';
import { htmlAnswer } from '../pages/html-answer.ts';
import { approvalPage, consentPage, requestSentPage } from '../pages/pages.ts';
import { platformOfRedirectUri } from '../redirect-uris.ts';
import { audienceOfResource, readScopes, resourcesOf } from '../scopes.ts';
import { entraStateOf, type PendingRequest } from '../state.ts';
import { applicationOf, redirectError, refuseOnPage, sendCode } from './answer-at-redirect.ts';
import { decideForOrganization } from './organization-consent.ts';
import { pendingRequest } from './pending-requests.ts';
import { portsOfConsumers } from './read-request.ts';

/** Goes on with a sign-in that waits, as this user. @throws EntraRefusal for Entra's own page */
export async function proceed(world: World, request: SandboxRequest, id: string, user: User): Promise<SandboxAnswer> {
  const pending = pendingRequest(world, id);
  const application = applicationOf(world, pending);
  pending.userId = user.id;
  checkAccount(world, application, user, pending.authority);
  checkConsumerRedirect(world, application, pending, user);
  const scopes = readScopes(pending.scope);
  checkListed(application, scopes);
  for (const resource of resourcesOf(scopes)) audienceOfResource(resource, user.tenantId);
  const isForOrganization = pending.purpose !== 'code';
  const isDone = pending.prompt !== 'consent' && hasConsent(world, application, user, scopes);
  if (!isForOrganization && isDone) return finish(world, request, id, user);
  const shown = {
    action: `/${pending.authority}/consent`,
    request: id,
    application: String(application.resource.displayName),
    account: user.userPrincipalName,
    scopes: shownScopes(world, application, scopes),
  };
  const isAdministrator = mayConsentForAll(user);
  if (isForOrganization ? !isAdministrator : !mayConsent(world, application, user, scopes)) {
    const mayAsk = world.settings.adminConsentRequests && !isForOrganization;
    return htmlAnswer(approvalPage({ ...shown, mayAsk }));
  }
  const forAll = isForOrganization ? 'meant' : isAdministrator ? 'offered' : 'no';
  return htmlAnswer(consentPage({ ...shown, forAll }));
}

/** Personal accounts' side looks at the redirect URI again, with its own rule for loopback ports. */
function checkConsumerRedirect(world: World, application: Application, pending: PendingRequest, user: User): void {
  if (dialectOfUser(user) !== 'consumers') return;
  const ports = portsOfConsumers(world, application);
  if (platformOfRedirectUri(application, pending.redirectUri, { ports }) !== undefined) return;
  throw new EntraRefusal(50011, { ...factsOf(application), uri: pending.redirectUri });
}

function finish(world: World, request: SandboxRequest, id: string, user: User): Promise<SandboxAnswer> {
  const pending = pendingRequest(world, id);
  entraStateOf(world).pending.delete(id);
  return sendCode(world, request, pending, user);
}

/** `POST /{authority}/consent`: accepted, refused, or an approval asked for. */
export async function consent(world: World, request: SandboxRequest): Promise<SandboxAnswer> {
  const form = new URLSearchParams(request.body);
  const id = form.get('request') ?? '';
  let pending: PendingRequest | undefined;
  try {
    pending = pendingRequest(world, id);
    const user = pending.userId === null ? undefined : world.users.get(pending.userId);
    if (!user) throw new EntraRefusal(165000);
    const decision = form.get('decision');
    if (decision === 'request') return askForApproval(world, form, id, user);
    if (pending.purpose !== 'code') return decideForOrganization(world, request, id, { pending, user, decision });
    if (decision !== 'accept') return refuse(world, request, id, user);
    return await accept(world, request, id, { user, forAll: form.get('organization') === 'true' });
  } catch (error) {
    if (error instanceof EntraRefusal) return refuseOnPage(world, request, pending, error);
    throw error;
  }
}

async function accept(
  world: World,
  request: SandboxRequest,
  id: string,
  by: { user: User; forAll: boolean },
): Promise<SandboxAnswer> {
  const pending = pendingRequest(world, id);
  const application = applicationOf(world, pending);
  const scopes = readScopes(pending.scope);
  if (!mayConsent(world, application, by.user, scopes)) throw new EntraRefusal(90094);
  const forAll = by.forAll && mayConsentForAll(by.user);
  recordConsent(world, application, { user: by.user, forAll }, scopes);
  return finish(world, request, id, by.user);
}

/** Back to the application: refused by the person, or by the organization's policy. */
function refuse(world: World, request: SandboxRequest, id: string, user: User): SandboxAnswer {
  const { pending: waiting, consentRequests } = entraStateOf(world);
  const pending = pendingRequest(world, id);
  waiting.delete(id);
  const application = applicationOf(world, pending);
  const mayDecide = mayConsent(world, application, user, readScopes(pending.scope));
  const hasAsked = consentRequests.some(
    ({ userId, clientId, status }) => userId === user.id && clientId === pending.clientId && status === 'inProgress',
  );
  return redirectError(world, request, pending, new EntraRefusal(mayDecide ? 65004 : hasAsked ? 90095 : 90094));
}

function askForApproval(world: World, form: URLSearchParams, id: string, user: User): SandboxAnswer {
  const { clientId, scope, authority } = pendingRequest(world, id);
  entraStateOf(world).consentRequests.push({
    tenantId: user.tenantId,
    clientId,
    userId: user.id,
    scope,
    justification: form.get('justification') ?? '',
    status: 'inProgress',
  });
  return htmlAnswer(requestSentPage({ action: `/${authority}/consent`, request: id }));
}
