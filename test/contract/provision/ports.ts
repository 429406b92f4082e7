// Provisioning's own ports on a sandbox, and the same ports in a process that is killed in the middle.
import { createGraphClient } from '../../../graph/transport/graph-client.ts';
import type { Transport } from '../../../graph/transport/transport.ts';
import { createGraphDirectory } from '../../../provision/adapters/graph-directory.ts';
import { createSecretFolder } from '../../../provision/adapters/secret-folder.ts';
import { createSignInPages } from '../../../provision/adapters/sign-in-pages.ts';
import { createCredential, createTokenSource } from '../../../provision/azure/sign-in.ts';
import type { ApplyPorts } from '../../../provision/index.ts';
import type { HandOver, ServerPort } from '../../../provision/ports.ts';
import type { RunningSandbox } from '../../sandbox/start-sandbox.ts';
import { waitingIn } from './provisioning.ts';

export class Killed extends Error {}

/** The ports of a run that remembers in a folder, signed in as the sandbox's administrator. */
export function createPorts(
  transport: Transport,
  sandbox: RunningSandbox,
  options: { folder: string; server: ServerPort | null },
): ApplyPorts {
  const waiting = waitingIn(sandbox);
  const request = { method: 'sandbox', tenant: null, clientId: null, clientSecret: null } as const;
  const credential = createCredential(request, transport, () => {});
  const graph = createGraphClient(transport, createTokenSource(credential, transport.cloud.graph, waiting));
  return {
    directory: createGraphDirectory(graph),
    signIn: createSignInPages(transport),
    secretStore: createSecretFolder(options.folder),
    server: options.server,
    waiting,
    report: () => {},
  };
}

/** The same ports, which end the run once the nth call has taken effect. */
export function killedAfter(ports: ApplyPorts, nth: number): ApplyPorts {
  let calls = 0;
  const mortal = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          const answer: unknown = await Reflect.apply(method, target, args);
          calls += 1;
          if (calls === nth) throw new Killed();
          return answer;
        };
      },
    });
  const { directory, secretStore, server } = ports;
  return {
    ...ports,
    directory: mortal(directory),
    secretStore: mortal(secretStore),
    server: server && mortal(server),
  };
}

/** The in-memory twin of a calendar server: it keeps what was handed over last (the real one limits attempts by the minute). */
export function createMemoryServer(): ServerPort & { held(): HandOver | null } {
  const url = 'http://localhost:3000';
  let held: HandOver | null = null;
  return {
    url,
    read: async () => ({
      baseUrl: url,
      redirectUri: `${url}/microsoft_account/authentication`,
      clientId: held?.clientId ?? null,
      secretKeyId: held?.secretKeyId ?? null,
    }),
    async handOver(registration) {
      held = registration;
    },
    held: () => held,
  };
}
