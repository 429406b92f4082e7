// Lifecycle events: what Graph tells the second webhook of a subscription about the subscription itself.
import type { LifecycleNotification } from '../../../../graph/models/subscription.ts';
import type { World } from '../../core/world.ts';
import { enqueue } from './deliveries.ts';
import { removeSubscription, type StoredSubscription, withdraw } from './subscription-store.ts';

/** How long before its end a subscription is reminded; one with a short life, at half of it. */
const REMINDER_BEFORE_END_MS = 24 * 60 * 60_000;

type LifecycleEvent = LifecycleNotification['lifecycleEvent'];

/** Queues a lifecycle event; a subscription without a second webhook hears none. One `missed` at a time is enough. */
export function sendLifecycleEvent(
  world: World,
  subscription: StoredSubscription,
  lifecycleEvent: LifecycleEvent,
  delayMs = 0,
): void {
  const { id, lifecycleNotificationUrl: url } = subscription;
  if (url === null) return;
  const isTold = world.deliveries.some(
    ({ state, body }) =>
      state === 'waiting' &&
      body.value.some((each) => each.subscriptionId === id && each.lifecycleEvent === lifecycleEvent),
  );
  if (isTold && lifecycleEvent === 'missed') return;
  const notification = {
    subscriptionId: id,
    subscriptionExpirationDateTime: subscription.expirationDateTime,
    tenantId: subscription.tenantId,
    clientState: subscription.clientState,
    lifecycleEvent,
  };
  enqueue(world, { url, kind: 'lifecycle', subscriptionId: id, notification, delayMs });
}

/** Takes a subscription away as Graph does by itself, and says so. */
export function endSubscription(world: World, subscription: StoredSubscription): void {
  removeSubscription(world, subscription);
  sendLifecycleEvent(world, subscription, 'subscriptionRemoved');
}

/** Reminds of a subscription's end in good time; an earlier reminder is withdrawn. */
export function scheduleReminder(world: World, subscription: StoredSubscription): void {
  withdraw(world, subscription.id, 'lifecycle');
  const lifeMs = subscription.expiresAt - world.clock.now().epochMilliseconds;
  const delayMs = lifeMs > 2 * REMINDER_BEFORE_END_MS ? lifeMs - REMINDER_BEFORE_END_MS : Math.floor(lifeMs / 2);
  sendLifecycleEvent(world, subscription, 'reauthorizationRequired', delayMs);
}
