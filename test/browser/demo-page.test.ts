// The demo page in a real browser: each thing to try changes both sides as it says, and the page is accessible.
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDemo } from '../../scripts/demo/start-demo.ts';
import {
  confirmQuietly,
  connect,
  editBothSides,
  makeEventsBeforeConnecting,
  type StoryWorld,
  waitForEqualSides,
} from '../../scripts/main-job/story.ts';
import type { EventList } from '../../server/schemas/events.ts';
import { type RunningSandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import { personOf, registerApp } from '../support/microsoft-account.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { launchBrowser } from './launch-browser.ts';

const launched = await launchBrowser();
const browser: Browser | null = 'missing' in launched ? null : launched;
if ('missing' in launched) process.stderr.write(`SKIPPED: the demo page. ${launched.missing}\n`);

let sandbox: RunningSandbox;
let server: RunningServer;
let world: StoryWorld;
let demo: Awaited<ReturnType<typeof startDemo>>;
let page: Page;
/** What the page complained of. */
const complaints: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  server = await startServer({ sandboxUrl: sandbox.url });
  world = await settleIn();
  demo = await startDemo({ ...world, port: 0 });
  if (browser) page = await openPage(browser);
});

afterAll(async () => {
  await browser?.close();
  await demo.close();
  await server.close();
  await sandbox.close();
});

describe.skipIf(browser === null)('in a browser', () => {
  test('both sides stand side by side, and agree', async () => {
    await page.getByText('In sync').waitFor();
    await expect.poll(() => subjects('Our calendar')).toContain('Launch party');
    expect(await subjects('Outlook')).toEqual(await subjects('Our calendar'));
  });

  test('a move here shows its mails first, waits out the undo time, and then moves Outlook', async () => {
    const before = await startsAt('Launch party');
    const sent = mails().length;
    const about = await page
      .getByRole('listitem')
      .filter({ has: act('Move here') })
      .innerText();
    expect(about).toMatch(/3\s*updates: .*Bo Tanaka/);
    await act('Move here').click();
    await page.getByText(/“Launch party” can be undone for/).waitFor();
    await expect.poll(() => timesOn('Our calendar')).not.toEqual(await timesOn('Outlook'));
    await page.getByRole('button', { name: 'Send now' }).click();
    await outcome(/Move here: Both sides agree again.*Mails: .*update to Bo Tanaka/);
    expect(await startsAt('Launch party')).not.toEqual(before);
    expect(await timesOn('Outlook')).toEqual(await timesOn('Our calendar'));
    expect(mails().slice(sent)).toEqual(Array.from({ length: 3 }, () => 'update Launch party'));
  });

  test('a move in Outlook arrives here and mails nobody', async () => {
    const before = await startsAt('Breakfast with the board');
    await act('Move in Outlook').click();
    await outcome(/Move in Outlook: Both sides agree again.*No mail was sent/);
    expect(await startsAt('Breakfast with the board')).not.toEqual(before);
    await page.getByText(/moved last/).waitFor();
  });

  test('archiving takes the meeting from both sides, and bringing it back invites again', async () => {
    const sent = mails().length;
    await act('Archive here').click();
    await page.getByRole('button', { name: 'Send now' }).click();
    await outcome(/Archive here: .*cancellation to Bo Tanaka/);
    expect(await subjects('Our calendar')).not.toContain('Launch party');
    expect(await subjects('Outlook')).not.toContain('Launch party');
    await act('Bring it back').click();
    await page.getByRole('button', { name: 'Send now' }).click();
    await outcome(/Bring it back: .*invitation to Bo Tanaka/);
    expect(await subjects('Outlook')).toContain('Launch party');
    const kinds = mails()
      .slice(sent)
      .map((mail) => mail.split(' ')[0]);
    expect(kinds).toEqual([...Array(3).fill('cancellation'), ...Array(3).fill('invitation')]);
  });

  test('a conflict shows both values, and ours can be put back', async () => {
    await act('Conflict').click();
    await page.getByText('Edited on both sides').waitFor();
    await outcome(/Conflict: .*Outlook’s title stands/);
    expect(await subjects('Our calendar')).toContain('Breakfast with the board (Outlook’s 1)');
    await page.getByRole('button', { name: 'Put ours back' }).click();
    await expect.poll(() => subjects('Outlook')).toContain('Breakfast with the board (ours 1)');
    await page.getByText('Edited on both sides').waitFor({ state: 'detached' });
  });

  test('a throttle storm makes the calendar wait without asking too early, and then catch up', async () => {
    await act('Throttle storm').click();
    await page.getByText(/Throttled by Outlook, asks again/).waitFor();
    await page.getByText(/It was asked once so far, 0 of them too early/).waitFor();
    expect(await timesOn('Our calendar')).not.toEqual(await timesOn('Outlook'));
    // The rest of the storm need not be waited for.
    sandbox.sandbox.world().clock.set(sandbox.sandbox.world().clock.now().add({ seconds: 20 }));
    await outcome(/Throttle storm: Both sides agree again.* refused with 429, 0 came too early/);
    expect(sandbox.sandbox.world().faults).toEqual([]);
  });

  test.each([
    { colorScheme: 'light', width: 1440 },
    { colorScheme: 'dark', width: 1440 },
    { colorScheme: 'light', width: 360 },
  ] as const)(
    'axe finds nothing in $colorScheme at $width px, and nothing is cut off',
    async ({ colorScheme, width }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      expect(await axeViolations()).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    },
  );

  test('nothing was complained of', () => {
    expect(complaints).toEqual([]);
  });
});

