// A real Chromium: the system's if there is one, else the one that comes as a package; null, with the reason, where neither starts.
import { existsSync } from 'node:fs';
import bundledChromium from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const SYSTEM_CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Keeps the browser from calling home: tests reach this machine only. */
const QUIET_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns the browser, or why there is none and what helps. */
export async function launchBrowser(): Promise<Browser | { missing: string }> {
  const system = SYSTEM_CHROMIUM.find((path) => existsSync(path));
  try {
    const executablePath = system ?? (await bundledChromium.executablePath());
    const args = system ? QUIET_FLAGS : [...bundledChromium.args, ...QUIET_FLAGS];
    return await chromium.launch({ executablePath, args, headless: true });
  } catch (error) {
    return {
      missing: `No Chromium starts here (${String(error)}). On Debian: apt-get install -y --no-install-recommends chromium`,
    };
  }
}
