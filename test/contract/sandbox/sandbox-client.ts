// A client for tests of the sandbox: requests as a user, in process, with a clock that stands until it is moved.
import { Temporal } from 'temporal-polyfill';
import type { LedgerEntry, OutboxMail, World } from '../../sandbox/core/world.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/create-sandbox.ts';

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** The parsed JSON; an empty object where there was none. */
  body: Body;
  /** The body as sent. */
  text: string;
}

type Headers = Readonly<Record<string, string>>;

/** Graph as one user. Paths begin below `/v1.0` (`/me/events`), with a version (`/beta/me`), or are whole links. */
export interface GraphUser {
  get<Body = Record<string, unknown>>(path: string, headers?: Headers): Promise<Answer<Body>>;
  post<Body = Record<string, unknown>>(path: string, body?: unknown, headers?: Headers): Promise<Answer<Body>>;
  patch<Body = Record<string, unknown>>(path: string, body: unknown, headers?: Headers): Promise<Answer<Body>>;
  put<Body = Record<string, unknown>>(path: string, body: unknown, headers?: Headers): Promise<Answer<Body>>;
  delete(path: string, headers?: Headers): Promise<Answer>;
  send<Body = Record<string, unknown>>(
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Headers },
  ): Promise<Answer<Body>>;
}

export interface SandboxClient {
  sandbox: Sandbox;
  world(): World;
  /** @param user alias in Contoso, or a user principal name. @param scopes calendars and mailbox settings by default */
  as(user: string, scopes?: readonly string[]): GraphUser;
  outbox(): readonly OutboxMail[];
  /** Takes the mails sent so far out of the outbox, as `kind recipient`. */
  takeMails(): string[];
  ledger(): readonly LedgerEntry[];
  /** Moves the clock on by a duration, e.g. `PT1H`. */
  advance(duration: string): void;
  /** The sandbox's own control, e.g. `PUT`, `/settings`. */
  control(method: string, path: string, body?: unknown): Promise<Answer>;
}

const NOW = '2026-11-24T09:00:00Z';
const SCOPES = ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite', 'Mail.Read', 'User.Read'];

/** Tokens live longer; a test that wants an expired one asks the control for it. */
const TOKEN_USE_MS = 30 * 60 * 1000;

/** A sandbox of its own. @param options.now where the clock stands at first */
export function openSandbox(
  options: { now?: string; seed?: number; world?: string } & Partial<Pick<SandboxOptions, 'sleep' | 'sendOut'>> = {},
): SandboxClient {
  let now = Temporal.Instant.from(options.now ?? NOW);
  const sandbox = createSandbox({
    clock: { now: () => now },
    sleep: async () => {},
    ...(options.sleep ? { sleep: options.sleep } : {}),
    ...(options.sendOut ? { sendOut: options.sendOut } : {}),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.world === undefined ? {} : { world: options.world }),
  });
  const world = () => sandbox.world();
  return {
    sandbox,
    world,
    as: (user, scopes = SCOPES) => graphUser(sandbox, user.includes('@') ? user : `${user}@contoso.example`, scopes),
    outbox: () => world().outbox,
    takeMails: () =>
      world()
        .outbox.splice(0)
        .map(({ kind, to }) => `${kind} ${to}`),
    ledger: () => world().ledger,
    advance(duration) {
      now = now.toZonedDateTimeISO('UTC').add(duration).toInstant();
    },
    control: (method, path, body) =>
      send(sandbox, method, `http://localhost/_sandbox${path}`, body === undefined ? {} : { body }),
  };
}

function graphUser(sandbox: Sandbox, user: string, scopes: readonly string[]): GraphUser {
  const tokens = new WeakMap<World, { value: Promise<string>; until: number }>();
  const token = () => {
    const world = sandbox.world();
    const now = world.clock.now().epochMilliseconds;
    const known = tokens.get(world);
    if (known && now < known.until) return known.value;
    const value = issueToken(sandbox, user, scopes);
    tokens.set(world, { value, until: now + TOKEN_USE_MS });
    return value;
  };
  const call = async <Body>(method: string, path: string, options: { body?: unknown; headers?: Headers } = {}) => {
    const headers = { authorization: `Bearer ${await token()}`, ...options.headers };
    return send<Body>(sandbox, method, urlOf(path), { ...options, headers });
  };
  const bodied = (body: unknown, headers: Headers | undefined) => ({
    ...(body === undefined ? {} : { body }),
    ...(headers ? { headers } : {}),
  });
  return {
    send: call,
    get: (path, headers) => call('GET', path, bodied(undefined, headers)),
    post: (path, body, headers) => call('POST', path, bodied(body, headers)),
    patch: (path, body, headers) => call('PATCH', path, bodied(body, headers)),
    put: (path, body, headers) => call('PUT', path, bodied(body, headers)),
    delete: (path, headers) => call('DELETE', path, bodied(undefined, headers)),
  };
}

function urlOf(path: string): string {
  if (/^https?:/.test(path)) return path;
  return `https://graph.microsoft.com${/^\/(?:v1\.0|beta)\b/.test(path) ? '' : '/v1.0'}${path}`;
}

async function issueToken(sandbox: Sandbox, user: string, scopes: readonly string[]): Promise<string> {
  const issued = await send(sandbox, 'POST', 'http://localhost/_sandbox/token', { body: { user, scopes } });
  return String(issued.body.access_token);
}

/** A body that is a string goes out as it is. */
async function send<Body = Record<string, unknown>>(
  sandbox: Sandbox,
  method: string,
  url: string,
  options: { body?: unknown; headers?: Headers },
): Promise<Answer<Body>> {
  const { body, headers = {} } = options;
  const type: Headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const answer = await sandbox.handle({
    method,
    url: new URL(url),
    headers: { ...type, ...lowerCase },
    body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: answer.status,
    headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
    body: (answer.body.startsWith('{') ? JSON.parse(answer.body) : {}) as Body,
    text: answer.body,
  };
}
