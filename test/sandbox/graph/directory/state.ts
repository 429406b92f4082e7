// What the directory remembers beside its objects: who owns and made them, how young they are, the trash, groups, policies.
import type { ServicePrincipal, User, World } from '../../core/world.ts';
import type { Output } from '../odata/shape.ts';
import { policiesOf, type TenantPolicies } from './policies/tenant-policies.ts';

export interface Group {
  id: string;
  tenantId: string;
  resource: Output;
  /** Object ids. */
  members: Set<string>;
}

/** What was deleted and can come back; applications keep their place among the others instead. */
export type Deleted = { tenantId: string; deletedDateTime: string } & (
  | { kind: 'user'; object: User }
  | { kind: 'servicePrincipal'; object: ServicePrincipal }
  | { kind: 'group'; object: Group }
);

export interface DirectoryState {
  /** Owners' object ids by what they own, in the order in which they were added. */
  owners: Map<string, Set<string>>;
  /** Who made an object, and has it counted against a quota: object ids. */
  makers: Map<string, string>;
  /** When an object has reached every replica, as epoch milliseconds. */
  settledAt: Map<string, number>;
  /** How often an object was looked for before that. */
  earlyReads: Map<string, number>;
  groups: Map<string, Group>;
  deleted: Map<string, Deleted>;
  /** Federated identity credentials by the application's object id. */
  federatedCredentials: Map<string, Output[]>;
  /** By tenant. */
  policies: Map<string, TenantPolicies>;
}

const states = new WeakMap<World, DirectoryState>();

export function directoryStateOf(world: World): DirectoryState {
  let state = states.get(world);
  if (!state) {
    state = {
      owners: new Map(),
      makers: new Map(),
      settledAt: new Map(),
      earlyReads: new Map(),
      groups: new Map(),
      deleted: new Map(),
      federatedCredentials: new Map(),
      policies: new Map([...world.tenants.values()].map((tenant) => [tenant.id, policiesOf(tenant)])),
    };
    states.set(world, state);
  }
  return state;
}

/** The objects that own another, in the order in which they were added. */
export function ownersOf(world: World, objectId: string): Set<string> {
  const { owners } = directoryStateOf(world);
  const known = owners.get(objectId) ?? new Set<string>();
  owners.set(objectId, known);
  return known;
}
