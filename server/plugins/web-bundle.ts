// Serves the pages: the built bundle, with index.html for every address that the pages themselves route.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
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
  if (isStale(webRoot, dist)) await buildBundle(webRoot);
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

async function buildBundle(webRoot: string): Promise<void> {
  // Loaded only when it is needed: a server with a fresh bundle starts without it.
  const { build } = await import('vite');
  await build({ root: webRoot, configFile: join(webRoot, 'vite.config.ts'), logLevel: 'warn' });
}

function filesBelow(folder: string, except?: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => except === undefined || !file.startsWith(except + sep));
}
