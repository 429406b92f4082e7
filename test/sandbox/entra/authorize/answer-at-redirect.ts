// What goes back to the application: a code, an id_token, or an error, in the way that it asked for.
import type { SandboxAnswer, SandboxRequest } from '../../core/http.ts';
import type { User, World } from '../../core/world.ts';
import { applicationByClientId, dialectOfAuthority, dialectOfUser } from '../directory.ts';
import { type Dialect, EntraRefusal, pageErrorAnswer, tell } from '../errors.ts';
import { issueIdToken } from '../id-tokens.ts';
import { clientInfoOf } from '../issue-tokens.ts';
import { htmlAnswer } from '../pages/html-answer.ts';
import { formPostPage } from '../pages/pages.ts';
import { readScopes } from '../scopes.ts';
import { entraStateOf, opaqueValue, type PendingRequest } from '../state.ts';
import { rememberApplication } from './sessions.ts';

const CODE_LIFE_MS = 10 * 60_000;

/** Sends the browser back with what was asked for. */
export async function sendCode(
  world: World,
  request: SandboxRequest,
  pending: PendingRequest,
  user: User,
): Promise<SandboxAnswer> {
  const { clientId, redirectUri, platform, scope, nonce, authority, codeChallenge, codeChallengeMethod } = pending;
  const result: Record<string, string> = {};
  if (pending.responseType.includes('code')) {
    const issuedAt = world.clock.now().epochMilliseconds;
    // The prefix tells which side has to redeem it.
    const code = opaqueValue(world, dialectOfUser(user) === 'consumers' ? 'M.C5_BAY.2.U.' : '1.', 72);
    entraStateOf(world).codes.set(code, {
      clientId,
      redirectUri,
      platform,
      scope,
      nonce,
      authority,
      codeChallenge,
      codeChallengeMethod,
      issuedAt,
      expiresAt: issuedAt + CODE_LIFE_MS,
      userId: user.id,
      redeemed: false,
    });
    result.code = code;
  }
  if (pending.wantsClientInfo) result.client_info = clientInfoOf(user);
  if (pending.responseType.includes('id_token')) {
    const scopes = readScopes(scope).map(({ name }) => name);
    const about = { appId: clientId, user, scopes, nonce, origin: request.url.origin };
    result.id_token = await issueIdToken(world, {
      ...about,
      ...(result.code === undefined ? {} : { code: result.code }),
    });
  }
  result.session_state = rememberApplication(world, request, user, clientId);
  return answerAtRedirect(pending, result);
}

/** Tells the application what went wrong. @param more e.g. what an administrator's consent was asked for */
export function redirectError(
  world: World,
  request: SandboxRequest,
  pending: PendingRequest,
  refusal: EntraRefusal,
  more: Readonly<Record<string, string>> = {},
): SandboxAnswer {
  const { error, description, more: facts } = tell(world, refusal, request, dialectOf(world, pending));
  return answerAtRedirect(pending, {
    error,
    ...(error === 'access_denied' ? { error_subcode: 'cancel' } : {}),
    error_description: description,
    ...(typeof facts.error_uri === 'string' ? { error_uri: facts.error_uri } : {}),
    ...more,
  });
}

/** A refusal for the person to read. */
export function refuseOnPage(
  world: World,
  request: SandboxRequest,
  pending: PendingRequest | undefined,
  refusal: EntraRefusal,
): SandboxAnswer {
  const [, authority = ''] = request.url.pathname.split('/');
  return pageErrorAnswer(world, refusal, request, pending ? dialectOf(world, pending) : dialectOfAuthority(authority));
}

/** Once a person has signed in, it is their side that speaks. */
function dialectOf(world: World, { userId, authority }: PendingRequest): Dialect {
  return userId === null ? dialectOfAuthority(authority) : dialectOfUser(world.users.get(userId));
}

export function answerAtRedirect(pending: PendingRequest, result: Readonly<Record<string, string>>): SandboxAnswer {
  const fields = { ...result, ...(pending.state === null ? {} : { state: pending.state }) };
  if (pending.responseMode === 'form_post') return htmlAnswer(formPostPage(pending.redirectUri, fields));
  const target = new URL(pending.redirectUri);
  const answer = new URLSearchParams(fields).toString();
  if (pending.responseMode === 'fragment') target.hash = answer;
  else target.search = target.search ? `${target.search}&${answer}` : answer;
  return { status: 302, headers: { location: target.toString(), 'cache-control': 'no-store' }, body: '' };
}

/** The application of a request that waits. @throws EntraRefusal when it was deleted meanwhile */
export function applicationOf(world: World, pending: PendingRequest): ReturnType<typeof applicationByClientId> {
  return applicationByClientId(world, pending.clientId);
}
