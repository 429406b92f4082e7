// Proves that sign-in works: asks Microsoft until it agrees several times running, since new credentials spread slowly.
import type { Report, SignInPort, SignInVerdict, Waiting } from './ports.ts';
import { Problem } from './problem.ts';
import type { DesiredRegistration } from './registration.ts';

/** New secrets are accepted and refused by turns for some seconds (vault-plugin-secrets-azure#23). */
const AGREEING_ANSWERS = 3;
const PAUSE_MS = 500;
const WAIT_MS = 3_000;
const BUDGET_MS = 3 * 60_000;

/** What a credential or an app that was made moments ago gets to hear, and what passes by itself. */
const PASSING_CODES = new Set([
  'no_answer',
  'temporarily_unavailable',
  'AADSTS7000215',
  'AADSTS7000229',
  'AADSTS700016',
  'AADSTS50011',
  'AADSTS900971',
  'AADSTS90033',
  'AADSTS90006',
  'AADSTS50033',
  'AADSTS90024',
]);

/** @returns the last verdict: accepted several times running, refused for good, or still refused when the budget is spent. */
export async function untilAccepted(
  ask: () => Promise<SignInVerdict>,
  { waiting, report }: { waiting: Waiting; report: Report },
): Promise<SignInVerdict> {
  const start = waiting.now();
  let agreeing = 0;
  for (;;) {
    const verdict = await ask();
    agreeing = verdict.accepted ? agreeing + 1 : 0;
    if (agreeing >= AGREEING_ANSWERS) return verdict;
    if (!verdict.accepted) {
      const isSpent = waiting.now().since(start).total('milliseconds') > BUDGET_MS;
      if (isSpent || !PASSING_CODES.has(verdict.code)) return verdict;
      report(`waiting ${WAIT_MS / 1000} s: Microsoft answers ${verdict.code}`);
    }
    await waiting.pause(verdict.accepted ? PAUSE_MS : WAIT_MS);
  }
}

/** Opens the page that users will meet. @throws Problem `sign_in_url_refused` */
export async function verifySignIn(
  { redirectUri, scopes }: Pick<DesiredRegistration, 'redirectUri' | 'scopes'>,
  clientId: string,
  ports: { signIn: SignInPort; waiting: Waiting; report: Report },
): Promise<void> {
  ports.report('opening the sign-in page as a user would');
  const verdict = await untilAccepted(() => ports.signIn.tryAuthorizeUrl({ clientId, redirectUri, scopes }), ports);
  if (verdict.accepted) return;
  throw new Problem('sign_in_url_refused', {
    message: `Users could not sign in: ${verdict.message}`,
    microsoftCode: verdict.code,
    advice: 'Run this again in some minutes. If it stays so, "plan" shows what differs.',
  });
}
