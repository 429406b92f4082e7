// The control API under /_sandbox: look into the world, and change it.
import { Temporal } from 'temporal-polyfill';
import type { DeliverySteps } from './deliveries.ts';
import { readFaultRules } from './fault-rules.ts';
import { emptyAnswer, jsonAnswer, type SandboxAnswer, type SandboxRequest } from './http.ts';
import type { Coverage } from './service.ts';
import { readSettings } from './settings.ts';
import type { User, World } from './world.ts';
import { WORLDS } from './worlds.ts';

export const CONTROL_PREFIX = '/_sandbox';

/** What the control API needs from the composition. */
export interface ControlPorts extends DeliverySteps {
  world(): World;
  /** @throws UnknownWorldError */
  reset(options: { seed?: number; world?: string }): void;
  issueToken(user: User, scopes: readonly string[], clientId: string): Promise<string>;
  coverage: readonly Coverage[];
  version: string;
  /** With https: the file with the authority's certificate. */
  caFile?: string;
  /** What can be looked at beyond the control's own routes. */
  views: ViewRoutes;
}

/** Routes that read a world and change nothing, e.g. `GET /calendars`. They throw RangeError for a bad query. */
export type ViewRoutes = Readonly<
  Record<string, ((world: World, request: SandboxRequest) => SandboxAnswer) | undefined>
>;

type Handler = (ports: ControlPorts, request: SandboxRequest) => SandboxAnswer | Promise<SandboxAnswer>;

const ROUTES: Readonly<Record<string, Handler | undefined>> = {
  'GET /info': info,
  'POST /reset': reset,
  'GET /outbox': outbox,
  'GET /requests': requests,
  'PUT /faults': putFaults,
  'GET /faults': (ports) => jsonAnswer(200, { rules: ports.world().faults }),
  'PUT /clock': putClock,
  'GET /clock': (ports) => jsonAnswer(200, { now: ports.world().clock.now().toString() }),
  'PUT /settings': putSettings,
  'GET /settings': (ports) => jsonAnswer(200, ports.world().settings),
  'POST /token': issueToken,
  'GET /deliveries': (ports) => jsonAnswer(200, { value: ports.world().deliveries, nextDue: nextDue(ports) }),
  'POST /deliveries': postDeliveries,
  'GET /coverage': (ports) => jsonAnswer(200, { value: ports.coverage }),
};

/** Answers a request under /_sandbox. */
export async function control(ports: ControlPorts, request: SandboxRequest): Promise<SandboxAnswer> {
  const route = `${request.method} ${request.url.pathname.slice(CONTROL_PREFIX.length)}`;
  const handler = ROUTES[route];
  const view = ports.views[route];
  try {
    if (handler) return await handler(ports, request);
    if (view) return view(ports.world(), request);
  } catch (error) {
    const isBadInput =
      error instanceof SyntaxError ||
      error instanceof RangeError ||
      (error instanceof Error && error.name === 'UnknownWorldError');
    if (isBadInput) return refused(400, 'control_bad_input', error.message);
    throw error;
  }
  const known = [...Object.keys(ROUTES), ...Object.keys(ports.views)].join(', ');
  return refused(404, 'control_unknown', `The sandbox has no control ${route}; it has ${known}.`);
}

function refused(status: number, code: string, message: string): SandboxAnswer {
  return jsonAnswer(status, { error: { code, message } });
}

function bodyOf(request: SandboxRequest): Record<string, unknown> {
  const body: unknown = request.body === '' ? {} : JSON.parse(request.body);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new RangeError('The body is a JSON object.');
  return body as Record<string, unknown>;
}

/** @throws RangeError that names what the control doesn't know, and lists what it does. */
function only(body: Record<string, unknown>, ...names: string[]): Record<string, unknown> {
  const unknown = Object.keys(body).find((name) => !names.includes(name));
  if (unknown) throw new RangeError(`There is no "${unknown}" here; there are ${names.join(', ')}.`);
  return body;
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
  const { version, caFile } = ports;
  const address = { baseUrl: request.url.origin, ...(caFile === undefined ? {} : { caFile }) };
  return jsonAnswer(200, { ...address, version, seed: world.seed, worlds: Object.keys(WORLDS), tenants });
}

