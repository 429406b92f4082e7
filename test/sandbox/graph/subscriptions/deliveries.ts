// The queue to the webhooks: what is due is sent, what is not taken is sent again, up to four hours.
import type { Delivery, OutgoingAnswer } from '../../core/deliveries.ts';
import type { World } from '../../core/world.ts';
import { healthOf, recordAnswer } from './endpoint-health.ts';

/** How long Graph tries to make a delivery. */
const RETRIES_MS_MAX = 4 * 60 * 60_000;
const FIRST_RETRY_MS = 10_000;
const RETRY_MS_MAX = 60 * 60_000;
const ANSWER_MS_MAX = 10_000;
const NOTIFICATIONS_PER_POST_MAX = 50;
/** How likely notifications that are due together share a POST. */
const SHARED_POST_PROBABILITY = 0.5;
/** How many finished deliveries are kept to look at. */
const FINISHED_KEPT_MAX = 1_000;

/** Called for the subscriptions whose notifications were thrown away or given up. */
type OnLoss = (world: World, subscriptionIds: readonly string[]) => void;

const lossListeners = new WeakMap<World, OnLoss>();

/** @param onLoss hears which subscriptions lost notifications. */
export function openQueue(world: World, onLoss: OnLoss): void {
  lossListeners.set(world, onLoss);
}

export interface Outgoing {
  url: string;
  kind: Delivery['kind'];
  subscriptionId: string;
  notification: Record<string, unknown>;
  delayMs: number;
  /** Anywhere among what waits for the same webhook. */
  isShuffled?: boolean;
}

/** Queues a notification; due ones for one webhook may share a POST. */
export function enqueue(world: World, outgoing: Outgoing): void {
  const { url, kind, subscriptionId, notification } = outgoing;
  const health = kind === 'change' ? healthOf(world, url) : { state: 'well', delayMs: 0 };
  const due = world.clock.now().epochMilliseconds + outgoing.delayMs + health.delayMs;
  const companion = kind === 'change' && health.state !== 'drop' ? companionOf(world, url, due) : null;
  if (companion) {
    const place = outgoing.isShuffled
      ? world.chance.integer(companion.body.value.length + 1)
      : companion.body.value.length;
    companion.body.value.splice(place, 0, notification);
    companion.subscriptionIds = [...new Set([...companion.subscriptionIds, subscriptionId])];
    return;
  }
  const delivery: Delivery = {
    id: (world.deliveries.at(-1)?.id ?? 0) + 1,
    url,
    kind,
    subscriptionIds: [subscriptionId],
    body: { value: [notification] },
    firstDue: due,
    due,
    attempts: 0,
    state: health.state === 'drop' ? 'discarded' : 'waiting',
    status: null,
  };
  world.deliveries.push(delivery);
  forgetFinished(world);
  if (delivery.state === 'discarded') lossListeners.get(world)?.(world, delivery.subscriptionIds);
  else if (outgoing.isShuffled) swapBodies(world, delivery);
  wakeAt(world, due);
}

function companionOf(world: World, url: string, due: number): Delivery | null {
  const last = world.deliveries.findLast(
    (each) => each.state === 'waiting' && each.kind === 'change' && each.url === url,
  );
  const isOpen = last?.due === due && last.attempts === 0 && last.body.value.length < NOTIFICATIONS_PER_POST_MAX;
  return isOpen && world.chance.next() < SHARED_POST_PROBABILITY ? last : null;
}

/** Puts a new delivery's notifications in the place of some that wait. */
function swapBodies(world: World, delivery: Delivery): void {
  const waiting = world.deliveries.filter((each) => each.state === 'waiting' && each.url === delivery.url);
  const other = waiting[world.chance.integer(waiting.length)];
  if (!other || other === delivery) return;
  [other.body, delivery.body] = [delivery.body, other.body];
  [other.subscriptionIds, delivery.subscriptionIds] = [delivery.subscriptionIds, other.subscriptionIds];
}

function forgetFinished(world: World): void {
  const finished = world.deliveries.filter(({ state }) => state !== 'waiting' && state !== 'sending');
  const surplus = new Set(finished.slice(0, Math.max(0, finished.length - FINISHED_KEPT_MAX)));
  if (surplus.size === 0) return;
  world.deliveries.splice(0, world.deliveries.length, ...world.deliveries.filter((each) => !surplus.has(each)));
}

/** When the next delivery is due, as epoch milliseconds; null: none waits. */
export function nextDue(world: World): number | null {
  const dues = world.deliveries.filter(({ state }) => state === 'waiting').map(({ due }) => due);
  return dues.length === 0 ? null : Math.min(...dues);
}

/** Sends what is due, one after the other, the earliest first. @returns what was sent. */
export async function deliverDue(world: World, max = Number.MAX_SAFE_INTEGER): Promise<Delivery[]> {
  const sent: Delivery[] = [];
  for (let delivery = takeDue(world); delivery; delivery = sent.length < max ? takeDue(world) : null) {
    await attempt(world, delivery);
    sent.push(delivery);
  }
  // The clock may have been moved: what waits now comes sooner than was scheduled.
  const next = nextDue(world);
  if (next !== null) wakeAt(world, next);
  return sent;
}

function takeDue(world: World): Delivery | null {
  const due = nextDue(world);
  if (due === null || due > world.clock.now().epochMilliseconds) return null;
  const delivery = world.deliveries.find((each) => each.state === 'waiting' && each.due === due) ?? null;
  if (delivery) delivery.state = 'sending';
  return delivery;
}

async function attempt(world: World, delivery: Delivery): Promise<void> {
  const { url, body } = delivery;
  const before = world.clock.now().epochMilliseconds;
  delivery.attempts += 1;
  const { sendOut } = world.ports;
  const answer: OutgoingAnswer | null = sendOut
    ? await sendOut(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        timeoutMs: ANSWER_MS_MAX,
      }).catch(() => null)
    : { status: 202, headers: {}, body: '' };
  const now = world.clock.now().epochMilliseconds;
  recordAnswer(world, url, now - before);
  delivery.status = answer?.status ?? null;
  if (answer && answer.status >= 200 && answer.status < 300) {
    delivery.state = 'delivered';
    return;
  }
  delivery.due = now + Math.min(FIRST_RETRY_MS * 2 ** (delivery.attempts - 1), RETRY_MS_MAX);
  delivery.state = delivery.due - delivery.firstDue > RETRIES_MS_MAX ? 'givenUp' : 'waiting';
  if (delivery.state === 'waiting') wakeAt(world, delivery.due);
  else if (delivery.kind === 'change') lossListeners.get(world)?.(world, delivery.subscriptionIds);
}

/** Has the queue looked at when something is due; webhooks don't wait for one another then. */
function wakeAt(world: World, due: number): void {
  const delayMs = Math.max(0, due - world.clock.now().epochMilliseconds);
  world.ports.schedule?.(delayMs, () => {
    for (let delivery = takeDue(world); delivery; delivery = takeDue(world)) void attempt(world, delivery);
  });
}
