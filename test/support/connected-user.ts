// A user who is connected to a person of the sandbox, with what both do and see.
import type { MailboxView } from '../../server/schemas/mailbox.ts';
import type { ReviewChoice, ReviewView } from '../../server/schemas/review.ts';
import type { RunningSandbox } from '../sandbox/start-sandbox.ts';
import { type HttpSession, openHttpSession } from './http-session.ts';
import { personOf, signInAtMicrosoft } from './microsoft-account.ts';
import { until } from './until.ts';

export interface ConnectedUser {
  session: HttpSession;
  /** Signs in at Microsoft; the first time, this leads to the review. */
  connect(options?: { replace: boolean }): Promise<void>;
  /** The review, once it is ready. */
  review(): Promise<ReviewView>;
  /** Agrees to the review as it is shown, and waits for the run. */
  confirm(choice: ReviewChoice): Promise<void>;
  /** Asks for a sync and waits until one that began later has ended. */
  sync(): Promise<MailboxView>;
  mailbox(): Promise<MailboxView>;
  /** A request to Graph as the person in Outlook. */
  outlook<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** The subjects in the person's calendar. */
  outlookSubjects(): Promise<string[]>;
}

export function createConnectedUser(session: HttpSession, sandbox: RunningSandbox, alias: string): ConnectedUser {
  const person = personOf(sandbox.url, alias);
  const atMicrosoft = openHttpSession(sandbox.url);
  const mailbox = () => session.call<MailboxView>('GET', '/api/mailbox');
  const settled = (isWanted: (view: MailboxView) => boolean) =>
    until(async () => {
      const view = await mailbox();
      return !view.running && isWanted(view) ? view : undefined;
    });

  const user: ConnectedUser = {
    session,
    mailbox,
    async connect(options) {
      const before = (await mailbox()).lastSyncAt;
      const body = { returnTo: '/', ...options };
      const { authorizeUrl } = await session.call<{ authorizeUrl: string }>('POST', '/api/mailbox/connect', body);
      await session.request('GET', await signInAtMicrosoft(authorizeUrl, await person));
      await settled((view) => view.lastSyncAt !== before);
    },
    review: () =>
      until(async () => {
        const review = await session.call<ReviewView>('GET', '/api/mailbox/review');
        return review.ready ? review : undefined;
      }),
    async confirm(choice) {
      const { fingerprint, mails } = await user.review();
      const confirmation = { choice, fingerprint, confirmedMails: mails[choice].length };
      const before = (await mailbox()).lastSyncAt;
      await session.call('POST', '/api/mailbox/review/confirm', confirmation);
      await settled(
        ({ state, lastSyncAt, lastReport }) =>
          state !== 'reviewing' && lastSyncAt !== before && lastReport?.outcome === 'done',
      );
    },
    async sync() {
      const before = (await settled(() => true)).lastSyncAt;
      await session.call('POST', '/api/mailbox/sync');
      return settled((view) => view.lastSyncAt !== before);
    },
    async outlook<T>(method: string, path: string, body?: unknown) {
      const { userPrincipalName } = await person;
      const token = await atMicrosoft.call<{ access_token: string }>('POST', '/_sandbox/token', {
        user: userPrincipalName,
        scopes: ['Calendars.ReadWrite'],
      });
      return atMicrosoft.call<T>(method, `/v1.0${path}`, body, {
        authorization: `Bearer ${token.access_token}`,
        'x-forwarded-host': 'graph.microsoft.com',
        'x-forwarded-proto': 'https',
      });
    },
    async outlookSubjects() {
      const { value } = await user.outlook<{ value: { subject: string }[] }>('GET', '/me/events?$top=100');
      return value.map(({ subject }) => subject);
    },
  };
  return user;
}
