// The environment variables of the CLI, read once.
import { resolve } from 'node:path';
import { Secret } from '../secret.ts';

export interface Environment {
  isProduction: boolean;
  /** As `MICROSOFT_CLOUD` names it. */
  cloud: string;
  sandboxUrl: string | null;
  baseUrl: string | null;
  /** Where the server of this machine would listen. */
  port: string;
  dataDirectory: string;
  /** The variables of @azure/identity, for `--auth secret`. */
  azureTenantId: string | null;
  azureClientId: string | null;
  azureClientSecret: Secret | null;
}

export function readEnvironment(env: NodeJS.ProcessEnv): Readonly<Environment> {
  return Object.freeze({
    isProduction: env['NODE_ENV'] === 'production',
    cloud: env['MICROSOFT_CLOUD'] || 'public',
    sandboxUrl: env['SANDBOX_URL'] || null,
    baseUrl: env['BASE_URL'] || null,
    port: env['PORT'] || '3000',
    dataDirectory: resolve(env['DATA_DIR'] || '.data'),
    azureTenantId: env['AZURE_TENANT_ID'] || null,
    azureClientId: env['AZURE_CLIENT_ID'] || null,
    azureClientSecret: env['AZURE_CLIENT_SECRET'] ? new Secret(env['AZURE_CLIENT_SECRET']) : null,
  });
}
