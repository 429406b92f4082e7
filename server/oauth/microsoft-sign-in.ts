// Signing a user in at Microsoft: authorization code with PKCE; state and nonce serve once and belong to one session.
import { createHash } from 'node:crypto';
import { ResponseMode } from '@azure/msal-node';
import type { Transport } from '../../graph/transport/transport.ts';
import type { Clock } from '../../sync/index.ts';
import { insertOauthState, takeOauthState } from '../database/oauth-states.ts';
import type { Database } from '../database/tables.ts';
import { hashToken, type Randomness } from '../randomness.ts';
import type { SealedPlace } from '../secrets/sealing.ts';
import type { Vault } from '../secrets/vault.ts';
import { accountOfIdToken, type MicrosoftAccount } from './id-token.ts';
import { codeOfFailure, codeOfRedirect, MicrosoftSignInError } from './microsoft-error.ts';
import { createMsalApplication, readCredentials, SCOPES } from './msal-application.ts';
import { safeReturnPath } from './return-path.ts';

const SIGN_IN_MINUTES_MAX = 10;

/** The path that Microsoft sends the browser back to, below the base URL. */
export const REDIRECT_PATH = '/microsoft_account/authentication';

export interface MicrosoftSignIn {
  readonly redirectUri: string;
  /** @returns the address that the browser opens. @throws MicrosoftSignInError `outlook_not_configured` */
  begin(sessionHash: string, wish: SignInWish): Promise<string>;
  /** @throws MicrosoftSignInError; `state_invalid` before anything is asked of Microsoft. */
  finish(sessionHash: string, query: Readonly<Record<string, unknown>>): Promise<FinishedSignIn>;
  /** Whether Microsoft accepts our credentials. @throws MicrosoftSignInError */
  probe(): Promise<void>;
}

/** What a sign-in is begun for. */
export interface SignInWish {
  /** A path of ours to return to. */
  returnTo: string | undefined;
  /** Whether signing in with another account may end the connection that there is. */
  replacesAccount: boolean;
}

export interface FinishedSignIn {
  account: MicrosoftAccount;
  /** MSAL's cache with the tokens, to be sealed. */
  tokenCache: string;
  returnTo: string;
  replacesAccount: boolean;
}

export interface SignInParts {
  baseUrl: string;
  database: Database;
  vault: Vault;
  transport: Transport;
  clock: Clock;
  random: Randomness;
}

export function createMicrosoftSignIn(parts: SignInParts): MicrosoftSignIn {
  return {
    redirectUri: redirectUriOf(parts),
    begin: (sessionHash, wish) => begin(parts, sessionHash, wish),
    finish: (sessionHash, query) => finish(parts, sessionHash, query),
    probe: () => probe(parts),
  };
}

function redirectUriOf({ baseUrl }: SignInParts): string {
  return baseUrl + REDIRECT_PATH;
}

async function begin(parts: SignInParts, sessionHash: string, wish: SignInWish): Promise<string> {
  const { database, vault, transport, clock, random } = parts;
  const credentials = await readCredentials(database, vault);
  const [id, state, nonce, verifier] = [random.uuid(), random.token(), random.token(), random.token()];
  const now = clock.now();
  await insertOauthState(
    database,
    {
      id,
      nonce,
      stateHash: hashToken(state),
      sessionHash,
      returnTo: safeReturnPath(wish.returnTo, parts.baseUrl),
      replacesAccount: wish.replacesAccount,
      expiresAt: now.add({ minutes: SIGN_IN_MINUTES_MAX }).toString(),
    },
    now.toString(),
  );
  await vault.write(database, verifierPlace(id), verifier);
  const url = await createMsalApplication({ credentials, transport, tenant: 'common' }).getAuthCodeUrl({
    scopes: SCOPES,
    redirectUri: redirectUriOf(parts),
    responseMode: ResponseMode.QUERY,
    prompt: 'select_account',
    state,
    nonce,
    codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
    codeChallengeMethod: 'S256',
  });
  return transport.browserUrl(url);
}

async function finish(
  parts: SignInParts,
  sessionHash: string,
  query: Readonly<Record<string, unknown>>,
): Promise<FinishedSignIn> {
  const { database, vault } = parts;
  const { state, code, error, error_description: description } = query;
  if (typeof state !== 'string') throw new MicrosoftSignInError('state_invalid');
  const key = { stateHash: hashToken(state), sessionHash, now: parts.clock.now().toString() };
  const begun = await takeOauthState(database, key);
  if (!begun) throw new MicrosoftSignInError('state_invalid');
  const verifier = await vault.read(database, verifierPlace(begun.id));
  await vault.remove(database, verifierPlace(begun.id));
  if (typeof error === 'string')
    throw new MicrosoftSignInError(codeOfRedirect(error, typeof description === 'string' ? description : ''));
  if (typeof code !== 'string' || !verifier) throw new MicrosoftSignInError('state_invalid');
  const { nonce, returnTo, replacesAccount } = begun;
  return { ...(await redeem(parts, { code, verifier, nonce })), returnTo, replacesAccount };
}

async function redeem(
  parts: SignInParts,
  { code, verifier, nonce }: { code: string; verifier: string; nonce: string },
): Promise<Pick<FinishedSignIn, 'account' | 'tokenCache'>> {
  const { database, vault, transport, clock } = parts;
  const credentials = await readCredentials(database, vault);
  const application = createMsalApplication({ credentials, transport, tenant: 'common' });
  try {
    const { idToken } = await application.acquireTokenByCode({
      code,
      codeVerifier: verifier,
      nonce,
      scopes: SCOPES,
      redirectUri: redirectUriOf(parts),
    });
    const expected = { clientId: credentials.clientId, loginOrigin: transport.cloud.login, nonce, now: clock.now() };
    return { account: accountOfIdToken(idToken, expected), tokenCache: application.getTokenCache().serialize() };
  } catch (error) {
    throw new MicrosoftSignInError(codeOfFailure(error));
  }
}

/**
 * Asks for a token of the app itself in its own organization; where that is not known, redeems a code that can't be
 * good and takes "invalid code" for "secret accepted".
 */
async function probe({ database, vault, transport, baseUrl }: SignInParts): Promise<void> {
  const credentials = await readCredentials(database, vault);
  const tenant = credentials.tenantId ?? 'common';
  const application = createMsalApplication({ credentials, transport, tenant });
  try {
    if (credentials.tenantId) {
      await application.acquireTokenByClientCredential({ scopes: [`${transport.cloud.graph}/.default`] });
    } else {
      await application.acquireTokenByCode({ code: 'probe', scopes: SCOPES, redirectUri: baseUrl + REDIRECT_PATH });
    }
  } catch (error) {
    const isAboutTheCode = (error as { errorCode?: unknown }).errorCode === 'invalid_grant';
    if (!credentials.tenantId && isAboutTheCode) return;
    throw new MicrosoftSignInError(codeOfFailure(error));
  }
}

function verifierPlace(id: string): SealedPlace {
  return { table: 'oauth_states', row: id, column: 'verifier' };
}
