// npm run pictures: plays the main job, and takes the pictures of the README in a real browser.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../test/browser/launch-browser.ts';
import { type RunningSandbox, startSandbox } from '../test/sandbox/start-sandbox.ts';
import { personOf, registerApp } from '../test/support/microsoft-account.ts';
import { type RunningServer, startServer } from '../test/support/start-server.ts';
import {
  confirmQuietly,
  connect,
  editBothSides,
  makeEventsBeforeConnecting,
  type StoryWorld,
  waitForEqualSides,
} from './main-job/story.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const PICTURES = path.join(ROOT, 'docs/pictures');
/** Of each picture: the README has to open quickly. */
const PICTURE_BYTES_MAX = 200_000;
const VIEWPORT = { width: 1280, height: 820 };

const browser = await launchBrowser();
if ('missing' in browser) {
  console.error(browser.missing);
  process.exitCode = 1;
} else {
  await takePictures(browser);
}

async function takePictures(chromium: Browser): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const sandbox = await startSandbox();
  const server = await startServer({ sandboxUrl: sandbox.url, webRoot: path.join(ROOT, 'server/web') });
  try {
    const world = await settleIn(sandbox, server);
    const page = await openPageOf(world, chromium);
    await makeEventsBeforeConnecting(world);
    const review = await connect(world);
    await takeReview(page, world.serverUrl);
    await confirmQuietly(world, review);
    await editBothSides(world);
    await waitForEqualSides(world);
    await takeCalendar(page, world.serverUrl);
  } finally {
    await chromium.close();
    await server.close();
    await sandbox.close();
  }
}

/** The main job as far as no picture shows it: a registered app, and a user who is signed in here. */
async function settleIn(sandbox: RunningSandbox, server: RunningServer): Promise<StoryWorld> {
  const administrator = await server.setUp();
  const registration = await registerApp(sandbox.url, `${server.url}/microsoft_account/authentication`);
  await administrator.call('PUT', '/api/settings/outlook', { active: true, ...registration });
  const person = await personOf(sandbox.url, 'ada');
  return {
    serverUrl: server.url,
    sandboxUrl: sandbox.url,
    user: await server.signInAs(administrator, person.userPrincipalName),
    person,
    say: (text) => console.log(text.trim()),
  };
}

async function openPageOf({ serverUrl, user }: StoryWorld, chromium: Browser): Promise<Page> {
  const context = await chromium.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', viewport: VIEWPORT });
  await context.addCookies([...user.cookies].map(([name, value]) => ({ name, value, url: serverUrl })));
  return context.newPage();
}

/** With the choice that mails, so that the mails can be seen. */
async function takeReview(page: Page, serverUrl: string): Promise<void> {
  await page.goto(`${serverUrl}/outlook/review`);
  await page.getByText('Add them and invite').click();
  await page.getByText('Invitation to').first().waitFor();
  await take(page, 'review.png');
}

/** The month, which shows what came from either side. */
async function takeCalendar(page: Page, serverUrl: string): Promise<void> {
  await page.goto(serverUrl);
  await page.getByText('In sync').waitFor();
  await page.getByRole('tab', { name: 'Month' }).click();
  await page.getByText('Launch party').first().waitFor();
  await page.getByText('Breakfast with').first().waitFor();
  await take(page, 'calendar.png');
}

async function take(page: Page, name: string): Promise<void> {
  const { length } = await page.screenshot({ path: path.join(PICTURES, name) });
  if (length > PICTURE_BYTES_MAX) throw new Error(`${name} has ${length} bytes, more than ${PICTURE_BYTES_MAX}.`);
  console.log(`docs/pictures/${name}: ${Math.round(length / 1000)} kB`);
}
