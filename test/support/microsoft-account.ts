// Plays the parts at Microsoft: an app registration, and a person who signs in and consents, through the sandbox's own pages.
import { openHttpSession } from './http-session.ts';

export interface Registration {
  clientId: string;
  tenantId: string;
  clientSecret: string;
  secretKeyId: string;
  secretExpiresAt: string;
}

export interface Person {
  userPrincipalName: string;
  password: string;
}

interface SandboxInfo {
  tenants: { id: string; domain: string; users: (Person & { roles: string[] })[] }[];
}

/** Registers an app at the sandbox by Graph, as its administrator. */
export async function registerApp(sandboxUrl: string, redirectUri: string): Promise<Registration> {
  const tenant = (await infoOf(sandboxUrl)).tenants.find(({ users }) => users.some((user) => user.roles.length > 0));
  const administrator = tenant?.users.find((user) => user.roles.includes('Global Administrator'));
  if (!tenant || !administrator) throw new Error('The sandbox has no administrator.');
  const sandbox = openHttpSession(sandboxUrl);
  const { access_token: token } = await sandbox.call<{ access_token: string }>('POST', '/_sandbox/token', {
    user: administrator.userPrincipalName,
    scopes: ['Application.ReadWrite.All'],
  });
  const graph = <T>(method: string, path: string, body: unknown) =>
    sandbox.call<T>(method, `/v1.0${path}`, body, {
      authorization: `Bearer ${token}`,
      'x-forwarded-host': 'graph.microsoft.com',
      'x-forwarded-proto': 'https',
    });
  const app = await graph<{ id: string; appId: string }>('POST', '/applications', {
    displayName: 'Calendar',
    signInAudience: 'AzureADandPersonalMicrosoftAccount',
    api: { requestedAccessTokenVersion: 2 },
    web: { redirectUris: [redirectUri] },
  });
  await graph('POST', '/servicePrincipals', { appId: app.appId });
  const secret = await graph<{ secretText: string; keyId: string; endDateTime: string }>(
    'POST',
    `/applications/${app.id}/addPassword`,
    { passwordCredential: { displayName: 'server' } },
  );
  return {
    clientId: app.appId,
    tenantId: tenant.id,
    clientSecret: secret.secretText,
    secretKeyId: secret.keyId,
    secretExpiresAt: secret.endDateTime,
  };
}

/** The sandbox's person with that name before the `@`. */
export async function personOf(sandboxUrl: string, alias: string): Promise<Person> {
  const people = (await infoOf(sandboxUrl)).tenants.flatMap(({ users }) => users);
  const person = people.find((user) => user.userPrincipalName.startsWith(`${alias}@`));
  if (!person) throw new Error(`The sandbox has no ${alias}.`);
  return person;
}

/**
 * Opens the authorize page, signs in, and answers the consent page if there is one.
 * @returns the address at which Microsoft sends the browser back.
 */
export async function signInAtMicrosoft(
  authorizeUrl: string,
  person: Person,
  decision: 'accept' | 'cancel' = 'accept',
): Promise<string> {
  let page = await fetch(authorizeUrl, { redirect: 'manual' });
  for (let step = 0; step < 3 && page.status === 200; step += 1) {
    const html = await page.text();
    const action = /action="([^"]+)"/.exec(html)?.[1];
    const request = /name="request" value="([^"]+)"/.exec(html)?.[1];
    if (!action || !request) throw new Error(`Microsoft shows no form: ${html}`);
    const isSignIn = html.includes('name="passwd"');
    const fields = isSignIn ? { login: person.userPrincipalName, passwd: person.password } : { decision };
    page = await fetch(new URL(action, authorizeUrl), {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ request, ...fields }),
    });
  }
  const location = page.headers.get('location');
  if (!location) throw new Error(`Microsoft does not redirect: ${page.status} ${await page.text()}`);
  return location;
}

async function infoOf(sandboxUrl: string): Promise<SandboxInfo> {
  return openHttpSession(sandboxUrl).call<SandboxInfo>('GET', '/_sandbox/info');
}
