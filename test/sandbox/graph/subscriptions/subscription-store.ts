// The subscriptions of a world: what is stored, who may see it, and when it has run out.
import type { AccessToken } from '../../core/tokens.ts';
import type { World } from '../../core/world.ts';

export type ChangeType = 'created' | 'updated' | 'deleted';

export interface StoredSubscription {
  id: string;
  /** As sent. */
  resource: string;
  /** Whose mailbox, and which calendar of it; null: all of them. */
  ownerId: string;
  calendarId: string | null;
  changeTypes: ChangeType[];
  applicationId: string;
  creatorId: string | null;
  tenantId: string;
  notificationUrl: string;
  lifecycleNotificationUrl: string | null;
  notificationUrlAppId: string | null;
  clientState: string | null;
  latestSupportedTlsVersion: string;
  /** Epoch milliseconds, and the instant as answers show it. */
  expiresAt: number;
  expirationDateTime: string;
  /** It was asked for with `Prefer: IdType="ImmutableId"`, so its notifications name those ids. */
  immutableIds: boolean;
}

const subscriptions = new WeakMap<World, Map<string, StoredSubscription>>();

/** Those that have not run out, oldest first. */
export function liveSubscriptions(world: World): StoredSubscription[] {
  const stored = storeOf(world);
  const now = world.clock.now().epochMilliseconds;
  for (const { id, expiresAt } of stored.values()) if (expiresAt <= now) stored.delete(id);
  return [...stored.values()];
}

export function storeSubscription(world: World, subscription: StoredSubscription): void {
  storeOf(world).set(subscription.id, subscription);
}

/** @returns null for one that never was, was deleted, or has run out. */
export function findSubscription(world: World, id: string): StoredSubscription | null {
  return liveSubscriptions(world).find((subscription) => subscription.id === id.toLowerCase()) ?? null;
}

/** Takes a subscription away; what still waits for it is withdrawn. */
export function removeSubscription(world: World, { id }: StoredSubscription): void {
  storeOf(world).delete(id);
  withdraw(world, id, 'change');
  withdraw(world, id, 'lifecycle');
}

/** Takes a subscription's part out of the deliveries that wait. */
export function withdraw(world: World, subscriptionId: string, kind: 'change' | 'lifecycle'): void {
  for (const delivery of world.deliveries) {
    if (delivery.state !== 'waiting' || delivery.kind !== kind) continue;
    const left = delivery.body.value.filter((notification) => notification.subscriptionId !== subscriptionId);
    if (left.length === delivery.body.value.length) continue;
    if (left.length === 0) delivery.state = 'withdrawn';
    else delivery.body.value = left;
  }
}

/** An application sees what it made itself: for the same user, or for the same tenant where nobody is signed in. */
export function isVisibleTo({ appId, userId, tenantId }: AccessToken, subscription: StoredSubscription): boolean {
  const isSameSide = userId === null ? subscription.tenantId === tenantId : subscription.creatorId === userId;
  return subscription.applicationId === appId && isSameSide;
}

function storeOf(world: World): Map<string, StoredSubscription> {
  const stored = subscriptions.get(world) ?? new Map<string, StoredSubscription>();
  subscriptions.set(world, stored);
  return stored;
}
