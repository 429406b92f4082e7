// A user's Outlook settings and the review, in a real browser: a calendar more, a single event's choice, a dry run, a reset.
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConnectedUser } from '../support/connected-user.ts';
import { NEXT_MONTH } from '../support/next-month.ts';
import { MEMBER_PASSWORD } from '../support/start-server.ts';
import { type SyncServer, startSyncServer } from '../support/sync-server.ts';
import { launchBrowser } from './launch-browser.ts';

const GUEST = 'guest@elsewhere.example';
const launched = await launchBrowser();
const browser: Browser | null = 'missing' in launched ? null : launched;
if ('missing' in launched) process.stderr.write(`SKIPPED: the Outlook settings in a browser. ${launched.missing}\n`);

let world: SyncServer;
let ada: ConnectedUser;

beforeAll(async () => {
  world = await startSyncServer(path.resolve(import.meta.dirname, '../../server/web'));
  ada = await world.userFor('ada');
  await ada.connect();
  await ada.confirm('quiet');
  await ada.outlook('POST', '/me/calendars', { name: 'Side' });
});
afterAll(async () => {
  await browser?.close();
  await world.close();
});

async function signIn(): Promise<Page> {
  const context = await (browser as Browser).newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(`${world.server.url}/outlook`);
  await page.getByLabel('E-mail address').fill('ada@calendar.example');
  await page.getByLabel('Password').fill(MEMBER_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Connected to ada@contoso.example').waitFor();
  return page;
}

test.skipIf(browser === null)(
  'a calendar is chosen and reviewed with a choice for a single event; a dry run and a reset are shown',
  async () => {
    const page = await signIn();
    await page.getByRole('button', { name: 'Stop syncing' }).click();
    await page.getByRole('button', { name: 'Start again' }).waitFor();
    const meeting = { subject: 'Single', when: NEXT_MONTH, guests: [{ address: GUEST }] };
    await ada.session.call('POST', '/api/events', meeting);
    await page.getByRole('button', { name: 'Show what a sync would do' }).click();
    await page.getByText('Added to Outlook').waitFor();
    await page.getByRole('button', { name: 'Start again' }).click();
    await page.getByText('The sync was stopped for a while.').waitFor();
    await page.getByText('Single events (1)').click();
    await page.getByLabel('Single', { exact: true }).selectOption('invite');
    await page.locator('.confirm-row').getByText('1 mail is sent').waitFor();
    await page.getByRole('button', { name: 'Start syncing' }).click();
    await page.getByText('In sync').waitFor();
    await expect.poll(() => world.sandbox.sandbox.world().outbox.map(({ to }) => to)).toEqual([GUEST]);

    await page.goto(`${world.server.url}/outlook`);
    await page.getByLabel('Delete them on both sides').check();
    await page.getByRole('button', { name: 'Show what happens' }).click();
    await page.getByText(`Cancellation to ${GUEST}`).waitFor();
    await page.getByText('Only unlinked (').click();
    await page.getByText('organized by somebody else').first().waitFor();

    await page.getByRole('combobox', { name: /^Side/ }).selectOption('both');
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('Other calendars are to be synced').waitFor();
    await page.getByRole('button', { name: 'Start syncing' }).click();
    await page.getByText('In sync').waitFor();
    expect(world.sandbox.sandbox.world().outbox).toHaveLength(1);
  },
);
