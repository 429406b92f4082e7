// Who is asking: the session cookie, and what each route demands of its caller.
import cookie from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import type { App, ServerContext } from '../context.ts';
import { deleteSession, findSessionUser, insertSession, type SessionUser } from '../database/sessions.ts';
import { hashToken } from '../randomness.ts';
import { Refusal } from '../refusal.ts';

/** `handover`: no session; the route itself checks its one-time token. */
export type Access = 'anyone' | 'user' | 'administrator' | 'handover';

export interface Session {
  idHash: string;
  user: SessionUser;
}

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | null;
  }
  interface FastifyContextConfig {
    access?: Access;
  }
}

const SESSION_DAYS = 14;

export async function addSessions(app: App, { config, database, clock }: ServerContext): Promise<void> {
  await app.register(cookie);
  app.decorateRequest('session', null);
  app.addHook('onRoute', (route) => {
    if (!route.config?.access)
      throw new Error(`Route ${String(route.method)} ${route.url} does not say who may call it.`);
  });
  app.addHook('onRequest', async (request) => {
    const value = request.cookies[cookieName(config.baseUrl, 'session')];
    if (value === undefined) return;
    const idHash = hashToken(value);
    const user = await findSessionUser(database, idHash, clock.now().toString());
    if (user) request.session = { idHash, user };
  });
  app.addHook('onRequest', async (request) => {
    const { access } = request.routeOptions.config;
    if (access !== 'user' && access !== 'administrator') return;
    if (!request.session) {
      throw new Refusal({
        status: 401,
        code: 'not_signed_in',
        message: 'Nobody is signed in.',
        advice: 'Sign in again.',
      });
    }
    if (access === 'administrator' && request.session.user.role !== 'administrator') {
      throw new Refusal({ status: 403, code: 'not_an_administrator', message: 'Only an administrator may do this.' });
    }
  });
}

/** Begins a session with a fresh id, whatever cookie came with the request. */
export async function beginSession(
  { config, database, clock, random }: ServerContext,
  reply: FastifyReply,
  user: SessionUser,
): Promise<Session> {
  const value = random.token();
  const now = clock.now();
  const expires = now.add({ hours: SESSION_DAYS * 24 });
  const idHash = hashToken(value);
  await insertSession(database, {
    idHash,
    userId: user.id,
    createdAt: now.toString(),
    expiresAt: expires.toString(),
  });
  reply.setCookie(cookieName(config.baseUrl, 'session'), value, {
    ...cookieOptions(config.baseUrl),
    expires: new Date(expires.epochMilliseconds),
  });
  return { idHash, user };
}

export async function endSession(
  { config, database }: ServerContext,
  reply: FastifyReply,
  session: Session,
): Promise<void> {
  await deleteSession(database, session.idHash);
  reply.clearCookie(cookieName(config.baseUrl, 'session'), cookieOptions(config.baseUrl));
}

/** With https the `__Host-` prefix ties a cookie to this very host. */
export function cookieName(baseUrl: string, name: string): string {
  return isHttps(baseUrl) ? `__Host-${name}` : name;
}

export function cookieOptions(baseUrl: string): { path: '/'; httpOnly: true; sameSite: 'lax'; secure: boolean } {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(baseUrl) };
}

function isHttps(baseUrl: string): boolean {
  return baseUrl.startsWith('https:');
}
