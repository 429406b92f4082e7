// The sign-in form: one of the accounts that are known here, or a name and a password.
import type { SandboxAnswer, SandboxRequest } from '../../core/http.ts';
import type { User, World } from '../../core/world.ts';
import { userByLogin } from '../directory.ts';
import { EntraRefusal, tell } from '../errors.ts';
import { htmlAnswer } from '../pages/html-answer.ts';
import { signInPage } from '../pages/pages.ts';
import type { PendingRequest } from '../state.ts';
import { refuseOnPage } from './answer-at-redirect.ts';
import { proceed } from './consent-step.ts';
import { pendingRequest } from './pending-requests.ts';
import { rememberSignIn, signedInUsers } from './sessions.ts';

/** `POST /{authority}/login` */
export async function signIn(world: World, request: SandboxRequest, authority: string): Promise<SandboxAnswer> {
  const form = new URLSearchParams(request.body);
  const id = form.get('request') ?? '';
  let pending: PendingRequest | undefined;
  try {
    pending = pendingRequest(world, id);
    const user = userOf(world, request, form);
    const cookie = rememberSignIn(world, request, user);
    const answered = await proceed(world, request, id, user);
    return { ...answered, headers: { ...answered.headers, 'set-cookie': [cookie] } };
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    if (error.row.place !== 'form') return refuseOnPage(world, request, pending, error);
    const [firstLine = ''] = tell(world, error, request, 'organizations').description.split('\r\n');
    const login = form.get('login') ?? '';
    return htmlAnswer(signInPage({ action: `/${authority}/login`, request: id, login, error: firstLine }));
  }
}

/** @throws EntraRefusal */
function userOf(world: World, request: SandboxRequest, form: URLSearchParams): User {
  const account = form.get('account');
  const known = signedInUsers(world, request).find(({ userPrincipalName }) => userPrincipalName === account);
  if (known) return known;
  const login = form.get('login') ?? account ?? '';
  const user = userByLogin(world, login);
  if (!user) throw new EntraRefusal(50034, { user: login, tenant: 'Microsoft' });
  if (user.password !== form.get('passwd')) throw new EntraRefusal(50126);
  if (!user.accountEnabled) throw new EntraRefusal(50057);
  return user;
}
