// The options that every command shares: where Microsoft is, who signs in, which server and which app are meant.
import { AUTH_METHODS, type AuthMethod } from '../azure/sign-in.ts';
import { Problem } from '../problem.ts';
import { desireRegistration } from '../registration.ts';
import type { OptionSpec, OptionValues } from './command.ts';
import type { Environment } from './environment.ts';

const SANDBOX_URL_DEFAULT = 'http://127.0.0.1:8480';

/** The other methods would open Microsoft's own pages or send a real token to the sandbox. */
const SANDBOX_METHODS: readonly AuthMethod[] = ['sandbox', 'device-code', 'secret'];

const JSON_OPTION: OptionSpec = { flags: '--json', description: 'print one JSON object instead of text' };

/** Where Microsoft is, and who signs in. */
export const SIGN_IN_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--auth <method>',
    description: 'how to sign in (default: browser; with --sandbox: sandbox)',
    choices: AUTH_METHODS,
  },
  { flags: '--tenant <tenant>', description: 'id or domain; a sign-in to another tenant is refused' },
  { flags: '--client-id <id>', description: "app to sign in with (default: the Azure CLI's)" },
  { flags: '--sandbox [url]', description: `use a sandbox (default: SANDBOX_URL, else ${SANDBOX_URL_DEFAULT})` },
  JSON_OPTION,
];

/** The same, and which server and app are meant. */
export const CONNECTION_OPTIONS: readonly OptionSpec[] = [
  ...SIGN_IN_OPTIONS.filter((option) => option !== JSON_OPTION),
  { flags: '--server <url>', description: 'calendar server that the credentials are for' },
  { flags: '--token-stdin', description: 'read the hand-over token for --server from the first line of stdin' },
  { flags: '--base-url <url>', description: 'what users type to open the calendar (default: as the server says)' },
  { flags: '--unique-name <name>', description: 'key of the app registration (default: outlook-calendar-sync)' },
  { flags: '--display-name <name>', description: 'name that people see when they consent' },
  JSON_OPTION,
];

export interface ConnectionRequest {
  sandboxUrl: string | null;
  auth: AuthMethod;
  tenant: string | null;
  clientId: string | null;
  serverUrl: string | null;
  isTokenOnStdin: boolean;
  baseUrl: string | null;
  uniqueName: string | null;
  displayName: string | null;
}

/** @throws Problem `option_invalid` */
export function readConnectionRequest(options: OptionValues, environment: Environment): ConnectionRequest {
  const sandboxUrl = sandboxUrlFrom(options['sandbox'], environment);
  const auth = (textOf(options['auth']) as AuthMethod | null) ?? (sandboxUrl ? 'sandbox' : 'browser');
  checkMethod(auth, sandboxUrl);
  const serverUrl = textOf(options['server']);
  const localServer = sandboxUrl && !serverUrl ? `http://localhost:${environment.port}` : null;
  const baseUrl = textOf(options['baseUrl']) ?? environment.baseUrl ?? localServer;
  return {
    sandboxUrl,
    auth,
    serverUrl,
    baseUrl,
    isTokenOnStdin: options['tokenStdin'] === true,
    tenant: textOf(options['tenant']) ?? (auth === 'secret' ? environment.azureTenantId : null),
    clientId: textOf(options['clientId']) ?? (auth === 'secret' ? environment.azureClientId : null),
    uniqueName: textOf(options['uniqueName']),
    displayName: textOf(options['displayName']),
  };
}

function sandboxUrlFrom(option: OptionValues[string], { sandboxUrl }: Environment): string | null {
  if (typeof option === 'string') return option;
  return sandboxUrl ?? (option === true ? SANDBOX_URL_DEFAULT : null);
}

function checkMethod(auth: AuthMethod, sandboxUrl: string | null): void {
  if (sandboxUrl !== null && !SANDBOX_METHODS.includes(auth)) {
    throw new Problem('option_invalid', {
      message: `--auth ${auth} signs in at Microsoft, whose tokens have no business in a sandbox.`,
      advice: `With a sandbox, use --auth ${SANDBOX_METHODS.join(' or ')}; or unset SANDBOX_URL.`,
    });
  }
  if (sandboxUrl === null && auth === 'sandbox') {
    throw new Problem('option_invalid', {
      message: '--auth sandbox needs a sandbox.',
      advice: 'Give its address with --sandbox or SANDBOX_URL.',
    });
  }
}

/** Checks all that can be known before anybody signs in. @throws Problem `base_url_missing`, or what breaks Entra's rules */
export function checkRequest({ baseUrl, serverUrl, displayName }: ConnectionRequest): void {
  if (baseUrl !== null) desireRegistration({ baseUrl, ...(displayName === null ? {} : { displayName }) });
  if (baseUrl !== null || serverUrl !== null) return;
  throw new Problem('base_url_missing', {
    message: 'The redirect URI is built from the address of the calendar server, and none was given.',
    advice: 'Give --server to hand the credentials over, or --base-url to register only.',
  });
}

function textOf(value: OptionValues[string]): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
