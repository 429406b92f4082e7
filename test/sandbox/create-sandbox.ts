// The sandbox as one object: services, control API, ledger and faults over a world, without sockets.
import { armService } from './arm/service.ts';
import type { BaseClock } from './core/clock.ts';
import { CONTROL_PREFIX, control } from './core/control.ts';
import { createWorld } from './core/create-world.ts';
import { faultAnswer, faultFor } from './core/faults.ts';
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from './core/http.ts';
import type { Service } from './core/service.ts';
import { findToken } from './core/tokens.ts';
import type { World } from './core/world.ts';
import { issueUserAccessToken } from './entra/issue-tokens.ts';
import { entraService } from './entra/service.ts';
import { calendarCoverage, calendarOperations } from './graph/calendar/operations.ts';
import { seedCalendars } from './graph/calendar/seed-calendars.ts';
import { directoryOperations } from './graph/directory/operations.ts';
import { seedGraphServicePrincipals } from './graph/directory/service-principals.ts';
import { createGraphService } from './graph/service.ts';

export const SANDBOX_VERSION = '0.1.0';
export const DEFAULT_SEED = 1;
export const DEFAULT_WORLD = 'contoso';

export interface SandboxOptions {
  clock: BaseClock;
  seed?: number;
  world?: string;
  /** Waits for a simulated delay; given by whoever runs it, since the sandbox owns no timers. */
  sleep: (ms: number) => Promise<void>;
}

export interface Sandbox {
  /** Answers a request. @throws ConnectionDropped when a fault loses the request or its answer. */
  handle(request: SandboxRequest): Promise<SandboxAnswer>;
  world(): World;
  reset(options?: { seed?: number; world?: string }): void;
}

/** A request or its answer was lost on the way, as a fault asked for: the client sees no answer. */
export class ConnectionDropped extends Error {
  constructor() {
    super('The connection was dropped by a fault rule.');
    this.name = 'ConnectionDropped';
  }
}

export function createSandbox(options: SandboxOptions): Sandbox {
  let plan = { seed: options.seed ?? DEFAULT_SEED, world: options.world ?? DEFAULT_WORLD };
  let world = seededWorld(options.clock, plan);
  const operations = [...directoryOperations, ...calendarOperations];
  const services: Service[] = [createGraphService(operations), armService, entraService];
  const coverage = [
    ...operations.map(({ method, path, coverage: known }) => ({
      service: 'graph' as const,
      behaviour: `${method} ${path}`,
      ...known,
    })),
    ...calendarCoverage,
  ];

  const sandbox: Sandbox = {
    world: () => world,
    reset(change = {}) {
      plan = { ...plan, ...change };
      world = seededWorld(options.clock, plan);
    },
    async handle(request) {
      if (request.url.pathname.startsWith(`${CONTROL_PREFIX}/`)) return control(ports, request);
      const service = services.find((candidate) => candidate.owns(request));
      if (!service)
        return jsonAnswer(501, {
          error: { code: 'NotInTheSandbox', message: `No service for ${request.url.pathname}.` },
        });
      return answer(service, request, world, options.sleep);
    },
  };
  const ports = {
    world: () => world,
    reset: (change: { seed?: number; world?: string }) => sandbox.reset(change),
    coverage,
    version: SANDBOX_VERSION,
    issueToken: (user: Parameters<typeof issueUserAccessToken>[1]['user'], scopes: readonly string[], appId: string) =>
      issueUserAccessToken(world, { user, scopes, appId }),
  };
  return sandbox;
}

function seededWorld(base: BaseClock, plan: { seed: number; world: string }): World {
  const world = createWorld({ base, seed: plan.seed, name: plan.world });
  seedGraphServicePrincipals(world);
  seedCalendars(world);
  return world;
}

/** Lets a service answer, under its faults, and writes the ledger. */
async function answer(
  service: Service,
  request: SandboxRequest,
  world: World,
  sleep: SandboxOptions['sleep'],
): Promise<SandboxAnswer> {
  const mailbox = mailboxOf(request, world);
  const fault = faultFor(world, { service: service.name, request, mailbox });
  const entry = {
    at: world.clock.now().toString(),
    service: service.name,
    method: request.method,
    path: request.url.pathname + request.url.search,
    status: 0,
    mailbox,
    clientRequestId: request.headers['client-request-id'] ?? null,
  };
  world.ledger.push(entry);
  const delayMs = (fault?.delayMs ?? 0) + world.settings.latencyMs;
  if (delayMs > 0) await sleep(delayMs);
  if (fault?.dropResponse === 'before') throw new ConnectionDropped();
  const answered = fault?.status === undefined ? await service.handle(request, world, fault) : faultAnswer(fault);
  entry.status = answered.status;
  if (fault?.dropResponse === 'after') throw new ConnectionDropped();
  return answered;
}

function mailboxOf(request: SandboxRequest, world: World): string | null {
  const token = findToken(world, (request.headers.authorization ?? '').replace(/^Bearer /i, ''));
  return (token?.userId && world.users.get(token.userId)?.userPrincipalName) || null;
}
