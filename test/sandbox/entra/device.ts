// Signing in on another device: the code that is shown, and the page where it is typed.
import { emptyAnswer, jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../core/http.ts';
import type { Application, World } from '../core/world.ts';
import { applicationByClientId, plainScopes, userByLogin } from './directory.ts';
import { EntraRefusal, tokenErrorAnswer } from './errors.ts';
import { issueUserTokens } from './issue-tokens.ts';
import { devicePage, donePage } from './pages.ts';
import { entraStateOf, opaqueValue } from './state.ts';

const LIFE_S = 900;
/** Seconds between two polls; Microsoft says 5. */
const INTERVAL_S = 1;
const USER_CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const USER_CODE_LENGTH = 9;

/** `POST /{authority}/oauth2/v2.0/devicecode` */
export function deviceCode(world: World, request: SandboxRequest): SandboxAnswer {
  const form = new URLSearchParams(request.body);
  try {
    const { appId } = applicationByClientId(world, form.get('client_id') ?? '');
    const code = opaqueValue(world, 'D', 48);
    const userCode = Array.from(
      { length: USER_CODE_LENGTH },
      () => USER_CODE_LETTERS[world.random.integer(USER_CODE_LETTERS.length)],
    ).join('');
    const scopes = plainScopes(form.get('scope') ?? '');
    const expiresAt = world.clock.now().epochMilliseconds + LIFE_S * 1000;
    entraStateOf(world).deviceCodes.set(code, { userCode, clientId: appId, scopes, expiresAt, userId: null });
    const verificationUri = 'https://login.microsoftonline.com/common/oauth2/deviceauth';
    return jsonAnswer(200, {
      user_code: userCode,
      device_code: code,
      verification_uri: verificationUri,
      expires_in: LIFE_S,
      interval: INTERVAL_S,
      message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${userCode} to authenticate.`,
    });
  } catch (error) {
    if (error instanceof EntraRefusal) return tokenErrorAnswer(world, error);
    throw error;
  }
}

/** `GET` and `POST /{authority}/oauth2/deviceauth`: the page, and its form. */
export function deviceAuth(world: World, request: SandboxRequest, authority: string): SandboxAnswer {
  const action = `/${authority}/oauth2/deviceauth`;
  const form = new URLSearchParams(request.body);
  const show = (error?: string) =>
    html(devicePage({ action, userCode: form.get('user_code') ?? '', ...(error === undefined ? {} : { error }) }));
  if (request.method === 'GET') return show();
  const pending = [...entraStateOf(world).deviceCodes.values()].find(
    ({ userCode }) => userCode === form.get('user_code')?.trim().toUpperCase(),
  );
  if (!pending) return show('That code didn’t work. Check the code and try again.');
  const user = userByLogin(world, form.get('login') ?? '');
  if (!user || user.password !== form.get('passwd')) {
    return show('AADSTS50126: Error validating credentials due to invalid username or password.');
  }
  pending.userId = user.id;
  return html(donePage());
}

/** The token endpoint's side: pending, expired, or the tokens, once. */
export function redeemDeviceCode(world: World, code: string, application: Application): Promise<unknown> {
  const { deviceCodes } = entraStateOf(world);
  const pending = deviceCodes.get(code);
  if (!pending || pending.clientId !== application.appId)
    throw new EntraRefusal(70018, 'bad_verification_code', 'Invalid verification code.');
  if (pending.expiresAt <= world.clock.now().epochMilliseconds) {
    throw new EntraRefusal(70019, 'expired_token', 'Verification code expired.');
  }
  if (pending.userId === null) {
    throw new EntraRefusal(
      70016,
      'authorization_pending',
      'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
    );
  }
  deviceCodes.delete(code);
  return issueUserTokens(world, { application, userId: pending.userId, scopes: pending.scopes, nonce: null });
}

function html(body: string): SandboxAnswer {
  return { ...emptyAnswer(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }), body };
}
