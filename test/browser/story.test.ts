// The whole story in a real browser: set up, configure, connect, review, confirm, edit on both sides, archive.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import { openHttpSession } from '../support/http-session.ts';
import { personOf, registerApp } from '../support/microsoft-account.ts';
import { ADMINISTRATOR, type RunningServer, startServer } from '../support/start-server.ts';
import { launchBrowser } from './launch-browser.ts';

const SCREENSHOTS = path.resolve(import.meta.dirname, '../../test-results');

const launched = await launchBrowser();
const browser: Browser | null = 'missing' in launched ? null : launched;
if ('missing' in launched) process.stderr.write(`SKIPPED: the browser story. ${launched.missing}\n`);

let sandbox: RunningSandbox;
let server: RunningServer;

beforeAll(async () => {
  sandbox = await startSandbox();
  server = await startServer({
    sandboxUrl: sandbox.url,
    webRoot: path.resolve(import.meta.dirname, '../../server/web'),
  });
  mkdirSync(SCREENSHOTS, { recursive: true });
});

afterAll(async () => {
  await browser?.close();
  await server.close();
  await sandbox.close();
});

test.skipIf(browser === null)(
  'an administrator sets up, connects, reviews, confirms; edits travel both ways; archiving cancels',
  async () => {
    const page = await openPage();
    await setUp(page);
    await configure(page);
    await makeMeetingBeforeConnecting(page);
    await connect(page);
    await reviewAndConfirm(page);
    expect(mails()).toEqual([]);
    await moveInOutlookAndSeeItHere(page);
    await createHereAndSeeItInOutlook(page);
    await archiveHere(page);
    await page.context().close();
  },
  120_000,
);

/** A page on which any script error or refused resource fails the test. */
async function openPage(): Promise<Page> {
  const context = await (browser as Browser).newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 820 },
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(server.url);
  return page;
}

async function setUp(page: Page): Promise<void> {
  const code = readFileSync(path.join(server.dataDirectory, 'setup-code'), 'utf8').trim();
  await page.getByLabel('Set-up code').fill(code);
  await page.getByLabel('Your name').fill(ADMINISTRATOR.displayName);
  await page.getByLabel('E-mail address').fill(ADMINISTRATOR.email);
  await page.getByLabel('Password').fill(ADMINISTRATOR.password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.getByText('Not set up').waitFor();
}

/** General settings → Integrations → Outlook Calendar, by hand. */
async function configure(page: Page): Promise<void> {
  const registration = await registerApp(sandbox.url, `${server.url}/microsoft_account/authentication`);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByText(`${server.url}/microsoft_account/authentication`).waitFor();
  await page.getByLabel('Client ID').fill(registration.clientId);
  await page.getByLabel('Client secret').fill(registration.secretKeyId);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Client secret').fill(registration.clientSecret);
  await page.getByLabel('Let users connect').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  expect(await page.getByLabel('Client secret').inputValue()).toBe('');
  await page.getByRole('link', { name: 'Calendar', exact: true }).click();
}

async function makeMeetingBeforeConnecting(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New event' }).click();
  await page.getByLabel('Title').fill('Long planned');
  await page.getByLabel('Guests').fill('bob@elsewhere.example');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByText('Long planned').first().waitFor();
}

async function connect(page: Page): Promise<void> {
  const ada = await personOf(sandbox.url, 'ada');
  await page.reload();
  await page.getByRole('button', { name: 'Outlook: Connect' }).click();
  await page.getByLabel('Account').fill(ada.userPrincipalName);
  await page.getByLabel('Password').fill(ada.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
}

async function reviewAndConfirm(page: Page): Promise<void> {
  await page.getByText('Before the next sync').waitFor();
  await page.getByRole('radio', { name: /^With mails/ }).check();
  await page.getByText('bob@elsewhere.example').waitFor();
  await page.screenshot({ path: path.join(SCREENSHOTS, 'review.png') });
  await page.getByRole('radio', { name: /^Quietly/ }).check();
  await page.getByRole('button', { name: 'Start syncing' }).click();
  await page.getByText('In sync').waitFor();
}

async function moveInOutlookAndSeeItHere(page: Page): Promise<void> {
  const graph = await graphAsAda();
  const { value } = await graph<{ value: { id: string }[] }>('GET', "/me/events?$filter=subject eq 'Focus time'");
  await graph('PATCH', `/me/events/${value[0]?.id}`, { subject: 'Focus, renamed in Outlook' });
  await page.getByRole('button', { name: /^Outlook/ }).click();
  await page.getByRole('menuitem', { name: 'Sync now' }).click();
  await page.getByRole('tab', { name: 'Month' }).click();
  await page.getByText('Focus, renamed').first().waitFor();
  await page.screenshot({ path: path.join(SCREENSHOTS, 'calendar.png') });
}

async function createHereAndSeeItInOutlook(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New event' }).click();
  await page.getByLabel('Title').fill('Made here');
  await page.getByLabel('Guests').fill('eve@fabrikam.example');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByText('One person will get a mail').waitFor();
  await page.screenshot({ path: path.join(SCREENSHOTS, 'consent.png') });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: 'Send now' }).click();
  await expect.poll(mails, { timeout: 20_000 }).toEqual(['invitation eve@fabrikam.example']);
}

async function archiveHere(page: Page): Promise<void> {
  await page.getByText('Made here').first().click();
  await page.getByRole('button', { name: 'Archive' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('button', { name: 'Send now' }).click();
  await expect
    .poll(mails, { timeout: 20_000 })
    .toEqual(['invitation eve@fabrikam.example', 'cancellation eve@fabrikam.example']);
}

function mails(): string[] {
  return sandbox.sandbox.world().outbox.map(({ kind, to }) => `${kind} ${to}`);
}

async function graphAsAda() {
  const session = openHttpSession(sandbox.url);
  const { access_token: token } = await session.call<{ access_token: string }>('POST', '/_sandbox/token', {
    user: 'ada@contoso.example',
  });
  return <T>(method: string, url: string, body?: unknown) =>
    session.call<T>(method, `/v1.0${url}`, body, { authorization: `Bearer ${token}` });
}
