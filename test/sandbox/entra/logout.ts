// Signing out: the session ends, applications are told by hidden frames, and the browser goes where it may.
import type { SandboxAnswer, SandboxRequest } from '../core/http.ts';
import type { World } from '../core/world.ts';
import { endSession, sessionOf } from './authorize/sessions.ts';
import { htmlAnswer } from './pages/html-answer.ts';
import { signedOutPage } from './pages/pages.ts';
import { platformOfRedirectUri } from './redirect-uris.ts';

/** `GET /{authority}/oauth2/v2.0/logout` */
export function logout(world: World, request: SandboxRequest): SandboxAnswer {
  const session = sessionOf(world, request);
  const applications = [...world.applications.values()].filter(({ appId }) => session?.applications.has(appId));
  const frames = applications.flatMap(({ resource }) => {
    const { logoutUrl } = (resource.web ?? {}) as { logoutUrl?: string | null };
    if (!logoutUrl || !session) return [];
    const address = new URL(logoutUrl);
    address.searchParams.set('sid', session.id);
    address.searchParams.set('iss', `${request.url.origin}/common/v2.0`);
    return [address.toString()];
  });
  const next = nextAddress(world, request);
  const cookie = [endSession(world, request)];
  if (next !== null && frames.length === 0) {
    return { status: 302, headers: { location: next, 'set-cookie': cookie, 'cache-control': 'no-store' }, body: '' };
  }
  return htmlAnswer(signedOutPage({ frames, next }), { 'set-cookie': cookie });
}

/** The asked address, where some application has registered it; else the browser stays on Microsoft's page. */
function nextAddress(world: World, request: SandboxRequest): string | null {
  const asked = request.url.searchParams.get('post_logout_redirect_uri');
  if (asked === null || !URL.canParse(asked)) return null;
  const isRegistered = [...world.applications.values()].some(
    (application) => platformOfRedirectUri(application, asked, { ports: 'any' }) !== undefined,
  );
  if (!isRegistered) return null;
  const next = new URL(asked);
  const state = request.url.searchParams.get('state');
  if (state !== null) next.searchParams.set('state', state);
  return next.toString();
}
