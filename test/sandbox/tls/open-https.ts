// What an https server needs, with the authority's certificate in a file that clients can be pointed at, for as long as it runs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BaseClock } from '../core/clock.ts';
import { createCertificates } from './certificates.ts';

export interface Https {
  /** PEM; only in memory. */
  key: string;
  certificate: string;
  /** The authority's certificate on disk, readable by its owner alone. */
  caFile: string;
  /** Takes the file away; the end of the process does, too. */
  remove(): void;
}

/** @param clock what the validity is counted from; clients go by the machine's clock, whatever the sandbox's says. */
export async function openHttps(clock: BaseClock): Promise<Https> {
  const { authority, certificate, key } = await createCertificates(clock.now());
  const folder = mkdtempSync(path.join(tmpdir(), 'calendar-sandbox-ca-'));
  const caFile = path.join(folder, 'ca.pem');
  const remove = () => {
    process.off('exit', remove);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  writeFileSync(caFile, `${authority}\n`, { mode: 0o600 });
  return { key, certificate, caFile, remove };
}
