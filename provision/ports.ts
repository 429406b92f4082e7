// The ports of provisioning.
//   DirectoryPort   the applications, service principals and grants of one tenant
//   SignInPort      the pages and endpoint that users of the app will meet
//   ServerPort      the calendar server that the credentials are for
//   SecretStore     what this machine remembers of a secret between making it and handing it over
//   Waiting         time and chance, passed in
import type { Temporal } from 'temporal-polyfill';
import type {
  GraphApplication,
  GraphServicePrincipal,
  OAuth2PermissionGrant,
  PasswordCredential,
} from '../graph/models/application.ts';
import type { Secret } from './secret.ts';

/** The properties of an application that we write; lists replace what was there, so they are merged before. */
export type ApplicationBody = Partial<
  Pick<GraphApplication, 'displayName' | 'signInAudience' | 'api' | 'tags' | 'web' | 'requiredResourceAccess'>
>;

/** What the tenant allows for client secrets: `unknown` where the account may not read the policy. */
export type SecretPolicy =
  | { kind: 'none' }
  | { kind: 'unknown' }
  | { kind: 'forbidden'; policyId: string }
  | { kind: 'limited'; policyId: string; lifetimeMax: Temporal.Duration };

export interface Organization {
  id: string;
  displayName: string;
  defaultDomain: string | null;
}

export interface SignedInUser {
  userPrincipalName: string;
  displayName: string;
  /** Names of directory roles; null where the account may not read them. */
  roles: string[] | null;
}

/** Every method throws DirectoryFailure for an error answer and when none came; none of them waits or repeats. */
export interface DirectoryPort {
  readOrganization(): Promise<Organization>;
  /** Null when an application signed in, not a person. */
  readSignedInUser(): Promise<SignedInUser | null>;
  findApplication(uniqueName: string): Promise<GraphApplication | null>;
  /** An application in the trash still holds its unique name. */
  findDeletedApplication(uniqueName: string): Promise<{ id: string; deletedDateTime: string } | null>;
  /** Creates, or updates where the unique name exists: safe to repeat. */
  upsertApplication(uniqueName: string, body: ApplicationBody): Promise<void>;
  updateApplication(id: string, body: ApplicationBody): Promise<void>;
  /** Not safe to repeat without a look. */
  addPassword(id: string, options: { displayName: string; endDateTime: string }): Promise<NewPassword>;
  removePassword(id: string, keyId: string): Promise<void>;
  findServicePrincipal(appId: string): Promise<GraphServicePrincipal | null>;
  createServicePrincipal(appId: string): Promise<void>;
  /** The grants for everybody in the tenant that a client's service principal holds. */
  listTenantGrants(servicePrincipalId: string): Promise<OAuth2PermissionGrant[]>;
  createTenantGrant(grant: { clientId: string; resourceId: string; scope: string }): Promise<void>;
  /** Replaces the scopes of a grant. */
  updateGrant(id: string, scope: string): Promise<void>;
  /** @param appCreatedAt null for an application that is still to be made. */
  readSecretPolicy(appCreatedAt: string | null): Promise<SecretPolicy>;
}

export interface NewPassword {
  credential: Omit<PasswordCredential, 'secretText'>;
  secret: Secret;
}

/** How Microsoft's sign-in judges the credentials: `code` is an AADSTS or OAuth error code. */
export type SignInVerdict = { accepted: true } | { accepted: false; code: string; message: string };

export interface SignInPort {
  /** Asks for a token with the secret alone. */
  trySecret(credentials: { tenantId: string; clientId: string; secret: Secret }): Promise<SignInVerdict>;
  /** Opens the page that users will meet, without signing in. */
  tryAuthorizeUrl(client: { clientId: string; redirectUri: string; scopes: readonly string[] }): Promise<SignInVerdict>;
  /** Where an administrator consents for a whole tenant. */
  adminConsentUrl(client: { tenantId: string; clientId: string; redirectUri: string }): string;
}

/** What the server says about its registration. */
export interface ServerRegistration {
  baseUrl: string;
  redirectUri: string;
  clientId: string | null;
  secretKeyId: string | null;
}

export interface HandOver {
  clientId: string;
  tenantId: string;
  secret: Secret;
  secretKeyId: string;
  /** ISO 8601 with `Z`. */
  secretExpiresAt: string;
}

/** Both methods throw Problem: `server_unreachable` when no answer came, else what the server refused. */
export interface ServerPort {
  /** The address as the administrator gave it, without a trailing slash. */
  readonly url: string;
  read(): Promise<ServerRegistration>;
  /** Safe to repeat with the same values. */
  handOver(registration: HandOver): Promise<void>;
}

/** A secret's life on this machine. `asked` is written before the request, so that a lost answer leaves a trace. */
export type SecretRecord =
  | { stage: 'asked'; clientId: string; credentialNames: string[] }
  | KeptSecret
  | { stage: 'handed-over'; clientId: string; keyId: string; server: string; replaces: string | null };

export interface KeptSecret {
  stage: 'kept';
  clientId: string;
  tenantId: string;
  keyId: string;
  expiresAt: string;
  secret: Secret;
  /** The key that a rotation removes once this one is in use; null outside of a rotation. */
  replaces: string | null;
}

export interface SecretStore {
  /** @throws Problem `kept_secret_unreadable` */
  recall(clientId: string): Promise<SecretRecord | null>;
  remember(record: SecretRecord): Promise<void>;
}

export interface Waiting {
  now(): Temporal.Instant;
  pause(ms: number): Promise<void>;
  /** A number in [0, 1), for jitter and names. */
  random(): number;
}

/** Says what is going on, one short line at a time. */
export type Report = (line: string) => void;
