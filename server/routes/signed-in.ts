// The user behind a request to a route that demands one.
import type { FastifyRequest } from 'fastify';
import type { SessionUser } from '../database/sessions.ts';

/** @throws TypeError for a route whose access does not demand a user: a mistake of ours. */
export function signedIn(request: FastifyRequest): SessionUser {
  if (!request.session) throw new TypeError('This route does not demand a user.');
  return request.session.user;
}
