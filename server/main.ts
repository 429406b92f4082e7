// The server program: reads the environment once, opens what the server needs, listens, and closes in order.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import closeWithGrace from 'close-with-grace';
import { Temporal } from 'temporal-polyfill';
import { cloudByName } from '../graph/transport/clouds.ts';
import { createOriginMap } from '../graph/transport/origin-map.ts';
import { createTransport } from '../graph/transport/transport.ts';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { openDatabase } from './database/open-database.ts';
import { systemRandomness } from './randomness.ts';

/** Active runs get this long to end. */
const CLOSE_TIMEOUT_MS = 30_000;

try {
  await start();
} catch (error) {
  const { code, message } = error as { code?: unknown; message?: unknown };
  process.stderr.write(`${typeof code === 'string' ? `${code}: ` : ''}${String(message)}\n`);
  process.exitCode = 1;
}

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { embedded: { type: 'boolean', default: false } } });
  const config = readConfig(process.env, { embedded: values.embedded });
  const cloud = cloudByName(config.microsoftCloud);
  const transport = createTransport({
    cloud,
    originMap: createOriginMap(cloud, config.sandboxUrl, config.isProduction),
  });
  const database = await openDatabase(config.databasePlace);
  const server = await createApp({
    config,
    database,
    transport,
    clock: { now: () => Temporal.Now.instant() },
    random: systemRandomness,
    log: { level: config.logLevel, write: (line) => process.stderr.write(line) },
    webRoot: fileURLToPath(new URL('web', import.meta.url)),
  });
  closeWithGrace({ delay: CLOSE_TIMEOUT_MS, logger: server.app.log }, async () => {
    await server.close();
    await transport.close();
    await database.close();
  });
  await server.app.listen({ port: config.port, host: '0.0.0.0' });
  process.stdout.write(`The calendar is at ${config.baseUrl}\n`);
  if (server.setupCodePath) {
    process.stdout.write(`To make the first administrator, open it with the code in ${server.setupCodePath}\n`);
  }
}
