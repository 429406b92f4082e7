// How many requests a sync takes, by the sandbox's ledger: as few as Graph allows.
import { beforeEach, describe, expect, test } from 'vitest';
import { expectRecovery } from '../../support/expect-recovery.ts';
import { createOutlookWorld, type OutlookWorld } from '../../support/outlook-world.ts';

const PAGE_SIZE = 200;
const BATCH_SIZE = 20;

describe('the calls of a sync', () => {
  let world: OutlookWorld;
  beforeEach(async () => {
    world = await createOutlookWorld();
    world.takeRequests();
  });

  test('nothing changed: one call for each calendar', async () => {
    expect(await world.sync()).toMatchObject({ outcome: 'done', pulled: 0, sent: 0 });
    expect(world.takeRequests()).toHaveLength(1);
  });

  test('a pull of 1,000 single events takes a page for every 200, and two calls more at most', async () => {
    await world.fill(1_000);
    world.takeRequests();
    expect(await world.sync()).toMatchObject({ outcome: 'done', taken: 1_000, sent: 0 });
    expect(world.takeRequests().length).toBeLessThanOrEqual(1_000 / PAGE_SIZE + 2);
  });

  test('a push of 1,000 events takes 50 batches, and the pull before them', async () => {
    for (let index = 0; index < 1_000; index += 1) world.add({ subject: `Event ${index}` });
    expect(await world.sync()).toMatchObject({ outcome: 'done', sent: 1_000, failed: 0 });
    const requests = world.takeRequests();
    expect(requests.filter(({ path }) => path.endsWith('/$batch'))).toHaveLength(1_000 / BATCH_SIZE);
    expect(requests.length).toBeLessThanOrEqual(1_000 / BATCH_SIZE + 1);
    expect(await world.sync()).toMatchObject({ sent: 0, taken: 0 });
  });

  test('an edit takes one call, and its echo none', async () => {
    const event = world.add({ subject: 'Plan' });
    await world.sync();
    world.edit(event, { subject: 'Plan B' });
    world.takeRequests();
    await world.sync();
    expect(world.takeRequests().map(({ method }) => method)).toEqual(['GET', 'PATCH']);
    await world.sync();
    expect(world.takeRequests()).toHaveLength(1);
  });

  test('an expired link on 1,000 events: everything is pulled anew, nothing is created, nobody is mailed', async () => {
    await expectRecovery(1_000);
  });
});
