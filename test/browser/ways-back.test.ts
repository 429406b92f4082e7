// What changed and how it goes back, in a real browser: an event's history, the conflicts page, the activity page.
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventView } from '../../server/schemas/events.ts';
import { type RunningSandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import { type ConnectedUser, createConnectedUser } from '../support/connected-user.ts';
import { registerApp } from '../support/microsoft-account.ts';
import { NEXT_MONTH } from '../support/next-month.ts';
import { MEMBER_PASSWORD, type RunningServer, startServer } from '../support/start-server.ts';
import { until } from '../support/until.ts';
import { launchBrowser } from './launch-browser.ts';

const GUEST = 'guest@elsewhere.example';
const launched = await launchBrowser();
const browser: Browser | null = 'missing' in launched ? null : launched;
if ('missing' in launched) process.stderr.write(`SKIPPED: the ways back in a browser. ${launched.missing}\n`);

let sandbox: RunningSandbox;
let server: RunningServer;
let ada: ConnectedUser;

beforeAll(async () => {
  sandbox = await startSandbox();
  server = await startServer({
    sandboxUrl: sandbox.url,
    webRoot: path.resolve(import.meta.dirname, '../../server/web'),
  });
  const administrator = await server.setUp();
  const registration = await registerApp(sandbox.url, `${server.url}/microsoft_account/authentication`);
  await administrator.call('PUT', '/api/settings/outlook', { active: true, ...registration });
  ada = createConnectedUser(await server.signInAs(administrator, 'ada@calendar.example'), sandbox, 'ada');
  await ada.connect();
  await ada.confirm('quiet');
});
afterAll(async () => {
  await browser?.close();
  await server.close();
  await sandbox.close();
});

const view = (id: string) => ada.session.call<EventView>('GET', `/api/events/${id}`);
const change = async (id: string, body: object) =>
  ada.session.call('PATCH', `/api/events/${id}`, body, { 'if-match': `"${(await view(id)).version}"` });

/** A meeting that Outlook has, too, with its item's id. */
async function sent(subject: string): Promise<{ id: string; itemId: string }> {
  const body = { subject, when: NEXT_MONTH, guests: [{ address: GUEST }], mail: 'send' };
  const { id } = await ada.session.call<EventView>('POST', '/api/events', body);
  await ada.session.call('POST', `/api/events/${id}/send-now`);
  await until(async () => ((await view(id)).webLink === null ? undefined : true));
  const { value } = await ada.outlook<{ value: { id: string; subject: string }[] }>('GET', '/me/events?$top=100');
  return { id, itemId: value.find((item) => item.subject === subject)?.id ?? '' };
}

async function signIn(): Promise<Page> {
  const context = await (browser as Browser).newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(server.url);
  await page.getByLabel('E-mail address').fill('ada@calendar.example');
  await page.getByLabel('Password').fill(MEMBER_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('In sync').waitFor();
  return page;
}

test.skipIf(browser === null)(
  'a conflict shows both values and puts ours back; a sync shows what it did and is rolled back; an event tells its history',
  async () => {
    const { id, itemId } = await sent('Agreed');
    await change(id, { subject: 'Mine', mail: 'hold' });
    await ada.outlook('PATCH', `/me/events/${itemId}`, { subject: 'Of Outlook' });
    await ada.session.call('POST', `/api/events/${id}/release`, { mail: 'send' });
    await ada.session.call('POST', `/api/events/${id}/send-now`);
    await until(async () => ((await view(id)).subject === 'Of Outlook' ? true : undefined));

    const page = await signIn();
    await page.goto(`${server.url}/conflicts`);
    const card = page.getByRole('article');
    await card.waitFor();
    expect(await card.getByRole('definition').allTextContents()).toEqual(['Mine', 'Of Outlook']);
    await card.getByRole('button', { name: 'Put mine back' }).click();
    await page.getByRole('dialog').getByText(GUEST).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('No edit met another one.').waitFor();
    await ada.session.call('POST', `/api/events/${id}/send-now`);
    await until(async () => (await ada.outlookSubjects()).includes('Mine') || undefined);

    await ada.outlook('PATCH', `/me/events/${itemId}`, { subject: 'Renamed in Outlook' });
    await ada.sync();
    await page.goto(`${server.url}/activity`);
    await page.getByText('What it did').first().click();
    await page.getByText('Taken over from Outlook').waitFor();
    await page.getByRole('button', { name: 'Roll back this sync' }).click();
    await page.getByRole('dialog').getByText('Renamed in Outlook').first().waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
    await until(async () => ((await view(id)).subject === 'Mine' ? true : undefined));

    await page.goto(server.url);
    await page.getByRole('tab', { name: 'Month' }).click();
    await page.getByRole('button', { name: /^next/i }).click();
    await page.getByText('Mine').first().click();
    await page.getByText('Why did this change?').click();
    await page.getByText('Taken over from Outlook').first().waitFor();
    await page.getByText('Created here').waitFor();
    await page.context().close();
  },
  120_000,
);