test('a request from another page or under another name is refused', async () => {
  const send = (headers: Record<string, string>) => fetch(`${demo.url}/demo/api/sync`, { method: 'POST', headers });
  expect((await send({ origin: 'http://elsewhere.example' })).status).toBe(403);
  expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await send({})).status).toBe(403);
  expect((await send({ origin: demo.url })).status).toBe(204);
});

/** The main job as far as the demo begins. */
async function settleIn(): Promise<StoryWorld> {
  const administrator = await server.setUp();
  const registration = await registerApp(sandbox.url, `${server.url}/microsoft_account/authentication`);
  await administrator.call('PUT', '/api/settings/outlook', { active: true, ...registration });
  const person = await personOf(sandbox.url, 'ada');
  const user = await server.signInAs(administrator, person.userPrincipalName);
  const settled = { serverUrl: server.url, sandboxUrl: sandbox.url, user, person, say: () => undefined };
  await makeEventsBeforeConnecting(settled);
  await confirmQuietly(settled, await connect(settled));
  await editBothSides(settled);
  await waitForEqualSides(settled);
  return settled;
}

async function openPage(chromium: Browser): Promise<Page> {
  const context = await chromium.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1440, height: 900 },
  });
  const opened = await context.newPage();
  opened.on('pageerror', (error) => void complaints.push(error.message));
  opened.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await opened.goto(demo.url);
  return opened;
}

function act(name: string) {
  return page.getByRole('button', { name, exact: true });
}

/** Waits for what the page says came of the last act. */
async function outcome(text: RegExp): Promise<void> {
  await page.locator('.outcome', { hasText: text }).waitFor();
}

function column(title: 'Our calendar' | 'Outlook') {
  return page.getByRole('region', { name: title, exact: true });
}

async function subjects(title: 'Our calendar' | 'Outlook'): Promise<string[]> {
  return (await column(title).locator('.event-subject').allInnerTexts()).toSorted();
}

async function timesOn(title: 'Our calendar' | 'Outlook'): Promise<string[]> {
  return column(title)
    .locator('.event time')
    .evaluateAll((times) =>
      times.map((time) => time.getAttribute('datetime') ?? '').toSorted((a, b) => a.localeCompare(b)),
    );
}

/** When our API says that an event starts. */
async function startsAt(subject: string): Promise<string | undefined> {
  const from = sandbox.sandbox.world().clock.now().toString();
  const to = sandbox.sandbox
    .world()
    .clock.now()
    .add({ hours: 24 * 20 })
    .toString();
  const { events } = await world.user.call<EventList>('GET', `/api/events?from=${from}&to=${to}`);
  return events.find((event) => event.subject === subject)?.startsAt;
}

/** What axe finds, by rule and element. */
async function axeViolations(): Promise<string[]> {
  // Evaluated, since the page's policy lets no script of others in.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

function mails(): string[] {
  return sandbox.sandbox.world().outbox.map(({ kind, subject }) => `${kind} ${subject}`);
}
