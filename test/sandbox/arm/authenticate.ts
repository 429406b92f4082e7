// Who calls Resource Manager: a token for it, alive, of the tenant that the subscription trusts.
import type { SandboxRequest } from '../core/http.ts';
import { type AccessToken, findToken } from '../core/tokens.ts';
import type { World } from '../core/world.ts';
import type { AzureSubscription } from './model.ts';
import { ArmRefusal, type Caller } from './operation.ts';

const AUDIENCE = 'https://management.azure.com';
const ALLOWED = ['https://management.core.windows.net', AUDIENCE]
  .flatMap((each) => [`'${each}/'`, `'${each}'`])
  .join(',');

/**
 * The caller behind a request.
 * @param subscription that the path names; its tenant is the one to sign in to, as `authorization_uri` says.
 * @throws ArmRefusal 401 with a challenge.
 */
export function authenticate(
  request: SandboxRequest,
  world: World,
  subscription: AzureSubscription | null,
): { caller: Caller; token: AccessToken } {
  const authority = subscription?.tenantId ?? 'common';
  const refuse = (code: string, message: string, description: string): ArmRefusal =>
    new ArmRefusal(401, code, message, {
      headers: {
        'www-authenticate': `Bearer authorization_uri="https://login.windows.net/${authority}", error="invalid_token", error_description="${description}"`,
      },
    });
  const value = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!value) {
    throw refuse(
      'AuthenticationFailed',
      "Authentication failed. The 'Authorization' header is missing.",
      "The authentication failed because of missing 'Authorization' header.",
    );
  }
  const token = findToken(world, value);
  const invalid = 'The access token is invalid.';
  if (!token) throw refuse('InvalidAuthenticationToken', invalid, invalid);
  if (token.audience !== AUDIENCE) {
    const message = `The access token has been obtained for wrong audience or resource '${token.audience}'. It should exactly match with one of the allowed audiences ${ALLOWED}.`;
    throw refuse(
      'InvalidAuthenticationTokenAudience',
      message,
      'The access token has been obtained from wrong audience or resource.',
    );
  }
  const now = world.clock.now();
  if (token.expiresAt <= now.epochMilliseconds) {
    const message = `The access token expiry UTC time '${new Date(token.expiresAt).toUTCString()}' is earlier than current UTC time '${new Date(now.epochMilliseconds).toUTCString()}'.`;
    throw refuse('ExpiredAuthenticationToken', message, 'The access token has expired.');
  }
  if (subscription && subscription.tenantId !== token.tenantId) {
    const issuer = (tenantId: string) => `https://sts.windows.net/${tenantId}/`;
    const message = `The access token is from the wrong issuer '${issuer(token.tenantId)}'. It must match the tenant '${issuer(subscription.tenantId)}' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${subscription.tenantId}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`;
    throw refuse('InvalidAuthenticationTokenTenant', message, 'The access token is from the wrong issuer.');
  }
  return { token, caller: callerOf(world, token) };
}

/** The principal behind a token: a user, or the service principal of an application by itself. */
export function callerOf(world: World, { tenantId, userId, appId }: AccessToken): Caller {
  if (userId !== null) {
    return { tenantId, principalId: userId, appId, name: world.users.get(userId)?.userPrincipalName ?? userId };
  }
  const principal = [...world.servicePrincipals.values()].find(
    (each) => each.appId === appId && each.tenantId === tenantId,
  );
  return { tenantId, principalId: principal?.id ?? appId, appId, name: appId };
}
