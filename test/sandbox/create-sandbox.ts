// The sandbox as one object: services, control API, ledger and faults over a world, without sockets.
import { vaultService } from './arm/key-vault/service.ts';
import { armService } from './arm/service.ts';
import type { BaseClock } from './core/clock.ts';
import { CONTROL_PREFIX, control } from './core/control.ts';
import { createWorld } from './core/create-world.ts';
import type { DeliverySteps, SendOut } from './core/deliveries.ts';
import { dateHeader, exchange } from './core/exchange.ts';
import { announceGap } from './core/gaps.ts';
import { emptyAnswer, jsonAnswer, type SandboxAnswer, type SandboxRequest } from './core/http.ts';
import { entryOf } from './core/ledger.ts';
import type { Service } from './core/service.ts';
import type { World } from './core/world.ts';
import type { Settings } from './core/world-settings.ts';
import { coverageOf } from './coverage.ts';
import { issueUserAccessToken } from './entra/access-tokens.ts';
import { entraService } from './entra/service.ts';
import { attachmentOperations } from './graph/attachments/operations.ts';
import { seedSharedCalendars } from './graph/calendar/calendars/seed-shared-calendars.ts';
import { calendarOperations } from './graph/calendar/operations.ts';
import { seedCalendars } from './graph/calendar/seed-calendars.ts';
import { directoryOperations } from './graph/directory/operations.ts';
import { seedGraphServicePrincipals } from './graph/directory/service-principals/seed-graph-principals.ts';
import { extensionOperations } from './graph/extensions/operations.ts';
import { mailboxOperations } from './graph/mailbox/operations.ts';
import { createGraphService } from './graph/service.ts';
import { deliverDue, nextDue } from './graph/subscriptions/deliveries.ts';
import { notifyOfChanges } from './graph/subscriptions/notifications.ts';
import { subscriptionOperations } from './graph/subscriptions/subscriptions.ts';
import { pageFile } from './pages/page-files.ts';
import { VIEWS } from './pages/views.ts';

export { ConnectionDropped } from './core/faults.ts';

export const SANDBOX_VERSION = '0.1.0';
export const DEFAULT_SEED = 1;
export const DEFAULT_WORLD = 'contoso';

export interface SandboxOptions {
  clock: BaseClock;
  seed?: number;
  world?: string;
  /** What every world of this sandbox begins with instead of the defaults. */
  settings?: Partial<Settings>;
  /** Where the certificate of the authority of its https stands, for `/_sandbox/info`. */
  caFile?: string;
  /** Waits for a simulated delay; given by whoever runs it, since the sandbox owns no timers. */
  sleep: (ms: number) => Promise<void>;
  /** The way out to webhooks. Without it nothing leaves: deliveries wait in the queue to be taken, step by step. */
  sendOut?: SendOut;
  /** Runs something once after a while. Without it deliveries wait to be asked for, or for the clock to be moved. */
  schedule?: (delayMs: number, run: () => void) => void;
}

export interface Sandbox extends DeliverySteps {
  /** Answers a request. @throws ConnectionDropped when a fault loses the request or its answer. */
  handle(request: SandboxRequest): Promise<SandboxAnswer>;
  world(): World;
  reset(options?: { seed?: number; world?: string }): void;
}

export function createSandbox(options: SandboxOptions): Sandbox {
  let plan = { seed: options.seed ?? DEFAULT_SEED, world: options.world ?? DEFAULT_WORLD };
  let world = seededWorld(options, plan);
  const operations = [
    ...directoryOperations,
    ...calendarOperations,
    ...subscriptionOperations,
    ...mailboxOperations,
    ...extensionOperations,
    ...attachmentOperations,
  ];
  const services: Service[] = [vaultService, createGraphService(operations), armService, entraService];

  const sandbox: Sandbox = {
    world: () => world,
    reset(change = {}) {
      plan = { ...plan, ...change };
      const left = world;
      world = seededWorld(options, plan);
      // What was still to be sent belongs to a world that is gone.
      left.deliveries.length = 0;
    },
    deliverDue: (max) => deliverDue(world, max),
    nextDue: () => nextDue(world),
    async handle(request) {
      const { pathname } = request.url;
      if (pathname === CONTROL_PREFIX) return emptyAnswer(308, { location: `${CONTROL_PREFIX}/` });
      if (pathname.startsWith(`${CONTROL_PREFIX}/`)) {
        return (await pageFile(request, pathname.slice(CONTROL_PREFIX.length + 1))) ?? control(ports, request);
      }
      const service = services.find((candidate) => candidate.owns(request));
      if (!service) {
        announceGap(request);
        return jsonAnswer(501, {
          error: { code: 'NotInTheSandbox', message: `No service for ${request.url.pathname}.` },
        });
      }
      return dated(await exchange(service, request, world), request, world);
    },
  };
  const ports = {
    world: () => world,
    reset: (change: { seed?: number; world?: string }) => sandbox.reset(change),
    deliverDue: (max?: number) => sandbox.deliverDue(max),
    nextDue: () => sandbox.nextDue(),
    coverage: coverageOf(operations),
    views: VIEWS,
    version: SANDBOX_VERSION,
    ...(options.caFile === undefined ? {} : { caFile: options.caFile }),
    issueToken: (user: Parameters<typeof issueUserAccessToken>[1]['user'], scopes: readonly string[], appId: string) =>
      issueUserAccessToken(world, { user, scopes, appId }),
  };
  return sandbox;
}

function seededWorld(options: SandboxOptions, plan: { seed: number; world: string }): World {
  const { clock, sleep, sendOut = null, schedule = null } = options;
  const world = createWorld({ base: clock, seed: plan.seed, name: plan.world, ports: { sleep, sendOut, schedule } });
  world.settings = { ...world.settings, ...options.settings };
  seedGraphServicePrincipals(world);
  seedCalendars(world);
  seedSharedCalendars(world);
  notifyOfChanges(world);
  return world;
}

function dated(answer: SandboxAnswer, request: SandboxRequest, world: World): SandboxAnswer {
  return { ...answer, headers: { ...answer.headers, date: dateHeader(world, entryOf(request)) } };
}
