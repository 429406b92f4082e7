// The same seed and the same script give the same answers, ledger and mails, whatever else runs in the process.
import { beforeAll, expect, test } from 'vitest';
import { createPlayer, type Player } from './determinism/player.ts';
import { playStory } from './determinism/story.ts';
import { sweep } from './determinism/sweep.ts';

const SEED = 7;
const MAILS_MIN = 20;
/** Some 1,500 requests, each answer checked; a busy machine takes its time. */
const SWEEP_MS_MAX = 120_000;

const one = createPlayer(SEED);
const twin = createPlayer(SEED);
const stranger = createPlayer(SEED + 1);
/** What each had told when its story ended, before a test went on with it. */
const stories = new Map<Player, Told>();

beforeAll(async () => {
  const players = [one, twin, stranger];
  // Side by side, so that state shared by accident would show.
  await Promise.all(players.map(playStory));
  for (const player of players) stories.set(player, toldBy(player));
});

test('two sandboxes with one seed and one script give equal answers, ledgers and mails', () => {
  expectSame(stories.get(twin), stories.get(one));
});

test('the script mails, is throttled and loses answers, or equality would prove little', () => {
  const { answers, outbox, ledger } = stories.get(one) ?? toldBy(one);
  expect(outbox.length).toBeGreaterThan(MAILS_MIN);
  expect(answers.some((line) => line.endsWith(' dropped'))).toBe(true);
  for (const status of [200, 201, 202, 204, 400, 404, 429, 503]) {
    expect(ledger.map((entry) => entry.status)).toContain(status);
  }
});

test(
  'every operation of the coverage table gives equal answers',
  async () => {
    const [swept] = await Promise.all([sweep(one), sweep(twin)]);
    expectSame(toldBy(twin), toldBy(one));
    expect(swept.filter((line) => / 50\d$/.test(line))).toEqual([]);
    expect(swept.filter((line) => / 20\d$/.test(line)).length).toBeGreaterThan(swept.length / 2);
  },
  SWEEP_MS_MAX,
);

test('another seed tells another story; reset to the first seed, it tells the first', async () => {
  expect(stories.get(stranger)?.outbox).not.toEqual(stories.get(one)?.outbox);
  expect(stories.get(stranger)?.ledger).not.toEqual(stories.get(one)?.ledger);
  stranger.restart(SEED);
  await playStory(stranger);
  expectSame(toldBy(stranger), stories.get(one));
});

type Told = ReturnType<typeof toldBy>;

/** Client-request-ids are masked: they are the client's, and no two are the same. */
function toldBy({ sandbox, answers }: Player) {
  const { ledger, outbox } = sandbox.world();
  return {
    answers: [...answers],
    outbox: structuredClone(outbox),
    ledger: ledger.map(({ clientRequestId, ...entry }) => ({ ...entry, hasId: clientRequestId !== null })),
  };
}

function expectSame(told: Told | undefined, expected: Told | undefined): void {
  if (!told || !expected) throw new Error('A story was not told to its end.');
  expect(firstDifference(told.answers, expected.answers)).toBeNull();
  expect(told.ledger).toEqual(expected.ledger);
  expect(told.outbox).toEqual(expected.outbox);
}

/** The first line that differs, of both: a whole story would drown it. */
function firstDifference(told: readonly string[], expected: readonly string[]): { is: string; was: string } | null {
  const length = Math.max(told.length, expected.length);
  for (let index = 0; index < length; index += 1) {
    const [is = 'nothing', was = 'nothing'] = [told[index], expected[index]];
    if (is !== was) return { is, was };
  }
  return null;
}
