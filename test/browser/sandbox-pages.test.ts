// The sandbox's own page in a real browser: what happens shows by itself, switches work, and it is accessible.
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import { type HttpSession, openHttpSession } from '../support/http-session.ts';
import { registerApp } from '../support/microsoft-account.ts';
import { launchBrowser } from './launch-browser.ts';

const ADA = 'ada@contoso.example';
const TABS = ['Calendars', 'Mails', 'Requests', 'Faults', 'Settings', 'Registrations', 'People and reset'];

const launched = await launchBrowser();
const browser: Browser | null = 'missing' in launched ? null : launched;
if ('missing' in launched) process.stderr.write(`SKIPPED: the sandbox's page. ${launched.missing}\n`);

let sandbox: RunningSandbox;
let graph: HttpSession;
let authorization: string;
let page: Page;
/** What the page complained of. */
const complaints: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  graph = openHttpSession(sandbox.url);
  const token = { user: ADA, scopes: ['Calendars.ReadWrite'] };
  const { access_token: issued } = await graph.call<{ access_token: string }>('POST', '/_sandbox/token', token);
  authorization = `Bearer ${issued}`;
  await registerApp(sandbox.url, 'http://localhost:3000/microsoft_account/authentication');
  if (browser) page = await openPage(browser);
});
afterAll(async () => {
  await browser?.close();
  await sandbox.close();
});

describe.skipIf(browser === null)('in a browser', () => {
  test("everybody's calendars stand side by side, and an event that is made shows by itself", async () => {
    await page.getByText('Ada Lindqvist').first().waitFor();
    for (const name of ['Bo Tanaka', 'Chidi Okafor', 'Eve Moreau', 'Pat Home']) {
      expect(await page.getByText(name).count()).toBeGreaterThan(0);
    }
    await makeMeeting('Board game night', sandbox.sandbox.world().clock.now().toString().slice(0, 10));
    await page
      .getByRole('button', { name: /Board game night/ })
      .first()
      .click();
    await page
      .getByRole('dialog')
      .getByText('bo@contoso.example')
      .or(page.getByRole('dialog').getByText('Bo Tanaka'))
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
  });

  test('mails are readable, and can be searched', async () => {
    await open('Mails');
    await page.getByText('Board game night').first().waitFor();
    await page.getByLabel('Kind').selectOption('cancellation');
    await page.getByText('No mail is like that.').waitFor();
    await page.getByLabel('Kind').selectOption('');
    await page.getByText('invites').first().waitFor();
  });

  test('a fault is switched on and off with one click, and a rule that is none is refused with the reason', async () => {
    await open('Faults');
    const storm = page.getByRole('switch', { name: /Throttle storm/ });
    await storm.click();
    await expect.poll(() => storm.getAttribute('aria-checked')).toBe('true');
    expect((await readMe()).status).toBe(429);
    await storm.click();
    await expect.poll(() => storm.getAttribute('aria-checked')).toBe('false');
    await expect.poll(async () => (await readMe()).status).toBe(200);
    await page.getByLabel('Rule as JSON').fill('{ "match": {}, "effect": { "explode": true } }');
    await page.getByRole('button', { name: 'Add rule' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('explode');
  });

  test('requests say what was refused, and which fault it was', async () => {
    await open('Requests');
    await page.getByLabel('Answer').selectOption('struck by a fault');
    await page.getByText('fault 1').first().waitFor();
    await page.getByLabel('Answer').selectOption('');
  });

  test('the clock moves on', async () => {
    const before = sandbox.sandbox.world().clock.now();
    await page.getByRole('button', { name: '+1 day' }).click();
    await expect
      .poll(() => sandbox.sandbox.world().clock.now().since(before).total('hours'))
      .toBeGreaterThanOrEqual(24);
  });

  test('a setting is changed, and goes back', async () => {
    await open('Settings');
    await page.getByLabel('throttle', { exact: true }).selectOption('strict');
    await expect.poll(() => sandbox.sandbox.world().settings.throttle).toBe('strict');
    await page.getByRole('button', { name: 'All as usual' }).click();
    await expect.poll(() => sandbox.sandbox.world().settings.throttle).toBe('documented');
  });

  test('registrations show a hint of their secrets and no secret', async () => {
    await open('Registrations');
    await page.getByText('http://localhost:3000/microsoft_account/authentication').waitFor();
    const text = await page.getByRole('tabpanel').innerText();
    const secrets = [...sandbox.sandbox.world().applications.values()].flatMap((application) => application.secrets);
    expect(secrets.length).toBeGreaterThan(0);
    for (const { secretText } of secrets) expect(text).not.toContain(secretText);
  });

  test('tabs are moved between with the arrow keys', async () => {
    await page.getByRole('tab', { selected: true }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { selected: true }).innerText()).toContain('People');
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { selected: true }).innerText()).toContain('Calendars');
  });

  test.each([
    { colorScheme: 'light', width: 1440 },
    { colorScheme: 'dark', width: 1440 },
    { colorScheme: 'light', width: 360 },
  ] as const)('every tab is accessible and fits, $colorScheme at $width px', async ({ colorScheme, width }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    for (const tab of TABS) {
      await open(tab);
      expect({ tab, found: await violations() }).toEqual({ tab, found: [] });
      const needed = await page.evaluate(() => document.documentElement.scrollWidth);
      expect({ tab, fits: needed <= width }).toEqual({ tab, fits: true });
    }
  });

  test('nothing was complained of', () => {
    expect(complaints).toEqual([]);
  });
});

async function openPage(chromium: Browser): Promise<Page> {
  const opened = await chromium.newPage({ viewport: { width: 1440, height: 900 } });
  opened.on('pageerror', (error) => complaints.push(String(error)));
  opened.on('console', (message) => {
    // What a browser says of each refused rule, which the test asks for.
    if (message.type() === 'error' && !message.text().includes('400 (Bad Request)')) complaints.push(message.text());
  });
  await opened.goto(`${sandbox.url}/_sandbox/`);
  return opened;
}

async function open(tab: string): Promise<void> {
  await page.getByRole('tab', { name: tab }).click();
  await page.getByRole('tabpanel', { name: tab }).waitFor();
}

async function makeMeeting(subject: string, day: string): Promise<void> {
  const time = (clock: string) => ({ dateTime: `${day}T${clock}`, timeZone: 'UTC' });
  const attendees = [{ emailAddress: { address: 'bo@contoso.example' }, type: 'required' }];
  const event = { subject, start: time('18:00:00'), end: time('20:00:00'), attendees };
  await graph.call('POST', '/v1.0/me/events', event, { authorization });
}

const readMe = () => graph.request('GET', '/v1.0/me/calendar', { headers: { authorization } });

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<AxeResults>('axe.run()');
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
