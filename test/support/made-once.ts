// What takes long to make and is the same for all test files: made once per run by whoever needs it first, then copied.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The workers of a run inherit it. */
const VARIABLE = 'TEST_RUN_FOLDER';
/** What takes longest is a PGlite with its migrations: seconds on an idle machine. */
const MAKING_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/** Vitest calls it before the first worker starts. @returns what it calls after the last. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'test-run-'));
  // PostgreSQL's programs are run by another user.
  chmodSync(folder, 0o755);
  process.env[VARIABLE] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

/**
 * A folder that nobody may change: copy what is in it.
 * @param make fills the folder; called in one process only, and again if it fails.
 */
export async function madeOnce(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(runFolder(), name);
  const isMade = `${folder}.made`;
  for (let waitedMs = 0; waitedMs < MAKING_TIMEOUT_MS; waitedMs += POLL_MS) {
    if (existsSync(isMade)) return folder;
    if (isFirst(folder)) {
      await make(folder).catch((error: unknown) => {
        rmSync(folder, { recursive: true, force: true });
        throw error;
      });
      writeFileSync(isMade, '');
      return folder;
    }
    await sleep(POLL_MS);
  }
  throw new Error(`${folder} was not made within ${MAKING_TIMEOUT_MS} ms.`);
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Outside a test run, a folder of this process alone. */
function runFolder(): string {
  const inherited = process.env[VARIABLE];
  if (inherited !== undefined) return inherited;
  process.once('exit', setup());
  return runFolder();
}
