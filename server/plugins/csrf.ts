// Keeps other sites from acting with a user's cookie: a token in a header, and the browser's own word on the origin.
import csrfProtection from '@fastify/csrf-protection';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App, ServerContext } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { cookieName, cookieOptions, type Session } from './sessions.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const SAME_SITE = new Set(['same-origin', 'none']);

/** @param hmacKey binds tokens to their session; must stay the same over all processes. */
export async function protectFromForgery(app: App, { config }: ServerContext, hmacKey: string): Promise<void> {
  await app.register(csrfProtection, {
    cookieKey: cookieName(config.baseUrl, 'csrf'),
    cookieOpts: cookieOptions(config.baseUrl),
    csrfOpts: { hmacKey, userInfo: true },
    getUserInfo: (request) => sessionMark(request.session),
    getToken: (request) => request.headers['x-csrf-token'] as string | undefined,
  });
  const ownOrigin = new URL(config.baseUrl).origin;
  app.addHook('onRequest', async (request) => {
    if (isProtected(request)) refuseForeignOrigin(request, ownOrigin);
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (isProtected(request)) app.csrfProtection(request, reply, done);
    else done();
  });
}

function isProtected({ method, routeOptions }: FastifyRequest): boolean {
  return !SAFE_METHODS.has(method) && routeOptions.config.access !== 'handover';
}

/** A token for the header `x-csrf-token`, bound to the session. */
export function csrfTokenFor(reply: FastifyReply, session: Session | null): string {
  return reply.generateCsrf({ userInfo: sessionMark(session) });
}

function sessionMark(session: Session | null): string {
  return session?.idHash ?? 'nobody';
}

function refuseForeignOrigin({ headers }: FastifyRequest, ownOrigin: string): void {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  const isForeign =
    (origin !== undefined && origin !== ownOrigin) || (typeof site === 'string' && !SAME_SITE.has(site));
  if (!isForeign) return;
  throw new Refusal({
    status: 403,
    code: 'origin_not_allowed',
    message: 'The request does not come from a page of this server.',
    advice: `Open ${ownOrigin} and try again there.`,
  });
}
