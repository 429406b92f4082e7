// Signing in on another device: the code that is shown, the page where it is typed, and the device that asks meanwhile.
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../core/http.ts';
import type { Application, User, World } from '../core/world.ts';
import { hasConsent, mayConsent, recordConsent, shownScopes } from './consent.ts';
import {
  applicationByClientId,
  checkAccount,
  checkApplication,
  dialectOfAuthority,
  tenantOfAuthority,
  userByLogin,
} from './directory.ts';
import { EntraRefusal, tell, tokenErrorAnswer } from './errors.ts';
import { issueUserTokens } from './issue-tokens.ts';
import { htmlAnswer } from './pages/html-answer.ts';
import { devicePage, donePage } from './pages/pages.ts';
import { malformedScope, readScopes } from './scopes.ts';
import { type DeviceCode, entraStateOf, opaqueValue } from './state.ts';
import { authenticateClient } from './token/client-authentication.ts';
import { required, type TokenRequest } from './token/token-request.ts';

const LIFE_S = 900;
/** Clients' timers are not exact: asking is early when less than this part of the interval is over. */
const EARLY_PART = 0.5;
const USER_CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const USER_CODE_LENGTH = 9;

/** `POST /{authority}/oauth2/v2.0/devicecode` */
export function deviceCode(world: World, request: SandboxRequest, authority: string): SandboxAnswer {
  const form = new URLSearchParams(request.body);
  try {
    const tenant = tenantOfAuthority(world, authority);
    const application = applicationByClientId(world, required(form, 'client_id'), tenant?.displayName ?? authority);
    checkApplication(world, application, authority);
    const scope = required(form, 'scope');
    const malformed = malformedScope(readScopes(scope));
    if (malformed !== undefined) throw new EntraRefusal(70011, { scope: malformed });
    return jsonAnswer(200, begin(world, request, { clientId: application.appId, authority, scope }));
  } catch (error) {
    if (error instanceof EntraRefusal) {
      return tokenErrorAnswer(world, error, request, dialectOfAuthority(authority));
    }
    throw error;
  }
}

function begin(
  world: World,
  request: SandboxRequest,
  asked: Pick<DeviceCode, 'clientId' | 'authority' | 'scope'>,
): Record<string, unknown> {
  const code = opaqueValue(world, 'D', 48);
  const userCode = Array.from(
    { length: USER_CODE_LENGTH },
    () => USER_CODE_LETTERS[world.random.integer(USER_CODE_LETTERS.length)],
  ).join('');
  const expiresAt = world.clock.now().epochMilliseconds + LIFE_S * 1000;
  const waiting = { userCode, expiresAt, userId: null, declined: false, askedAt: null };
  entraStateOf(world).deviceCodes.set(code, { ...asked, ...waiting });
  const verificationUri = `${request.url.origin}/common/oauth2/deviceauth`;
  return {
    user_code: userCode,
    device_code: code,
    verification_uri: verificationUri,
    expires_in: LIFE_S,
    interval: Math.ceil(world.settings.deviceCodeIntervalMs / 1000),
    message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${userCode} to authenticate.`,
  };
}

/** `GET` and `POST /{authority}/oauth2/deviceauth`: the page, and its form. */
export function deviceAuth(world: World, request: SandboxRequest, authority: string): SandboxAnswer {
  const action = `/${authority}/oauth2/deviceauth`;
  const form = new URLSearchParams(request.body);
  const typed = form.get('user_code')?.trim().toUpperCase() ?? request.url.searchParams.get('otc') ?? '';
  const show = (error?: string) => htmlAnswer(devicePage({ action, userCode: typed, error }));
  if (request.method === 'GET') return show();
  const now = world.clock.now().epochMilliseconds;
  const pending = [...entraStateOf(world).deviceCodes.values()].find(
    ({ userCode, expiresAt }) => userCode === typed && expiresAt > now,
  );
  if (!pending) return show('That code didn’t work. Check the code and try again.');
  if (form.get('decision') === 'cancel') {
    pending.declined = true;
    return htmlAnswer(donePage('You have cancelled'));
  }
  try {
    return approve(world, form, pending, { action });
  } catch (error) {
    if (error instanceof EntraRefusal) {
      return show(tell(world, error, request, dialectOfAuthority(pending.authority)).description);
    }
    throw error;
  }
}

/** Signs in, and consents where consent is missing. @throws EntraRefusal */
function approve(
  world: World,
  form: URLSearchParams,
  pending: DeviceCode,
  { action }: { action: string },
): SandboxAnswer {
  const user = signedIn(world, form);
  const application = applicationByClientId(world, pending.clientId);
  checkAccount(world, application, user, pending.authority);
  const scopes = readScopes(pending.scope);
  if (!hasConsent(world, application, user, scopes)) {
    if (!mayConsent(world, application, user, scopes)) throw new EntraRefusal(90094);
    if (form.get('decision') !== 'accept') {
      const consent = { login: user.userPrincipalName, scopes: shownScopes(world, application, scopes) };
      const name = String(application.resource.displayName);
      return htmlAnswer(devicePage({ action, userCode: pending.userCode, application: name, consent }));
    }
    recordConsent(world, application, { user, forAll: false }, scopes);
  }
  pending.userId = user.id;
  return htmlAnswer(donePage());
}

/** @throws EntraRefusal */
function signedIn(world: World, form: URLSearchParams): User {
  const login = form.get('login') ?? '';
  const user = userByLogin(world, login);
  if (!user) throw new EntraRefusal(50034, { user: login, tenant: 'Microsoft' });
  if (user.password !== form.get('passwd')) throw new EntraRefusal(50126);
  if (!user.accountEnabled) throw new EntraRefusal(50057);
  return user;
}

/** The token endpoint's side: pending, declined, expired, or the tokens, once. @throws EntraRefusal */
export async function redeemDeviceCode(
  world: World,
  application: Application,
  { form, request, credentials }: TokenRequest,
): Promise<unknown> {
  const isPublic = application.resource.isFallbackPublicClient === true;
  const platform = isPublic ? ('publicClient' as const) : null;
  const proof = await authenticateClient(world, application, credentials, { platform, request });
  const { deviceCodes } = entraStateOf(world);
  const code = required(form, 'device_code');
  const pending = deviceCodes.get(code);
  if (!pending || pending.clientId !== application.appId) throw new EntraRefusal(70018);
  const now = world.clock.now().epochMilliseconds;
  if (pending.expiresAt <= now) throw new EntraRefusal(70019);
  if (pending.declined) throw new EntraRefusal(70020);
  const user = pending.userId === null ? undefined : world.users.get(pending.userId);
  if (!user) {
    const isEarly =
      pending.askedAt !== null && now - pending.askedAt < world.settings.deviceCodeIntervalMs * EARLY_PART;
    pending.askedAt = now;
    throw new EntraRefusal(70016, {}, isEarly ? 'slow_down' : undefined);
  }
  deviceCodes.delete(code);
  return issueUserTokens(world, {
    application,
    user,
    scope: pending.scope,
    platform: platform ?? 'web',
    nonce: null,
    proof,
    origin: request.url.origin,
    wantsClientInfo: form.get('client_info') === '1',
  });
}
