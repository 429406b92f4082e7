// The server's configuration: the environment, read once, checked and frozen.
import { join, resolve } from 'node:path';
import { envSchema } from 'env-schema';
import { type Static, Type } from 'typebox';
import type { DatabasePlace } from './database/open-database.ts';

const Environment = Type.Object({
  NODE_ENV: Type.String({ default: 'development' }),
  BASE_URL: Type.String({ default: '' }),
  PORT: Type.Integer({ default: 3000, minimum: 0, maximum: 65_535 }),
  DATA_DIR: Type.String({ default: '.data', minLength: 1 }),
  DATABASE_URL: Type.String({ default: '' }),
  SECRET_KEY_FILE: Type.String({ default: '' }),
  SANDBOX_URL: Type.String({ default: '' }),
  MICROSOFT_CLOUD: Type.String({ default: 'public' }),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { default: 'info' }),
});

export interface ServerConfig {
  /** An origin without a trailing slash: what users type, and what the redirect URI begins with. */
  baseUrl: string;
  port: number;
  dataDirectory: string;
  databasePlace: DatabasePlace;
  secretKeyFile: string;
  /** Empty: all traffic goes to Microsoft. */
  sandboxUrl: string;
  microsoftCloud: string;
  isProduction: boolean;
  logLevel: string;
}

/** A configuration that can't work: `code` is stable, the message says what to change. */
export class ConfigError extends Error {
  readonly code: 'config_invalid' | 'embedded_in_production';
  constructor(code: ConfigError['code'], message: string) {
    super(message);
    this.name = 'ConfigError';
    this.code = code;
  }
}

/**
 * Reads the environment.
 * @param options.embedded whether the command line allows the embedded database in production.
 * @throws ConfigError
 */
export function readConfig(env: NodeJS.ProcessEnv, options: { embedded: boolean }): Readonly<ServerConfig> {
  const values = readEnvironment(env);
  const isProduction = values.NODE_ENV === 'production';
  if (isProduction && values.DATABASE_URL === '' && !options.embedded) {
    throw new ConfigError(
      'embedded_in_production',
      'DATABASE_URL is not set. The embedded database may lose its last seconds in a power failure, so production ' +
        'refuses it: set DATABASE_URL to a PostgreSQL, or start with --embedded to accept that.',
    );
  }
  const dataDirectory = resolve(values.DATA_DIR);
  return Object.freeze({
    baseUrl: readBaseUrl(values.BASE_URL || `http://localhost:${values.PORT}`),
    port: values.PORT,
    dataDirectory,
    databasePlace: values.DATABASE_URL
      ? ({ kind: 'postgres', url: values.DATABASE_URL } as const)
      : ({ kind: 'folder', folder: dataDirectory } as const),
    secretKeyFile: resolve(values.SECRET_KEY_FILE || join(dataDirectory, 'secret-key')),
    sandboxUrl: values.SANDBOX_URL,
    microsoftCloud: values.MICROSOFT_CLOUD,
    isProduction,
    logLevel: values.LOG_LEVEL,
  });
}

function readEnvironment(env: NodeJS.ProcessEnv): Static<typeof Environment> {
  try {
    return envSchema<Static<typeof Environment>>({ schema: Environment, data: env, env: false, dotenv: false });
  } catch (error) {
    throw new ConfigError('config_invalid', `The environment is not valid: ${(error as Error).message}`);
  }
}

function readBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url !== null && ['http:', 'https:'].includes(url.protocol) && url.href === `${url.origin}/`;
  if (!isOrigin) throw new ConfigError('config_invalid', 'BASE_URL must look like https://calendar.example.org.');
  return url.origin;
}
