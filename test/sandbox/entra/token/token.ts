// The token endpoint: which grant a request is, and its refusals in the words of the side that the account belongs to.
import { announceGap } from '../../core/gaps.ts';
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../../core/http.ts';
import type { World } from '../../core/world.ts';
import { redeemDeviceCode } from '../device.ts';
import {
  applicationByClientId,
  checkApplication,
  dialectOfAuthority,
  dialectOfUser,
  tenantOfAuthority,
} from '../directory.ts';
import { type Dialect, EntraRefusal, tokenErrorAnswer } from '../errors.ts';
import { entraStateOf } from '../state.ts';
import { readCredentials } from './client-authentication.ts';
import { clientCredentials, passwordGrant } from './other-grants.ts';
import { redeemCode } from './redeem-code.ts';
import { redeemRefreshToken } from './redeem-refresh-token.ts';
import { required, type TokenRequest } from './token-request.ts';

/** What Entra has and the sandbox lacks. */
const LACKING_GRANTS = ['urn:ietf:params:oauth:grant-type:jwt-bearer'];

/** `POST /{authority}/oauth2/v2.0/token` */
export async function token(world: World, request: SandboxRequest, authority: string): Promise<SandboxAnswer> {
  const form = new URLSearchParams(request.body);
  if (LACKING_GRANTS.includes(form.get('grant_type') ?? '')) {
    announceGap(request);
    return jsonAnswer(501, { error: 'not_in_the_sandbox', error_description: 'The sandbox has no on-behalf-of flow.' });
  }
  try {
    const answered = await answerGrant(world, {
      request,
      form,
      authority,
      credentials: readCredentials(request, form),
    });
    return jsonAnswer(200, answered, { 'cache-control': 'no-store', pragma: 'no-cache' });
  } catch (error) {
    if (error instanceof EntraRefusal)
      return tokenErrorAnswer(world, error, request, dialectOf(world, form, authority));
    throw error;
  }
}

function answerGrant(world: World, asked: TokenRequest): Promise<unknown> {
  const { form, authority, credentials } = asked;
  const tenant = tenantOfAuthority(world, authority);
  if (credentials.clientId === null) throw new EntraRefusal(900144, { name: 'client_id' });
  const grantType = required(form, 'grant_type');
  const application = applicationByClientId(world, credentials.clientId, tenant?.displayName ?? authority);
  checkApplication(world, application, authority);
  switch (grantType) {
    case 'authorization_code':
      return redeemCode(world, application, asked);
    case 'refresh_token':
      return redeemRefreshToken(world, application, asked);
    case 'client_credentials':
      return clientCredentials(world, application, asked);
    case 'password':
      return passwordGrant(world, application, asked);
    case 'device_code':
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return redeemDeviceCode(world, application, asked);
    default:
      throw new EntraRefusal(70003, { name: grantType });
  }
}

/** A code or token of a personal account is judged by the consumers' side, whatever the authority. */
export function dialectOf(world: World, form: URLSearchParams, authority: string): Dialect {
  const { codes, refreshTokens } = entraStateOf(world);
  const grant = codes.get(form.get('code') ?? '') ?? refreshTokens.get(form.get('refresh_token') ?? '');
  return grant ? dialectOfUser(world.users.get(grant.userId)) : dialectOfAuthority(authority);
}
