// What routes and jobs are given: the parts of one server, composed in app.ts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { Clock, OutlookPort } from '../sync/index.ts';
import type { SetupCode } from './accounts/setup-code.ts';
import type { ServerConfig } from './config.ts';
import type { Database } from './database/tables.ts';
import type { SyncQueue } from './jobs/sync-queue.ts';
import type { AccessTokens } from './oauth/access-tokens.ts';
import type { MicrosoftSignIn } from './oauth/microsoft-sign-in.ts';
import type { Randomness } from './randomness.ts';
import type { Vault } from './secrets/vault.ts';

export interface ServerContext {
  config: Readonly<ServerConfig>;
  database: Database;
  clock: Clock;
  random: Randomness;
  vault: Vault;
  queue: SyncQueue;
  microsoft: MicrosoftSignIn;
  accessTokens: AccessTokens;
  /** A mailbox at Microsoft, by its id. */
  outlookOf: (mailboxId: string) => OutlookPort;
  setupCode: SetupCode;
}

/** Fastify with schemas that type requests and answers. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