function reset(ports: ControlPorts, request: SandboxRequest): SandboxAnswer {
  const { seed, world } = only(bodyOf(request), 'seed', 'world');
  if (seed !== undefined && !Number.isInteger(seed)) throw new RangeError('The seed is a whole number.');
  if (world !== undefined && typeof world !== 'string') throw new RangeError('The world is a name.');
  ports.reset({ ...(typeof seed === 'number' ? { seed } : {}), ...(world === undefined ? {} : { world }) });
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

/** The ledger whole, or its last entries; `first` is the index of the first that is shown. */
function requests(ports: ControlPorts, request: SandboxRequest): SandboxAnswer {
  const { ledger } = ports.world();
  const last = request.url.searchParams.get('last');
  if (last === null) return jsonAnswer(200, { value: ledger });
  if (!/^[1-9]\d*$/.test(last)) throw new RangeError('The last is a whole number from 1.');
  const first = Math.max(0, ledger.length - Number(last));
  return jsonAnswer(200, { first, value: ledger.slice(first) });
}

function putFaults(ports: ControlPorts, request: SandboxRequest): SandboxAnswer {
  ports.world().faults = readFaultRules(only(bodyOf(request), 'rules').rules);
  return emptyAnswer(204);
}

/** Moves the clock, and on its way makes the deliveries that become due, each at its time. */
async function putClock(ports: ControlPorts, request: SandboxRequest): Promise<SandboxAnswer> {
  const { now, advance } = only(bodyOf(request), 'now', 'advance');
  const { clock } = ports.world();
  if (typeof now === 'string') await moveTo(ports, Temporal.Instant.from(now));
  else if (typeof advance === 'string') await moveTo(ports, laterBy(clock.now(), Temporal.Duration.from(advance)));
  else throw new RangeError('The clock takes { "now": "<instant>" } or { "advance": "<ISO 8601 duration>" }.');
  return jsonAnswer(200, { now: clock.now().toString() });
}

function laterBy(now: Temporal.Instant, duration: Temporal.Duration): Temporal.Instant {
  return now.toZonedDateTimeISO('UTC').add(duration).toInstant();
}

async function moveTo(ports: ControlPorts, target: Temporal.Instant): Promise<void> {
  const { clock } = ports.world();
  for (let due = ports.nextDue(); due !== null && due <= target.epochMilliseconds; due = ports.nextDue()) {
    if (due > clock.now().epochMilliseconds) clock.set(Temporal.Instant.fromEpochMilliseconds(due));
    await ports.deliverDue();
  }
  clock.set(target);
}

function nextDue(ports: ControlPorts): string | null {
  const due = ports.nextDue();
  return due === null ? null : Temporal.Instant.fromEpochMilliseconds(due).toString();
}

/** Sends what is due now, or only the first few of it. */
async function postDeliveries(ports: ControlPorts, request: SandboxRequest): Promise<SandboxAnswer> {
  const { count } = only(bodyOf(request), 'count');
  if (count !== undefined && !(typeof count === 'number' && Number.isInteger(count) && count > 0)) {
    throw new RangeError('The count is a whole number from 1.');
  }
  const value = await ports.deliverDue(count);
  return jsonAnswer(200, { value, nextDue: nextDue(ports) });
}

function putSettings(ports: ControlPorts, request: SandboxRequest): SandboxAnswer {
  const world = ports.world();
  world.settings = { ...world.settings, ...readSettings(bodyOf(request)) };
  return jsonAnswer(200, world.settings);
}

async function issueToken(ports: ControlPorts, request: SandboxRequest): Promise<SandboxAnswer> {
  const { user: login, scopes, clientId } = only(bodyOf(request), 'user', 'scopes', 'clientId');
  const user = [...ports.world().users.values()].find(
    (candidate) => candidate.userPrincipalName === String(login).toLowerCase(),
  );
  if (!user) throw new RangeError(`There is no user ${String(login)}.`);
  if (scopes !== undefined && !Array.isArray(scopes)) throw new RangeError('The scopes are a list of names.');
  const names = scopes?.map(String) ?? ['Calendars.ReadWrite'];
  return jsonAnswer(200, {
    access_token: await ports.issueToken(user, names, typeof clientId === 'string' ? clientId : 'sandbox'),
  });
}
