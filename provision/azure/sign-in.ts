// Signs the administrator in with @azure/identity, through our transport, so that Microsoft and sandbox are asked alike.
import {
  AzureCliCredential,
  ClientSecretCredential,
  DefaultAzureCredential,
  DeviceCodeCredential,
  type DeviceCodeInfo,
  InteractiveBrowserCredential,
  type TokenCredential,
} from '@azure/identity';
import { aadstsCodeIn, adviceFor } from '../../graph/advice/advice.ts';
import type { AccessTokenSource } from '../../graph/transport/graph-client.ts';
import { redact } from '../../graph/transport/redaction.ts';
import type { Transport } from '../../graph/transport/transport.ts';
import type { Report, Waiting } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { Secret } from '../secret.ts';
import { createSandboxCredential } from './sandbox-sign-in.ts';

export const AUTH_METHODS = ['browser', 'device-code', 'azure-cli', 'secret', 'default', 'sandbox'] as const;
export type AuthMethod = (typeof AUTH_METHODS)[number];

export interface SignInRequest {
  method: AuthMethod;
  /** An id or a domain; null for the account's own. */
  tenant: string | null;
  /** An application of the tenant to sign in as; null for the one that @azure/identity brings, the Azure CLI's. */
  clientId: string | null;
  /** For the method `secret`. */
  clientSecret: Secret | null;
}

export type { TokenCredential };

/** A token is renewed this long before it ends. */
const RENEW_BEFORE_MS = 2 * 60_000;

/**
 * The credential for all of Microsoft's resources.
 * @throws Problem `option_invalid` when the method lacks something.
 */
export function createCredential(request: SignInRequest, transport: Transport, report: Report): TokenCredential {
  const credential = credentialFor(request, transport, report);
  // Tokens with and without continuous access evaluation are kept apart, each with a sign-in of its own: the ARM clients
  // ask for the first kind, Graph here for the second, and people would meet the sign-in page twice.
  return { getToken: (scopes, options) => credential.getToken(scopes, { ...options, enableCae: false }) };
}

function credentialFor(
  { method, tenant, clientId, clientSecret }: SignInRequest,
  transport: Transport,
  report: Report,
): TokenCredential {
  // The transport knows the hosts, and deciding about repetition is our own business.
  const http = { httpClient: transport.azureHttpClient, retryOptions: { maxRetries: 0 } };
  const options = { ...http, authorityHost: transport.cloud.login, ...(tenant ? { tenantId: tenant } : {}) };
  const client = clientId ? { clientId } : {};
  switch (method) {
    case 'browser':
      return new InteractiveBrowserCredential({ ...options, ...client });
    case 'device-code': {
      const userPromptCallback = ({ userCode, verificationUri }: DeviceCodeInfo) =>
        report(`open ${transport.browserUrl(verificationUri)} and enter the code ${userCode}`);
      return new DeviceCodeCredential({ ...options, ...client, userPromptCallback });
    }
    case 'azure-cli':
      return new AzureCliCredential(tenant ? { tenantId: tenant } : {});
    case 'secret':
      if (!tenant || !clientId || !clientSecret) throw secretIncomplete();
      return new ClientSecretCredential(tenant, clientId, clientSecret.reveal(), options);
    case 'default':
      return new DefaultAzureCredential(options);
    case 'sandbox':
      return createSandboxCredential({ ...options, ...client }, tenant, transport);
  }
}

function secretIncomplete(): Problem {
  return new Problem('option_invalid', {
    message: 'Signing in as an application needs its tenant, client id and client secret.',
    advice: 'Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.',
  });
}

/** Tokens for one resource, kept until shortly before they end: the Azure CLI alone would start a process for each call. */
export function createTokenSource(
  credential: TokenCredential,
  resource: string,
  waiting: Pick<Waiting, 'now'>,
): AccessTokenSource {
  let kept: { token: string; until: number } | null = null;
  return async () => {
    if (kept !== null && waiting.now().epochMilliseconds < kept.until) return kept.token;
    const answer = await signInOrExplain(() => credential.getToken(`${resource}/.default`));
    kept = { token: answer.token, until: answer.expiresOnTimestamp - RENEW_BEFORE_MS };
    return kept.token;
  };
}

async function signInOrExplain<T>(signIn: () => Promise<T | null>): Promise<T> {
  let cause: unknown;
  try {
    const token = await signIn();
    if (token) return token;
  } catch (error) {
    if (error instanceof Problem) throw error;
    cause = error;
  }
  const message = redact(cause instanceof Error ? cause.message : 'no token was given');
  const microsoftCode = aadstsCodeIn(message);
  const advice = microsoftCode === undefined ? undefined : adviceFor(microsoftCode);
  throw new Problem('sign_in_failed', {
    message: `The sign-in at Microsoft failed: ${message}`,
    advice: advice?.nextStep ?? 'Try again, or sign in another way with --auth.',
    ...(microsoftCode ? { microsoftCode } : {}),
    cause,
  });
}
