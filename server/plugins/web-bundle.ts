// Serves the pages: the built bundle, with index.html for every address that the pages themselves route.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fastifyStatic from '@fastify/static';
import type { App } from '../context.ts';
import { sendRefusal } from './errors.ts';

/** Names of built assets carry their hash, so they never change. */
const ASSETS = 'assets/';
const NOT_FOUND = { status: 404, code: 'not_found', message: 'There is nothing at this address.' };

/** @param webRoot the folder of the pages' sources, with `dist` in it; null serves the API alone. */
export async function serveWebBundle(app: App, webRoot: string | null): Promise<void> {
  app.setNotFoundHandler((request, reply) => sendRefusal(reply, request, NOT_FOUND));
  if (webRoot === null) return;
  const dist = join(webRoot, 'dist');
  if (isStale(webRoot, dist)) await buildBundle(webRoot, dist);
  const files = new Set(filesBelow(dist).map((file) => relative(dist, file).split(sep).join('/')));
  await app.register(fastifyStatic, { root: dist, serve: false });
  app.get<{ Params: { '*': string } }>('/*', { config: { access: 'anyone' } }, (request, reply) => {
    const path = request.params['*'];
    if (path.startsWith('api/')) return sendRefusal(reply, request, NOT_FOUND);
    if (!files.has(path)) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return path.startsWith(ASSETS)
      ? reply.sendFile(path, { maxAge: '365d', immutable: true })
      : reply.header('cache-control', 'no-cache').sendFile(path);
  });
}

/** Whether a source is newer than the bundle. */
function isStale(webRoot: string, dist: string): boolean {
  const page = join(dist, 'index.html');
  if (!existsSync(page)) return true;
  const builtAt = statSync(page).mtimeMs;
  return filesBelow(webRoot, dist).some((file) => statSync(file).mtimeMs > builtAt);
}

/**
 * Builds in a process of its own, so that the bundle is the one for production whatever NODE_ENV the server runs with,
 * and beside the old bundle, so that servers that start together don't empty each other's.
 */
async function buildBundle(webRoot: string, dist: string): Promise<void> {
  const vite = join(dirname(fileURLToPath(import.meta.resolve('vite/package.json'))), 'bin', 'vite.js');
  const fresh = `${dist}-${process.pid}`;
  const args = ['build', webRoot, '--config', join(webRoot, 'vite.config.ts'), '--outDir', fresh, '--logLevel', 'warn'];
  await promisify(execFile)(process.execPath, [vite, ...args], { env: { ...process.env, NODE_ENV: 'production' } });
  rmSync(dist, { recursive: true, force: true });
  try {
    renameSync(fresh, dist);
  } catch (error) {
    // Another server was quicker with the same sources.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(join(dist, 'index.html'))) throw error;
  }
}

/** @param except a folder that is left out, with those that begin with its name. */
function filesBelow(folder: string, except?: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => except === undefined || !file.startsWith(except));
}
