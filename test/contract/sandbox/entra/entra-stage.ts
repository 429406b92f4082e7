// A stage for tests of Entra: an application in Contoso, a browser that keeps cookies, and requests to the token endpoint.
import { createHash } from 'node:crypto';
import type { SandboxAnswer } from '../../../sandbox/core/http.ts';
import { createServicePrincipal } from '../../../sandbox/core/service-principal.ts';
import type { Application, Tenant, User } from '../../../sandbox/core/world.ts';
import { openSandbox, type SandboxClient } from '../sandbox-client.ts';

export const LOGIN = 'https://login.microsoftonline.com';
export const REDIRECT_URI = 'https://app.example/callback';
export const SCOPE = 'openid profile offline_access Calendars.ReadWrite';
export const VERIFIER = 'v'.repeat(64);
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

/** What somebody met: on the page, at the redirect, or as JSON. */
export interface Met {
  status: number;
  text: string;
  location: URL | null;
  /** The JSON body, or the parameters at the redirect; empty for a page. */
  fields: Readonly<Record<string, unknown>>;
  headers: SandboxAnswer['headers'];
}

export interface Browser {
  open(url: string): Promise<Met>;
  /** Fills in the first form of the last page that was met. */
  submit(fields: Readonly<Record<string, string>>): Promise<Met>;
  cookie(): string;
}

export interface EntraStage {
  client: SandboxClient;
  application: Application;
  secret: string;
  tenant: Tenant;
  user(alias: string): User;
  register(resource: Record<string, unknown>, options?: { tenant?: Tenant; withPrincipal?: boolean }): Application;
  browser(): Browser;
  /** @param parameters null takes one away */
  authorizeUrl(parameters?: Readonly<Record<string, string | null>>, authority?: string): string;
  /** Signs in, consents where asked, and comes back. */
  signIn(login: string, parameters?: Readonly<Record<string, string | null>>, authority?: string): Promise<Met>;
  token(form: Readonly<Record<string, string>>, options?: TokenOptions): Promise<Met>;
  /** The form that redeems a code of the stage's application. */
  codeForm(code: string): Record<string, string>;
  /** Tokens for somebody, by sign-in and code. */
  tokens(login: string, parameters?: Readonly<Record<string, string | null>>): Promise<Met>;
  refreshForm(token: unknown): Record<string, string>;
}

interface TokenOptions {
  authority?: string;
  headers?: Readonly<Record<string, string>>;
}

/** @param options.now where the clock stands; clients that look at their own clock need today */
export function openEntra(options: { now?: string } = {}): EntraStage {
  const client = openSandbox(options);
  const tenant = tenantOf(client, 'contoso.example');
  const register: EntraStage['register'] = (resource, options) => registerIn(client, resource, options ?? {});
  const secret = 'abc8Q~secret-of-the-stage';
  const application = register({});
  addSecret(client, application, secret);
  const stage: EntraStage = {
    client,
    application,
    secret,
    tenant,
    register,
    user: (alias) => userOf(client, alias),
    browser: () => openBrowser(client),
    authorizeUrl: (parameters = {}, authority = 'common') => authorizeUrl(application, parameters, authority),
    async signIn(login, parameters = {}, authority = 'common') {
      return signInWith(stage.browser(), stage.authorizeUrl(parameters, authority), userOf(client, login));
    },
    token: (form, { authority = 'common', headers = {} } = {}) =>
      post(client, `${LOGIN}/${authority}/oauth2/v2.0/token`, form, headers),
    codeForm: (code) => ({
      client_id: application.appId,
      client_secret: secret,
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT_URI,
      code_verifier: VERIFIER,
    }),
    async tokens(login, parameters = {}) {
      const { fields } = await stage.signIn(login, parameters);
      return stage.token(stage.codeForm(String(fields.code)));
    },
    refreshForm: (token) => ({
      client_id: application.appId,
      client_secret: secret,
      grant_type: 'refresh_token',
      refresh_token: String(token),
    }),
  };
  return stage;
}

export function tenantOf(client: SandboxClient, domain: string): Tenant {
  const tenant = [...client.world().tenants.values()].find((candidate) => candidate.domain === domain);
  if (!tenant) throw new Error(`No tenant ${domain}.`);
  return tenant;
}

