// Bundles the demo page, with the configuration of the product's own pages, and keeps the files in memory.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TYPES: Readonly<Record<string, string | undefined>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

export interface PageFile {
  contentType: string;
  bytes: Buffer;
}

/** @returns files by their path in addresses, e.g. `/index.html`. */
export async function buildPage(): Promise<Map<string, PageFile>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'demo-page-'));
  try {
    const vite = path.join(path.dirname(fileURLToPath(import.meta.resolve('vite/package.json'))), 'bin/vite.js');
    const page = path.join(ROOT, 'scripts/demo/page');
    const config = path.join(ROOT, 'server/web/vite.config.ts');
    const args = [vite, 'build', page, '--config', config, '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
    // In a process of its own: vite sets NODE_ENV, which the product's programs must not inherit.
    await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production' } });
    return readFiles(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readFiles(folder: string): Map<string, PageFile> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const contentType = TYPES[path.extname(file)] ?? 'application/octet-stream';
      return [`/${path.relative(folder, file).split(path.sep).join('/')}`, { contentType, bytes: readFileSync(file) }];
    }),
  );
}
