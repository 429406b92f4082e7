// The one composition of the server: from its parts to a Fastify that listens when it is told to.
import { createHmac } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify from 'fastify';
import type { Transport } from '../graph/transport/transport.ts';
import { type Clock, createLimiter, createOutlook } from '../sync/index.ts';
import { createSetupCode } from './accounts/setup-code.ts';
import type { ServerConfig } from './config.ts';
import type { App, ServerContext } from './context.ts';
import type { OpenDatabase } from './database/open-database.ts';
import { ensureInstallationId } from './database/settings.ts';
import { hasUsers } from './database/users.ts';
import { createMailboxClient } from './jobs/mailbox-client.ts';
import { openQueue, type RunningQueue } from './jobs/pg-boss-queue.ts';
import { pollMailboxes } from './jobs/poll-mailboxes.ts';
import { syncMailbox } from './jobs/sync-mailbox.ts';
import { type LogDestination, logOptions } from './log.ts';
import { noticeRestore } from './mailbox/notice-restore.ts';
import { createAccessTokens } from './oauth/access-tokens.ts';
import { createMicrosoftSignIn } from './oauth/microsoft-sign-in.ts';
import { protectFromForgery } from './plugins/csrf.ts';
import { answerErrors } from './plugins/errors.ts';
import { addSecurityHeaders } from './plugins/security-headers.ts';
import { addSessions } from './plugins/sessions.ts';
import { serveWebBundle } from './plugins/web-bundle.ts';
import type { Randomness } from './randomness.ts';
import { addCalendarRoutes } from './routes/calendars.ts';
import { addCategoryRoutes } from './routes/categories.ts';
import { addContactRoutes } from './routes/contacts.ts';
import { addDryRunRoutes } from './routes/dry-run.ts';
import { addEventGuestRoutes } from './routes/event-guests.ts';
import { addEventOrganizerRoutes } from './routes/event-organizer.ts';
import { addEventRoutes } from './routes/events.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addHistoryRoutes } from './routes/history.ts';
import { addMailboxRoutes } from './routes/mailbox.ts';
import { addMailboxRecordRoutes } from './routes/mailbox-records.ts';
import { addMicrosoftCallbackRoutes } from './routes/microsoft-callback.ts';
import { addRegistrationRoutes } from './routes/registration.ts';
import { addResetRoutes } from './routes/reset.ts';
import { addSessionRoutes } from './routes/session.ts';
import { addSettingsRoutes } from './routes/settings.ts';
import { addUserRoutes } from './routes/users.ts';
import { loadSealingKeys, type SealingKeys } from './secrets/key-file.ts';
import { createSealing } from './secrets/sealing.ts';
import { createVault } from './secrets/vault.ts';

const BODY_BYTES_MAX = 1_048_576;
/** Fingerprints and addresses stand in paths. */
const PARAMETER_LENGTH_MAX = 1_000;
/** Of one caller, over all routes that are limited. */
const REQUESTS_PER_MINUTE_MAX = 1_000;
/** Mailboxes that one process syncs at the same time. */
const RUNS_AT_ONCE_MAX = 4;

export interface ServerParts {
  config: Readonly<ServerConfig>;
  database: OpenDatabase;
  transport: Transport;
  clock: Clock;
  random: Randomness;
  log: LogDestination;
  /** The folder of the pages' sources; null serves the API alone. */
  webRoot: string | null;
}

export interface Server {
  app: App;
  /** Where the code for the first administrator stands; null when there is one. */
  setupCodePath: string | null;
  /** Lets active runs end; the database and the transport stay open. */
  close(): Promise<void>;
}

/** @throws KeyFileError when the database holds data that no key at hand can open. */
export async function createApp(parts: ServerParts): Promise<Server> {
  const { config, clock, random, transport } = parts;
  const { database } = parts.database;
  const isNew = !(await hasUsers(database));
  const keys = loadSealingKeys(config.secretKeyFile, isNew, random);
  await ensureInstallationId(database, random.uuid(), clock.now().toString());
  const vault = createVault(createSealing(keys), clock);
  const setupCode = createSetupCode(config.dataDirectory, random);
  if (isNew) setupCode.ensure();
  const app = createFastify(parts);
  const queue = await openQueue(parts.database.queueConnection, (error) => app.log.error({ err: error }, 'queue'));
  const microsoft = createMicrosoftSignIn({ baseUrl: config.baseUrl, database, vault, transport, clock, random });
  const accessTokens = createAccessTokens({ database, vault, transport, clock });
  const limiter = createLimiter(clock);
  const outlookOf = (mailboxId: string) =>
    createOutlook(limiter.clientOf(mailboxId, createMailboxClient(transport, accessTokens, mailboxId)), clock);
  const credentials = { vault, microsoft, accessTokens, setupCode };
  const context: ServerContext = { config, database, clock, random, queue, outlookOf, ...credentials };
  if (await noticeRestore(context)) app.log.warn('The database was restored: every mailbox waits for a review.');
  await addPlugins(app, context, keys);
  addRoutes(app, context);
  await serveWebBundle(app, parts.webRoot);
  await queue.work({
    async syncMailbox(mailboxId) {
      try {
        await syncMailbox(context, mailboxId);
      } catch (error) {
        app.log.error({ err: error, mailboxId }, 'run failed');
        throw error;
      }
    },
    pollMailboxes: () => pollMailboxes(context),
    concurrency: RUNS_AT_ONCE_MAX,
  });
  return { app, setupCodePath: isNew ? setupCode.path : null, close: () => closeAll(app, queue) };
}

function createFastify({ random, log }: ServerParts): App {
  const app = fastify({
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: PARAMETER_LENGTH_MAX },
    genReqId: () => random.uuid(),
    logger: logOptions(log),
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  // Plain text is what a form of another site could send without asking.
  app.removeContentTypeParser('text/plain');
  return app;
}

async function addPlugins(app: App, context: ServerContext, keys: SealingKeys): Promise<void> {
  answerErrors(app);
  await addSecurityHeaders(app, context.config.baseUrl.startsWith('https:'));
  await app.register(rateLimit, { global: false, max: REQUESTS_PER_MINUTE_MAX });
  await addSessions(app, context);
  await protectFromForgery(app, context, csrfKey(keys));
}

function addRoutes(app: App, context: ServerContext): void {
  addHealthRoutes(app, context);
  addSessionRoutes(app, context);
  addUserRoutes(app, context);
  addSettingsRoutes(app, context);
  addRegistrationRoutes(app, context);
  addCategoryRoutes(app, context);
  addEventRoutes(app, context);
  addEventGuestRoutes(app, context);
  addEventOrganizerRoutes(app, context);
  addHistoryRoutes(app, context);
  addContactRoutes(app, context);
  addMicrosoftCallbackRoutes(app, context);
  addMailboxRoutes(app, context);
  addCalendarRoutes(app, context);
  addResetRoutes(app, context);
  addDryRunRoutes(app, context);
  addMailboxRecordRoutes(app, context);
}

/** The same in every process of one installation, and of no use for anything else. */
function csrfKey(keys: SealingKeys): string {
  const [key] = keys.values();
  return createHmac('sha256', key ?? '')
    .update('csrf')
    .digest('base64url');
}

async function closeAll(app: App, queue: RunningQueue): Promise<void> {
  await app.close();
  await queue.close();
}
