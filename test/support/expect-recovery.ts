// What has to hold when a delta link expires: everything is pulled anew, and nothing else happens on either side.
import { expect } from 'vitest';
import { createOutlookWorld } from './outlook-world.ts';

const PAGE_SIZE = 200;

/** @param count how many events both sides have. */
export async function expectRecovery(count: number): Promise<void> {
  const world = await createOutlookWorld();
  await world.fill(count);
  await world.sync();
  const events = world.store.events.size;
  world.takeRequests();
  world.takeMails();
  world.faults({ match: { path: 'deltatoken', times: 1 }, effect: { resetDelta: true } });
  expect(await world.sync()).toMatchObject({ outcome: 'done', sent: 0, taken: 0, failed: 0 });
  const requests = world.takeRequests();
  expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(requests.length).toBeLessThanOrEqual(Math.ceil(events / PAGE_SIZE) + 3);
  expect(world.store.events.size).toBe(events);
  expect(world.takeMails()).toEqual([]);
}
