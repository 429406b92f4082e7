// From a change in a mailbox to notifications: which subscriptions hear of it, how often, and in which words.

import { webhookFault } from '../../core/faults.ts';
import type { FaultEffect, ItemChange, World } from '../../core/world.ts';
import { changeKeyOf, mailboxOf } from '../calendar/state.ts';
import { enqueue, openQueue } from './deliveries.ts';
import { endSubscription, sendLifecycleEvent } from './lifecycle.ts';
import {
  type ChangeType,
  findSubscription,
  liveSubscriptions,
  removeSubscription,
  type StoredSubscription,
} from './subscription-store.ts';

/** One edit can be told up to so many times (docs issue 7598). */
const UPDATES_MAX = 3;

/** Listens to a world's changes from now on. */
export function notifyOfChanges(world: World): void {
  openQueue(world, (_, subscriptionIds) => {
    for (const id of subscriptionIds) {
      const subscription = findSubscription(world, id);
      if (subscription) sendLifecycleEvent(world, subscription, 'missed');
    }
  });
  world.listeners.push((change) => {
    for (const subscription of liveSubscriptions(world)) {
      if (concerns(subscription, change)) tell(world, subscription, change);
    }
  });
}

function concerns({ ownerId, calendarId }: StoredSubscription, change: ItemChange): boolean {
  return ownerId === change.userId && (calendarId === null || calendarId === change.calendarId);
}

function tell(world: World, subscription: StoredSubscription, change: ItemChange): void {
  const owner = world.users.get(subscription.ownerId);
  if (!owner) return;
  if (!owner.accountEnabled) {
    endSubscription(world, subscription);
    return;
  }
  for (const changeType of changeTypesOf(world, change)) {
    if (!subscription.changeTypes.includes(changeType)) continue;
    const fault =
      webhookFault(world, {
        service: 'graph',
        method: 'POST',
        target: subscription.notificationUrl,
        mailbox: owner.userPrincipalName,
        inner: false,
      }) ?? {};
    if (fault.expireSilently) {
      removeSubscription(world, subscription);
      return;
    }
    if (fault.lifecycleEvent === 'subscriptionRemoved') {
      endSubscription(world, subscription);
      return;
    }
    if (fault.lifecycleEvent) sendLifecycleEvent(world, subscription, fault.lifecycleEvent);
    else if (!fault.dropNotification)
      send(world, subscription, notificationOf(world, subscription, change, changeType), fault);
  }
}

/** A new event is told as created and as updated (docs issue 7598); an edit up to three times. */
function changeTypesOf(world: World, { changeType }: ItemChange): ChangeType[] {
  if (changeType === 'created') return ['created', 'updated'];
  if (changeType === 'deleted') return ['deleted'];
  return Array.from({ length: 1 + world.chance.integer(UPDATES_MAX) }, () => 'updated');
}

function send(
  world: World,
  subscription: StoredSubscription,
  notification: Record<string, unknown>,
  fault: FaultEffect,
): void {
  const { id: subscriptionId, notificationUrl } = subscription;
  const told = fault.wrongClientState ? { ...notification, clientState: world.chance.uuid() } : notification;
  for (let copy = 0; copy < (fault.notificationCopies ?? 1); copy += 1) {
    enqueue(world, {
      url: notificationUrl,
      kind: 'change',
      subscriptionId,
      notification: told,
      delayMs: fault.notificationDelayMs ?? 0,
      isShuffled: fault.shuffleNotification ?? false,
    });
  }
}

function notificationOf(
  world: World,
  subscription: StoredSubscription,
  { itemId }: ItemChange,
  changeType: ChangeType,
): Record<string, unknown> {
  const owner = world.users.get(subscription.ownerId);
  const mailbox = owner ? mailboxOf(world, owner) : null;
  const item = mailbox?.items.get(itemId);
  // Whoever reads the folder that a deleted item has left knows it by the id that the log keeps.
  const restId = mailbox?.log.at(-1)?.restId ?? item?.restId ?? itemId;
  const id = subscription.immutableIds ? itemId : restId;
  const path = `Users/${subscription.ownerId}/Events/${id}`;
  return {
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: subscription.expirationDateTime,
    changeType,
    resource: path,
    resourceData: {
      '@odata.type': '#Microsoft.Graph.Event',
      '@odata.id': path,
      ...(item ? { '@odata.etag': `W/"${changeKeyOf(item)}"` } : {}),
      id,
    },
    clientState: subscription.clientState,
    tenantId: subscription.tenantId,
  };
}
