// Opens what a command works with: the transport, the signed-in administrator's directory, the server, the secret store.
import { join } from 'node:path';
import { cloudByName } from '../../graph/transport/clouds.ts';
import { createGraphClient } from '../../graph/transport/graph-client.ts';
import { createOriginMap } from '../../graph/transport/origin-map.ts';
import { createTransport } from '../../graph/transport/transport.ts';
import { createCalendarServer } from '../adapters/calendar-server.ts';
import { createGraphDirectory } from '../adapters/graph-directory.ts';
import { createSecretFolder } from '../adapters/secret-folder.ts';
import { createSignInPages } from '../adapters/sign-in-pages.ts';
import { type Inventory, readInventory } from '../azure/inventory.ts';
import { createCredential, createTokenSource } from '../azure/sign-in.ts';
import { type Administrator, type ApplyPorts, readAdministrator, type Survey, survey } from '../index.ts';
import { Problem } from '../problem.ts';
import type { Secret } from '../secret.ts';
import type { Program } from './command.ts';
import type { ConnectionRequest } from './connection-options.ts';
import type { Terminal } from './terminal.ts';

/** Who is signed in, and what a command works with. */
export interface Connected {
  administrator: Administrator;
  inventory: Inventory;
  ports: ApplyPorts;
}

/** Connects, lets a command work, and closes the connections whatever happens. @throws Problem, DirectoryFailure */
export async function connected<T>(
  request: ConnectionRequest,
  { environment, terminal, waiting }: Program,
  work: (connected: Connected) => Promise<T>,
): Promise<T> {
  const cloud = cloudByName(environment.cloud);
  const originMap = createOriginMap(cloud, request.sandboxUrl ?? undefined, environment.isProduction);
  const server = request.serverUrl ? createCalendarServer(request.serverUrl, await readToken(request, terminal)) : null;
  const transport = createTransport({ cloud, originMap });
  try {
    terminal.report(`signing in (${request.auth})`);
    const { azureClientSecret: clientSecret } = environment;
    const signIn = { method: request.auth, tenant: request.tenant, clientId: request.clientId, clientSecret };
    const credential = createCredential(signIn, transport, terminal.report);
    const graph = createGraphClient(transport, createTokenSource(credential, cloud.graph, waiting));
    const ports: ApplyPorts = {
      directory: createGraphDirectory(graph),
      signIn: createSignInPages(transport),
      secretStore: createSecretFolder(join(environment.dataDirectory, 'provision')),
      server,
      waiting,
      report: terminal.report,
    };
    const administrator = await readAdministrator(ports, request.tenant);
    terminal.report(`signed in to ${administrator.organization.displayName}`);
    const inventory = await readInventory(credential, transport);
    return await work({ administrator, inventory, ports });
  } finally {
    await Promise.all([transport.close(), server?.close()]);
  }
}

/** Reads what is there and plans, for the app and the server that the command line names. @throws Problem, DirectoryFailure */
export function lookAround(
  { administrator, ports }: Connected,
  { baseUrl, uniqueName, displayName }: ConnectionRequest,
  { isRotation }: { isRotation: boolean },
): Promise<Survey> {
  const names = { ...(uniqueName ? { uniqueName } : {}), ...(displayName ? { displayName } : {}) };
  return survey({ baseUrl, isRotation, ...names }, administrator, ports);
}

/** The one-time token: typed or piped, never an argument, which other users of the machine could read. */
async function readToken({ isTokenOnStdin, serverUrl }: ConnectionRequest, terminal: Terminal): Promise<Secret> {
  const question = `Hand-over token of ${serverUrl ?? 'the server'} (Settings, Outlook)`;
  const typed = !isTokenOnStdin && terminal.isInteractive ? await terminal.askSecret(question) : null;
  const token = isTokenOnStdin ? await terminal.readSecretLine() : typed;
  if (token) return token;
  throw new Problem('hand_over_token_missing', {
    message: 'Handing over to a server needs the one-time token that its settings page shows.',
    advice: 'Pipe it in with --token-stdin, or run this in a terminal, which asks for it.',
  });
}
