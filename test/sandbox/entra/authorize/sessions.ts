// Who is signed in in a browser, by cookie: several people at once, until they sign out or are revoked.
import { createHash } from 'node:crypto';
import type { SandboxRequest } from '../../core/http.ts';
import type { User, World } from '../../core/world.ts';
import { entraStateOf, opaqueValue, type Session } from '../state.ts';

const COOKIE = 'ESTSAUTH';

/** The session of a browser; undefined where it has none. */
export function sessionOf(world: World, request: SandboxRequest): Session | undefined {
  const [, id] = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]*)`).exec(request.headers.cookie ?? '') ?? [];
  return id === undefined ? undefined : entraStateOf(world).sessions.get(id);
}

/** The people whose sign-in still holds. */
export function signedInUsers(world: World, request: SandboxRequest): User[] {
  const session = sessionOf(world, request);
  return [...(session?.signedInAt ?? [])].flatMap(([userId, at]) => {
    const user = world.users.get(userId);
    return user?.accountEnabled && at >= (user.sessionsValidFrom ?? 0) ? [user] : [];
  });
}

/** Remembers a sign-in. @returns the `Set-Cookie` header */
export function rememberSignIn(world: World, request: SandboxRequest, user: User): string {
  let session = sessionOf(world, request);
  if (!session) {
    session = { id: opaqueValue(world, '1.', 36), signedInAt: new Map(), applications: new Set() };
    entraStateOf(world).sessions.set(session.id, session);
  }
  session.signedInAt.set(user.id, world.clock.now().epochMilliseconds);
  const secure = request.url.protocol === 'https:' ? '; Secure' : '';
  return `${COOKIE}=${session.id}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}

/** Notes that an application was signed in to. @returns the `session_state`: the same while the session lasts */
export function rememberApplication(world: World, request: SandboxRequest, user: User, clientId: string): string {
  const session =
    sessionOf(world, request) ??
    [...entraStateOf(world).sessions.values()].findLast(({ signedInAt }) => signedInAt.has(user.id));
  session?.applications.add(clientId);
  const hex = createHash('sha256').update(`${session?.id}|${clientId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** Ends a session. @returns the header that takes the cookie away */
export function endSession(world: World, request: SandboxRequest): string {
  const session = sessionOf(world, request);
  if (session) entraStateOf(world).sessions.delete(session.id);
  return `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;
}
