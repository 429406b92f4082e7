// The control API under /_sandbox: look into the world, and change it.
import { Temporal } from 'temporal-polyfill';
import { emptyAnswer, jsonAnswer, type SandboxAnswer, type SandboxRequest } from './http.ts';
import type { Coverage } from './service.ts';
import type { FaultRule, Settings, User, World } from './world.ts';

export const CONTROL_PREFIX = '/_sandbox';

/** What the control API needs from the composition. */
export interface ControlPorts {
  world(): World;
  /** @throws UnknownWorldError */
  reset(options: { seed?: number; world?: string }): void;
  issueToken(user: User, scopes: readonly string[], clientId: string): Promise<string>;
  coverage: readonly Coverage[];
  version: string;
}

type Handler = (ports: ControlPorts, request: SandboxRequest) => SandboxAnswer | Promise<SandboxAnswer>;

const ROUTES: Readonly<Record<string, Handler | undefined>> = {
  'GET /info': info,
  'POST /reset': reset,
  'GET /outbox': outbox,
  'GET /requests': (ports) => jsonAnswer(200, { value: ports.world().ledger }),
  'PUT /faults': putFaults,
  'GET /faults': (ports) => jsonAnswer(200, { rules: ports.world().faults }),
  'PUT /clock': putClock,
  'GET /clock': (ports) => jsonAnswer(200, { now: ports.world().clock.now().toString() }),
  'PUT /settings': putSettings,
  'GET /settings': (ports) => jsonAnswer(200, ports.world().settings),
  'POST /token': issueToken,
  'GET /coverage': (ports) => jsonAnswer(200, { value: ports.coverage }),
};

/** Answers a request under /_sandbox. */
export async function control(ports: ControlPorts, request: SandboxRequest): Promise<SandboxAnswer> {
  const route = `${request.method} ${request.url.pathname.slice(CONTROL_PREFIX.length)}`;
  const handler = ROUTES[route];
  if (!handler)
    return refused(
      404,
      'control_unknown',
      `The sandbox has no control ${route}; it has ${Object.keys(ROUTES).join(', ')}.`,
    );
  try {
    return await handler(ports, request);
  } catch (error) {
    const isBadInput =
      error instanceof SyntaxError ||
      error instanceof RangeError ||
      (error instanceof Error && error.name === 'UnknownWorldError');
    if (isBadInput) return refused(400, 'control_bad_input', error.message);
    throw error;
  }
}

function refused(status: number, code: string, message: string): SandboxAnswer {
  return jsonAnswer(status, { error: { code, message } });
}

function bodyOf(request: SandboxRequest): Record<string, unknown> {
  return request.body === '' ? {} : (JSON.parse(request.body) as Record<string, unknown>);
}

function info(ports: ControlPorts, request: SandboxRequest): SandboxAnswer {
  const world = ports.world();
  const tenants = [...world.tenants.values()].map(({ id, domain, kind, displayName }) => ({
    id,
    domain,
    kind,
    displayName,
    users: [...world.users.values()]
      .filter((user) => user.tenantId === id)
      .map(({ userPrincipalName, password, displayName: name, roles }) => ({
        userPrincipalName,
        password,
        displayName: name,
        roles,
      })),
  }));
  return jsonAnswer(200, { baseUrl: request.url.origin, version: ports.version, seed: world.seed, tenants });
}

function reset(ports: ControlPorts, request: SandboxRequest): SandboxAnswer {
  const { seed, world } = bodyOf(request);
  ports.reset({ ...(typeof seed === 'number' ? { seed } : {}), ...(typeof world === 'string' ? { world } : {}) });
  return emptyAnswer(204);
}

/** All mails, or those that one mailbox sent or got. */
function outbox(ports: ControlPorts, request: SandboxRequest): SandboxAnswer {
  const mailbox = request.url.searchParams.get('mailbox')?.toLowerCase();
  const mails = ports.world().outbox;
  return jsonAnswer(200, {
    value: mailbox
      ? mails.filter(({ from, to }) => from.toLowerCase() === mailbox || to.toLowerCase() === mailbox)
      : mails,
  });
}

function putFaults(ports: ControlPorts, request: SandboxRequest): SandboxAnswer {
  const { rules } = bodyOf(request);
  if (!Array.isArray(rules)) throw new RangeError('Faults are sent as { "rules": [{ "match": {…}, "effect": {…} }] }.');
  ports.world().faults = (rules as Partial<FaultRule>[]).map(({ match = {}, effect = {} }) => ({
    match,
    effect,
    matched: 0,
  }));
  return emptyAnswer(204);
}

function putClock(ports: ControlPorts, request: SandboxRequest): SandboxAnswer {
  const { now, advance } = bodyOf(request);
  const { clock } = ports.world();
  if (typeof now === 'string') clock.set(Temporal.Instant.from(now));
  else if (typeof advance === 'string') clock.advance(Temporal.Duration.from(advance));
  else throw new RangeError('The clock takes { "now": "<instant>" } or { "advance": "<ISO 8601 duration>" }.');
  return jsonAnswer(200, { now: clock.now().toString() });
}

function putSettings(ports: ControlPorts, request: SandboxRequest): SandboxAnswer {
  const world = ports.world();
  const change = bodyOf(request) as Partial<Settings>;
  const unknown = Object.keys(change).find((name) => !(name in world.settings));
  if (unknown)
    throw new RangeError(`There is no setting "${unknown}"; there are ${Object.keys(world.settings).join(', ')}.`);
  world.settings = { ...world.settings, ...change };
  return jsonAnswer(200, world.settings);
}

async function issueToken(ports: ControlPorts, request: SandboxRequest): Promise<SandboxAnswer> {
  const { user: login, scopes, clientId } = bodyOf(request);
  const user = [...ports.world().users.values()].find(
    (candidate) => candidate.userPrincipalName === String(login).toLowerCase(),
  );
  if (!user) throw new RangeError(`There is no user ${String(login)}.`);
  const names = Array.isArray(scopes) ? scopes.map(String) : ['Calendars.ReadWrite'];
  return jsonAnswer(200, {
    access_token: await ports.issueToken(user, names, typeof clientId === 'string' ? clientId : 'sandbox'),
  });
}
