// Which mailboxes the routine look takes: those that nobody looked at for a while, and that may sync.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findMailboxesToPoll } from '../../server/database/mailboxes.ts';
import type { OpenDatabase } from '../../server/database/open-database.ts';
import { createSqlWorld, type SqlWorld } from '../support/sql-world.ts';
import { DATABASES, openTestDatabase } from '../support/test-database.ts';

const INTERVAL_S = 120;
const JITTER_S = 60;

describe.each(DATABASES)('on %s', (kind) => {
  let open: OpenDatabase;
  let world: SqlWorld;

  beforeAll(async () => {
    open = await openTestDatabase(kind);
  });
  afterAll(() => open.close());
  beforeEach(async () => {
    world = await createSqlWorld(open.database);
    await world.sync();
  });
  afterEach(() => open.database.deleteFrom('users').execute());

  const due = () =>
    findMailboxesToPoll(open.database, { now: world.now().toString(), intervalS: INTERVAL_S, jitterS: JITTER_S });
  const set = (values: { stopped_at?: string; problem?: string; not_before?: string }) =>
    open.database.updateTable('mailboxes').set(values).where('id', '=', world.mailboxId).execute();

  test('not before its interval, and surely after interval and jitter', async () => {
    world.advance({ seconds: INTERVAL_S - 1 });
    expect(await due()).toEqual([]);
    world.advance({ seconds: JITTER_S + 1 });
    expect(await due()).toEqual([world.mailboxId]);
  });

  test('always at its own place in the jitter', async () => {
    const answers: boolean[] = [];
    world.advance({ seconds: INTERVAL_S });
    for (let second = 0; second < JITTER_S; second += 1) {
      answers.push((await due()).length === 1);
      world.advance({ seconds: 1 });
    }
    expect(answers.join().match(/false,true/g)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(answers.join()).not.toContain('true,false');
    expect(answers.at(-1)).toBe(true);
  });

  test.each([
    ['stopped', { stopped_at: '2026-11-24T09:00:00Z' }],
    ['waiting for a sign-in', { problem: 'needs_sign_in' }],
    ['told by Outlook to wait', { not_before: '2026-11-25T09:00:00Z' }],
  ])('never one that is %s', async (_, values) => {
    world.advance({ hours: 1 });
    expect(await due()).toEqual([world.mailboxId]);
    await set(values);
    expect(await due()).toEqual([]);
  });

  test('one with another problem is tried again', async () => {
    world.advance({ hours: 1 });
    await set({ problem: 'AADSTS7000222' });
    expect(await due()).toEqual([world.mailboxId]);
  });
});
