// A server that is registered with a sandbox, with users to connect, and the mails that Outlook has sent.
import { type RunningSandbox, startSandbox } from '../sandbox/start-sandbox.ts';
import { type ConnectedUser, createConnectedUser } from './connected-user.ts';
import type { HttpSession } from './http-session.ts';
import { registerApp } from './microsoft-account.ts';
import { type RunningServer, startServer } from './start-server.ts';

export interface SyncServer {
  sandbox: RunningSandbox;
  server: RunningServer;
  administrator: HttpSession;
  /** A new user here, who will connect as that person of the sandbox. */
  userFor(alias: string, email?: string): Promise<ConnectedUser>;
  /** The same, connected and past a quiet review. */
  connectedUserFor(alias: string): Promise<ConnectedUser>;
  /** Takes the mails sent so far out of the outbox: kind and recipient, sorted. */
  takeMails(): string[];
  close(): Promise<void>;
}

/** @param webRoot the folder of the pages; left out, the API is served alone. */
export async function startSyncServer(webRoot?: string): Promise<SyncServer> {
  const sandbox = await startSandbox();
  const server = await startServer({ sandboxUrl: sandbox.url, ...(webRoot === undefined ? {} : { webRoot }) });
  const administrator = await server.setUp();
  const registration = await registerApp(sandbox.url, `${server.url}/microsoft_account/authentication`);
  await administrator.call('PUT', '/api/settings/outlook', { active: true, ...registration });
  const userFor = async (alias: string, email = `${alias}@calendar.example`) =>
    createConnectedUser(await server.signInAs(administrator, email), sandbox, alias);
  return {
    sandbox,
    server,
    administrator,
    userFor,
    async connectedUserFor(alias) {
      const user = await userFor(alias);
      await user.connect();
      await user.confirm('quiet');
      return user;
    },
    takeMails: () =>
      sandbox.sandbox
        .world()
        .outbox.splice(0)
        .map(({ kind, to }) => `${kind} ${to}`)
        .toSorted(),
    async close() {
      await server.close();
      await sandbox.close();
    },
  };
}
