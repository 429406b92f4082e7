// The authorize endpoint: checks the request, then shows sign-in and consent, or answers at once.
import type { SandboxAnswer, SandboxRequest } from '../../core/http.ts';
import type { User, World } from '../../core/world.ts';
import { hasConsent } from '../consent.ts';
import { checkAccount, factsOf } from '../directory.ts';
import { EntraRefusal } from '../errors.ts';
import { htmlAnswer } from '../pages/html-answer.ts';
import { signInPage } from '../pages/pages.ts';
import { readScopes } from '../scopes.ts';
import { entraStateOf, opaqueValue, type PendingRequest } from '../state.ts';
import { applicationOf, redirectError, refuseOnPage, sendCode } from './answer-at-redirect.ts';
import { proceed } from './consent-step.ts';
import { parametersOf, problemOf, readRequest } from './read-request.ts';
import { signedInUsers } from './sessions.ts';

/** `GET` and `POST /{authority}/oauth2/v2.0/authorize` */
export async function authorize(world: World, request: SandboxRequest, authority: string): Promise<SandboxAnswer> {
  let pending: PendingRequest | undefined;
  try {
    pending = readRequest(world, request, { authority, purpose: 'code' });
    const problem = problemOf(world, pending, parametersOf(request));
    if (problem) return redirectError(world, request, pending, problem);
    return pending.prompt === 'none' ? await silently(world, request, pending) : await begin(world, request, pending);
  } catch (error) {
    if (error instanceof EntraRefusal) return refuseOnPage(world, request, pending, error);
    throw error;
  }
}

/** `prompt=none`: a code, or the reason why nobody can be spared a page. */
async function silently(world: World, request: SandboxRequest, pending: PendingRequest): Promise<SandboxAnswer> {
  const users = hinted(signedInUsers(world, request), pending);
  const [user] = users;
  const refuse = (refusal: EntraRefusal) => redirectError(world, request, pending, refusal);
  if (!user) return refuse(new EntraRefusal(50058));
  if (users.length > 1) return refuse(new EntraRefusal(16000));
  const application = applicationOf(world, pending);
  pending.userId = user.id;
  try {
    checkAccount(world, application, user, pending.authority);
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    return refuse(new EntraRefusal(error.row.code, factsOf(application), 'interaction_required'));
  }
  if (!hasConsent(world, application, user, readScopes(pending.scope))) {
    return refuse(new EntraRefusal(65001, factsOf(application), 'consent_required'));
  }
  return sendCode(world, request, pending, user);
}

/** Goes on as the one who is signed in, or asks who it is. */
export async function begin(world: World, request: SandboxRequest, pending: PendingRequest): Promise<SandboxAnswer> {
  const id = opaqueValue(world, '', 18);
  entraStateOf(world).pending.set(id, pending);
  const known = signedInUsers(world, request);
  const [user, ...others] = hinted(known, pending);
  const mayGoOn = pending.prompt === null || pending.prompt === 'consent';
  if (user && others.length === 0 && mayGoOn && mayUse(world, pending, user)) return proceed(world, request, id, user);
  const accounts = pending.prompt === 'login' ? [] : known;
  const action = `/${pending.authority}/login`;
  return htmlAnswer(signInPage({ action, request: id, login: pending.loginHint ?? '', accounts }));
}

function hinted(users: readonly User[], { loginHint }: PendingRequest): User[] {
  if (loginHint === null) return [...users];
  return users.filter(({ userPrincipalName }) => userPrincipalName.toLowerCase() === loginHint.toLowerCase());
}

function mayUse(world: World, pending: PendingRequest, user: User): boolean {
  try {
    checkAccount(world, applicationOf(world, pending), user, pending.authority);
    return true;
  } catch (error) {
    if (error instanceof EntraRefusal) return false;
    throw error;
  }
}
