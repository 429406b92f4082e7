// The demo page's server: acts for a signed-in user, so it listens on loopback alone and answers no page but its own.
import type { AddressInfo } from 'node:net';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { ConflictDecision } from '../../server/schemas/conflicts.ts';
import type { HttpSession } from '../../test/support/http-session.ts';
import type { Person } from '../../test/support/microsoft-account.ts';
import { newActMemory } from './act-views.ts';
import { buildPage, type PageFile } from './build-page.ts';
import { type ActWorld, askForSync, performAct } from './perform-act.ts';
import { readState } from './read-state.ts';
import { namesOf, openSides } from './sides.ts';
import { ACT_NAMES, type DemoState } from './state.ts';

const ADDRESS = '127.0.0.1';
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};

const instant = Type.String({ format: 'date-time' });
const RangeQuery = Type.Object({ from: instant, to: instant });
const eventId = Type.String({ format: 'uuid' });
const ActBody = Type.Object({ eventId, hasShownMails: Type.Boolean() });
const ActPath = Type.Object({ name: Type.Enum([...ACT_NAMES]) });
const EventPath = Type.Object({ id: eventId });

export interface DemoOptions {
  sandboxUrl: string;
  serverUrl: string;
  /** Of the product's user, signed in and connected. */
  user: HttpSession;
  /** The same person at Microsoft. */
  person: Person;
  /** 0 takes a free one. */
  port: number;
}

/** Serves the page and what it asks for. */
export async function startDemo(options: DemoOptions): Promise<{ url: string; close(): Promise<void> }> {
  const app = newApp();
  const links = { calendar: options.serverUrl, microsoft: `${options.sandboxUrl}/_sandbox/` };
  const sides = openSides(options);
  const names = await namesOf(sides);
  const world: ActWorld = { sides, names, memory: newActMemory(), storm: null, conflicts: 0 };
  addPage(app, await buildPage());
  addReading(app, world, links);
  addActing(app, world);
  await app.listen({ port: options.port, host: ADDRESS });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://${ADDRESS}:${port}`,
    close: () => app.close(),
  };
}

type App = ReturnType<typeof newApp>;

function newApp() {
  const app = fastify({ forceCloseConnections: true }).withTypeProvider<TypeBoxTypeProvider>();
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    if (!isOwn(request)) await refuse(reply, 403, 'foreign_origin', 'This demo answers its own page only.');
  });
  app.setErrorHandler(async (error: Error & { code?: string; statusCode?: number; status?: number }, _, reply) => {
    const status = error.statusCode ?? (error.code === 'not_alike' ? 409 : 502);
    await refuse(reply, status, error.code ?? 'other_side_refused', error.message);
  });
  return app;
}

/** By name, so that no other name for this machine leads here; by the browser's word on the origin, so that no other page acts. */
function isOwn({ method, headers, raw }: FastifyRequest): boolean {
  const port = raw.socket.localPort;
  const hosts = [`${ADDRESS}:${port}`, `localhost:${port}`];
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  if (!hosts.includes(host)) return false;
  if (origin !== undefined) return origin === `http://${host}`;
  return method === 'GET' || site === 'same-origin';
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.status(status).send({ error: { code, message } });
}

function addPage(app: App, files: ReadonlyMap<string, PageFile>): void {
  app.get('/*', async (request, reply) => {
    const file = files.get(request.url === '/' ? '/index.html' : request.url);
    if (!file) return refuse(reply, 404, 'not_found', 'There is nothing at this address.');
    return reply.type(file.contentType).send(file.bytes);
  });
}

function addReading(app: App, world: ActWorld, links: DemoState['links']): void {
  app.get('/demo/api/state', { schema: { querystring: RangeQuery } }, (request) =>
    readState(world, request.query, links),
  );
}

function addActing(app: App, world: ActWorld): void {
  const { sides } = world;

  app.post('/demo/api/acts/:name', { schema: { params: ActPath, body: ActBody } }, async (request, reply) => {
    await performAct(world, { ...request.params, ...request.body });
    return reply.status(204).send();
  });

  app.post('/demo/api/sync', async (_, reply) => {
    await askForSync(sides);
    return reply.status(204).send();
  });

  app.post('/demo/api/events/:id/send-now', { schema: { params: EventPath } }, async (request, reply) => {
    await sides.user.call('POST', `/api/events/${request.params.id}/send-now`);
    return reply.status(204).send();
  });

  app.post(
    '/demo/api/conflicts/:id',
    { schema: { params: EventPath, body: ConflictDecision } },
    async (request, reply) => {
      const answer = await sides.user.request('POST', `/api/conflicts/${request.params.id}`, { body: request.body });
      return reply.status(answer.status).send(answer.json);
    },
  );
}
