// The code that makes the first administrator: in a file that only the server's owner reads, gone after use.
import { timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashToken, type Randomness } from '../randomness.ts';

export interface SetupCode {
  path: string;
  /** Makes the code unless an earlier start has. */
  ensure(): void;
  matches(code: string): boolean;
  remove(): void;
}

export function createSetupCode(dataDirectory: string, random: Randomness): SetupCode {
  const path = join(dataDirectory, 'setup-code');
  return {
    path,
    ensure() {
      if (existsSync(path)) return;
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileSync(path, `${random.token()}\n`, { mode: 0o600 });
    },
    matches(code) {
      if (!existsSync(path)) return false;
      const expected = readFileSync(path, 'utf8').trim();
      return timingSafeEqual(Buffer.from(hashToken(code.trim())), Buffer.from(hashToken(expected)));
    },
    remove: () => rmSync(path, { force: true }),
  };
}