function userOf(client: SandboxClient, login: string): User {
  const name = login.includes('@') ? login : `${login}@contoso.example`;
  const user = [...client.world().users.values()].find(({ userPrincipalName }) => userPrincipalName === name);
  if (!user) throw new Error(`No user ${name}.`);
  return user;
}

function registerIn(
  client: SandboxClient,
  resource: Record<string, unknown>,
  { tenant = tenantOf(client, 'contoso.example'), withPrincipal = true }: { tenant?: Tenant; withPrincipal?: boolean },
): Application {
  const world = client.world();
  const [id, appId] = [world.random.uuid(), world.random.uuid()];
  const application: Application = {
    id,
    appId,
    tenantId: tenant.id,
    deletedDateTime: null,
    visibleFrom: 0,
    resource: {
      id,
      appId,
      displayName: 'Calendar',
      signInAudience: 'AzureADandPersonalMicrosoftAccount',
      web: { redirectUris: [REDIRECT_URI] },
      requiredResourceAccess: [],
      ...resource,
    },
    secrets: [],
  };
  world.applications.set(id, application);
  if (withPrincipal) createServicePrincipal(world, application, tenant.id);
  return application;
}

export function addSecret(client: SandboxClient, application: Application, secretText: string): void {
  const { clock, random } = client.world();
  application.secrets.push({
    keyId: random.uuid(),
    secretText,
    startDateTime: clock.now().toString(),
    endDateTime: clock
      .now()
      .add({ hours: 24 * 730 })
      .toString(),
    usableFrom: clock.now().epochMilliseconds,
  });
}

function authorizeUrl(
  application: Application,
  parameters: Readonly<Record<string, string | null>>,
  authority: string,
): string {
  const url = new URL(`${LOGIN}/${authority}/oauth2/v2.0/authorize`);
  const all: Record<string, string | null> = {
    client_id: application.appId,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...parameters,
  };
  for (const [name, value] of Object.entries(all)) if (value !== null) url.searchParams.set(name, value);
  return url.toString();
}

/** Signs in and accepts, as far as pages ask for it. */
export async function signInWith(browser: Browser, url: string, user: User): Promise<Met> {
  let met = await browser.open(url);
  if (met.text.includes('name="passwd"')) {
    met = await browser.submit({ login: user.userPrincipalName, passwd: user.password });
  }
  return met.text.includes('value="accept"') ? browser.submit({ decision: 'accept' }) : met;
}

function openBrowser(client: SandboxClient): Browser {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  let last = { text: '', url: '' };
  async function send(method: string, url: string, body = ''): Promise<Met> {
    const type = method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    const headers: Record<string, string> = { ...type, ...(jar.size > 0 ? { cookie: cookie() } : {}) };
    const answer = await client.sandbox.handle({ method, url: new URL(url), headers, body });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    last = { text: answer.body, url };
    return metBy(answer);
  }
  return {
    cookie,
    open: (url) => send('GET', url),
    async submit(fields) {
      const [, action] = /action="([^"]+)"/.exec(last.text) ?? [];
      const [, request] = /name="request" value="([^"]+)"/.exec(last.text) ?? [];
      if (action === undefined) throw new Error(`There is no form: ${last.text}`);
      const form = { ...(request === undefined ? {} : { request }), ...fields };
      return send('POST', new URL(action, last.url).toString(), new URLSearchParams(form).toString());
    },
  };
}

export async function post(
  client: SandboxClient,
  url: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Met> {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(form).toString();
  return metBy(
    await client.sandbox.handle({ method: 'POST', url: new URL(url), headers: { ...type, ...headers }, body }),
  );
}

function metBy({ status, headers, body }: SandboxAnswer): Met {
  const location = typeof headers.location === 'string' ? new URL(headers.location) : null;
  const parameters = location
    ? Object.fromEntries([...location.searchParams, ...new URLSearchParams(location.hash.slice(1))])
    : {};
  const fields = body.startsWith('{') ? (JSON.parse(body) as Record<string, unknown>) : parameters;
  return { status, text: body, location, fields, headers };
}

/** The AADSTS code of what was met, wherever it was told; undefined for none. */
export function codeOf({ text, fields }: Met): number | undefined {
  const told = typeof fields.error_description === 'string' ? fields.error_description : text;
  const [, code] = /AADSTS(\d+)/.exec(told) ?? [];
  return code === undefined ? undefined : Number(code);
}
