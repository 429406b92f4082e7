// A world from its seed: empty of events, but with tenants, people, and Microsoft Graph's own service principal.
import type { BaseClock } from './clock.ts';
import { createVirtualClock } from './clock.ts';
import type { WorldPorts } from './deliveries.ts';
import { firstPartyApplications } from './first-party.ts';
import { createRandom, type Random } from './random.ts';
import type { Tenant, User, World } from './world.ts';
import type { Settings } from './world-settings.ts';
import { WORLDS, type WorldPlan } from './worlds.ts';

/** What every world begins with; design decisions about open questions stand in the sandbox's README. */
export const DEFAULT_SETTINGS: Settings = {
  softDeletedGet: true,
  draftCreate: 'honoured',
  draftUpdate: 'honoured',
  throttle: 'documented',
  latencyMs: 0,
  repeatedTransaction: 201,
  mailOnOwnProperties: false,
  mailOnSameAttendees: false,
  mailOnAttachments: true,
  mailOnPermanentDelete: true,
  exceptionsAfterPatternChange: 'dropped',
  deletedSeries: 'master',
  versionMismatch: 412,
  deltaLagMs: 0,
  deltaTokenLifeMs: 0,
  deltaLogEntriesMax: 0,
  deltaSelect: 'ignored',
  occurrenceCollections: true,
  oversizeBatchCode: 'BadRequest',
  calendarSubscriptions: true,
  mixedBatches: 'accepted',
  batchOrder: 'completion',
  slowWebhooks: 'tenMinutes',
  azureOperationMs: 5_000,
  dateSkewMs: 0,
  consentPolicy: 'user',
  adminConsentRequests: false,
  secretReplicationMs: 0,
  directoryReplicationMs: 0,
  deviceCodeIntervalMs: 5_000,
  signingKeyLifeMs: 0,
  accessTokenLifeMs: 3_899_000,
  consumerLoopbackPorts: 'exact',
};

/** Makes another stream of the same seed. */
const CHANCE_STREAM = 0x5eed;

/** The name of a world that `POST /_sandbox/reset` doesn't know. */
export class UnknownWorldError extends Error {
  constructor(name: string) {
    super(`There is no world "${name}"; there are ${Object.keys(WORLDS).join(', ')}.`);
    this.name = 'UnknownWorldError';
  }
}

/** @throws UnknownWorldError for a name that is no world. */
export function createWorld(options: { base: BaseClock; seed: number; name: string; ports: WorldPorts }): World {
  const plan = WORLDS[options.name];
  if (!plan) throw new UnknownWorldError(options.name);
  const world: World = {
    seed: options.seed,
    clock: createVirtualClock(options.base),
    random: createRandom(options.seed),
    chance: createRandom(options.seed ^ CHANCE_STREAM),
    ports: options.ports,
    settings: { ...DEFAULT_SETTINGS },
    tenants: new Map(),
    users: new Map(),
    applications: new Map(),
    servicePrincipals: new Map(),
    grants: new Map(),
    outbox: [],
    ledger: [],
    faults: [],
    listeners: [],
    deliveries: [],
  };
  populate(world, plan);
  for (const application of firstPartyApplications()) world.applications.set(application.id, application);
  return world;
}

function populate(world: World, plan: WorldPlan): void {
  for (const { people, ...tenantPlan } of plan.tenants) {
    const tenant: Tenant = { ...tenantPlan, id: tenantPlan.id ?? world.random.uuid() };
    world.tenants.set(tenant.id, tenant);
    for (const person of people) {
      const user = createUser(world.random, tenant, person);
      world.users.set(user.id, user);
    }
  }
}

function createUser(random: Random, tenant: Tenant, person: WorldPlan['tenants'][number]['people'][number]): User {
  const [givenName = person.name, ...rest] = person.name.split(' ');
  const address = `${person.alias}@${tenant.domain}`;
  return {
    id: random.uuid(),
    tenantId: tenant.id,
    displayName: person.name,
    givenName,
    surname: rest.join(' '),
    userPrincipalName: address,
    mail: address,
    password: `${person.alias}-${Buffer.from(random.bytes(6)).toString('hex')}`,
    roles: person.roles ?? [],
    timeZone: person.timeZone,
    hasMailbox: person.hasMailbox ?? true,
    accountEnabled: true,
  };
}
