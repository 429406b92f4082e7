// How quickly each webhook answered lately, and what Graph does about one that is slow.
import type { World } from '../../core/world.ts';
import type { Settings } from '../../core/world-settings.ts';

const WINDOW_MS = 10 * 60_000;
/** Fewer answers in the window say nothing yet. */
const ANSWERS_MIN = 10;
const SLOW_PERCENT = 10;
const DROP_PERCENT = 15;
const DROP_ANSWER_MS = 10_000;

/** What counts as slow, and how long its notifications then wait; pages of different years differ. */
const SLOW: Readonly<Record<Settings['slowWebhooks'], { answerMs: number; delayMs: number }>> = {
  tenMinutes: { answerMs: 3_000, delayMs: 10 * 60_000 },
  tenSeconds: { answerMs: 10_000, delayMs: 10_000 },
};

const answers = new WeakMap<World, Map<string, { at: number; tookMs: number }[]>>();

/** Remembers how long a webhook took to answer. */
export function recordAnswer(world: World, url: string, tookMs: number): void {
  const known = answers.get(world) ?? new Map<string, { at: number; tookMs: number }[]>();
  answers.set(world, known);
  const now = world.clock.now().epochMilliseconds;
  known.set(url, [...recent(world, url, now), { at: now, tookMs }]);
}

/** Whether new notifications go out at once, wait, or are thrown away. */
export function healthOf(world: World, url: string): { state: 'well' | 'slow' | 'drop'; delayMs: number } {
  const list = recent(world, url, world.clock.now().epochMilliseconds);
  const { answerMs, delayMs } = SLOW[world.settings.slowWebhooks];
  if (list.length < ANSWERS_MIN) return { state: 'well', delayMs: 0 };
  const percentAbove = (ms: number) => (list.filter(({ tookMs }) => tookMs > ms).length * 100) / list.length;
  if (percentAbove(DROP_ANSWER_MS) > DROP_PERCENT) return { state: 'drop', delayMs: 0 };
  if (percentAbove(answerMs) > SLOW_PERCENT) return { state: 'slow', delayMs };
  return { state: 'well', delayMs: 0 };
}

function recent(world: World, url: string, now: number): { at: number; tookMs: number }[] {
  return (answers.get(world)?.get(url) ?? []).filter(({ at }) => at > now - WINDOW_MS);
}
