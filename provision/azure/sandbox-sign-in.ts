// Signs in to the sandbox as its administrator: a real device-code sign-in, whose page is filled in by this program.
import { DeviceCodeCredential, type DeviceCodeCredentialOptions, type TokenCredential } from '@azure/identity';
import type { Transport } from '../../graph/transport/transport.ts';
import { Problem } from '../problem.ts';

/** What the sandbox tells about who lives in it (`GET /_sandbox/info`). */
interface SandboxInfo {
  tenants: {
    id: string;
    domain: string;
    users: { userPrincipalName: string; password: string; roles: string[] }[];
  }[];
}

type SandboxUser = SandboxInfo['tenants'][number]['users'][number];

/** @param tenant an id or a domain of the sandbox; null for the first one that has an administrator. */
export function createSandboxCredential(
  options: DeviceCodeCredentialOptions,
  tenant: string | null,
  transport: Transport,
): TokenCredential {
  let signIn: Promise<SandboxSignIn> | undefined;
  return {
    async getToken(scopes, tokenOptions) {
      signIn ??= prepareSignIn(options, tenant, transport);
      const { credential, approval } = await signIn;
      const cancelled = new AbortController();
      approval.onFailure = () => cancelled.abort();
      try {
        return await credential.getToken(scopes, { ...tokenOptions, abortSignal: cancelled.signal });
      } finally {
        // What went wrong on the page says more than the sign-in that was cancelled because of it.
        await approval.done;
      }
    },
  };
}

/** One sign-in for all resources; later tokens come from its refresh token, without another page. */
interface SandboxSignIn {
  credential: DeviceCodeCredential;
  approval: { done: Promise<void>; onFailure(): void };
}

async function prepareSignIn(
  options: DeviceCodeCredentialOptions,
  tenant: string | null,
  transport: Transport,
): Promise<SandboxSignIn> {
  const administrator = await findAdministrator(transport, tenant);
  const approval = { done: Promise.resolve(), onFailure: () => {} };
  const credential = new DeviceCodeCredential({
    ...options,
    tenantId: administrator.tenantId,
    userPromptCallback: ({ userCode, verificationUri }) => {
      approval.done = approve(transport, verificationUri, { ...administrator, userCode });
      approval.done.catch(() => approval.onFailure());
    },
  });
  return { credential, approval };
}

async function findAdministrator(
  transport: Transport,
  tenant: string | null,
): Promise<SandboxUser & { tenantId: string }> {
  const { tenants } = await readInfo(transport);
  for (const { id, domain, users } of tenants) {
    const administrator = users.find(({ roles }) => roles.includes('Global Administrator'));
    if (administrator && (tenant === null || tenant === id || tenant === domain)) {
      return { ...administrator, tenantId: id };
    }
  }
  throw new Problem('wrong_tenant', {
    message: `The sandbox has no tenant ${tenant ?? ''} with an administrator.`,
    advice: `It has ${tenants.map(({ domain }) => domain).join(', ')}.`,
  });
}

/** The sandbox answers for all of Microsoft's hosts, so any of them leads to its control API. */
async function readInfo(transport: Transport): Promise<SandboxInfo> {
  try {
    const answer = await transport.fetch(`${transport.cloud.login}/_sandbox/info`, { method: 'GET' });
    return (await answer.json()) as SandboxInfo;
  } catch (cause) {
    throw new Problem('sandbox_unreachable', {
      message: 'The sandbox does not answer.',
      advice: 'Start it with "npm run sandbox", and give its address with --sandbox or SANDBOX_URL.',
      cause,
    });
  }
}

async function approve(
  transport: Transport,
  page: string,
  { userCode, userPrincipalName, password }: SandboxUser & { userCode: string },
): Promise<void> {
  const form = new URLSearchParams({ user_code: userCode, login: userPrincipalName, passwd: password });
  const answer = await transport.fetch(page, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  const text = await answer.text();
  if (answer.ok && !text.includes('role="alert"')) return;
  throw new Problem('sign_in_failed', {
    message: `The sandbox did not take the sign-in of ${userPrincipalName}.`,
    advice: 'Reset the sandbox, or start it again.',
  });
}
