// Everything the sandbox knows, as plain data. The services read and write it; nothing else is shared between them.
import type { VirtualClock } from './clock.ts';
import type { Delivery, WorldPorts } from './deliveries.ts';
import type { Random } from './random.ts';
import type { ConsentPolicy, Settings } from './world-settings.ts';

export interface World {
  seed: number;
  clock: VirtualClock;
  random: Random;
  /** What faults and webhooks draw from, so that one fault more changes no id. */
  chance: Random;
  ports: WorldPorts;
  settings: Settings;
  tenants: Map<string, Tenant>;
  /** By object id, over all tenants. */
  users: Map<string, User>;
  /** By object id, over all tenants; deleted ones keep their place with `deletedDateTime` set. */
  applications: Map<string, Application>;
  servicePrincipals: Map<string, ServicePrincipal>;
  grants: Map<string, PermissionGrant>;
  outbox: OutboxMail[];
  ledger: LedgerEntry[];
  faults: FaultRule[];
  /** Told of every change of a mailbox's items, in order. */
  listeners: ((change: ItemChange) => void)[];
  /** What is to be sent to webhooks, and what was sent lately, oldest first. */
  deliveries: Delivery[];
}

/** One write of a mailbox: an item of its calendars was made, changed or taken away. A series changes as a whole. */
export interface ItemChange {
  userId: string;
  /** Immutable id. */
  itemId: string;
  calendarId: string;
  changeType: 'created' | 'updated' | 'deleted';
}

export interface Tenant {
  id: string;
  displayName: string;
  /** e.g. `contoso.example`. */
  domain: string;
  kind: 'organization' | 'consumers';
  /** Its own; without it the world's setting holds. */
  consentPolicy?: ConsentPolicy;
  /** What its administrators changed of Graph's `tenantAppManagementPolicy` and `authorizationPolicy`. */
  policies?: { defaultAppManagement?: Record<string, unknown>; authorization?: Record<string, unknown> };
}

export interface User {
  id: string;
  tenantId: string;
  displayName: string;
  givenName: string;
  surname: string;
  userPrincipalName: string;
  /** The mailbox's primary address. */
  mail: string;
  password: string;
  /** Directory roles by name, e.g. `Global Administrator`. */
  roles: string[];
  /** IANA name. */
  timeZone: string;
  hasMailbox: boolean;
  accountEnabled: boolean;
  /** Sign-ins and refresh tokens from before are revoked, as epoch milliseconds. */
  sessionsValidFrom?: number;
}

/** The v1.0 `application` resource as stored, whole; secrets stand beside it, never in answers. */
export interface Application {
  id: string;
  appId: string;
  tenantId: string;
  deletedDateTime: string | null;
  /** When replicas and the consumer-side twin have it, as epoch milliseconds. */
  visibleFrom: number;
  resource: Record<string, unknown>;
  secrets: ApplicationSecret[];
  /** The certificates of its keyCredentials. */
  certificates?: ApplicationCertificate[];
}

export interface ApplicationCertificate {
  keyId: string;
  /** DER in base64. */
  certificate: string;
  startDateTime: string;
  endDateTime: string;
}

export interface ApplicationSecret {
  keyId: string;
  secretText: string;
  startDateTime: string;
  endDateTime: string;
  /** When the token endpoint accepts it, as epoch milliseconds. */
  usableFrom: number;
}

export interface ServicePrincipal {
  id: string;
  appId: string;
  tenantId: string;
  resource: Record<string, unknown>;
  /** Who is assigned to it, by object id: heeded where `appRoleAssignmentRequired` is set. */
  assignedUsers?: string[];
  /** The application roles it was granted, by value, e.g. `Application.ReadWrite.OwnedBy`. */
  grantedRoles?: string[];
}

export interface PermissionGrant {
  id: string;
  tenantId: string;
  clientId: string;
  consentType: 'AllPrincipals' | 'Principal';
  principalId: string | null;
  resourceId: string;
  scope: string;
}

export interface OutboxMail {
  kind: 'invitation' | 'update' | 'cancellation' | 'response' | 'forwardNotice';
  from: string;
  to: string;
  subject: string;
  /** The sender's own id of the event. */
  eventId: string;
  iCalUId: string;
  /** ISO 8601 with `Z`. */
  at: string;
}

export interface LedgerEntry {
  at: string;
  service: ServiceName;
  method: string;
  /** Path and query as the client sent them. */
  path: string;
  status: number;
  /** The user principal name behind the token, where there was one. */
  mailbox: string | null;
  clientRequestId: string | null;
  /** For a request inside a batch: the ledger index of the batch. */
  batch?: number;
  /** It came before the Retry-After of an earlier answer was over. */
  early?: true;
  /** The fault that struck it, with the index of its rule. */
  fault?: { rule: number; effect: FaultEffect };
}

export type ServiceName = 'entra' | 'graph' | 'arm';

export interface FaultRule {
  match: {
    service?: ServiceName;
    method?: string;
    /** A regular expression over path and query. */
    path?: string;
    /** The caller's user principal name; of a notification: the subscriber's. */
    mailbox?: string;
    /** Whether it came inside a batch. */
    inner?: boolean;
    /** Only in this stretch of the sandbox's time: instants, the end not included. */
    from?: string;
    until?: string;
    /** Only the nth matching request, counted from 1. */
    nth?: number;
    /** No more than so many strikes. */
    times?: number;
    probability?: number;
  };
  effect: FaultEffect;
  /** How many requests matched so far. */
  matched: number;
  /** How many of them it struck. */
  struck?: number;
}

/** What befalls a request. The first group concerns any request, the rest the operation that its name says. */
export interface FaultEffect {
  /** Answered in place of the service. */
  status?: number;
  /** The error's code, beside a status. */
  code?: string;
  /** Seconds, also with decimals; sent as `Retry-After`. */
  retryAfter?: number;
  /** Sends it as an HTTP date. */
  retryAfterAsDate?: boolean;
  /** With a status: the request took effect all the same. */
  committed?: boolean;
  /** A new event is stored without its open extensions; with `committed` and 503 ConcurrentItemSave, msgraph-sdk-ruby issue 38. */
  losesExtensions?: boolean;
  /** Events: archived and imported again before this call, so that both ids are others now (outlook-immutable-id). */
  reimported?: boolean;
  /** Entra: refused with this AADSTS code; all of them stand in AADSTS.md. */
  aadsts?: number;
  /** The answer comes so much later. */
  delayMs?: number;
  /** `before`: as if the request never arrived; `after`: it took effect, the answer is lost. In a batch: that answer is missing. */
  dropResponse?: 'before' | 'after';
  /** The request never arrived, and the connection stays open without an answer. */
  halfOpen?: boolean;
  /** The body trickles. */
  bytesPerSecond?: number;
  /** The `Date` header is ahead by this; negative: behind. */
  dateSkewMs?: number;
  /** $batch: the first so many requests took effect, then the connection is lost, or the status answered. */
  timeoutAfter?: number;
  /** $batch: the answer of one inner request is missing from the whole. */
  omitAnswer?: boolean;
  /** $batch: the answers come in another order. */
  shuffleAnswers?: boolean;
  /** Delta: 410, as if the token had expired. */
  resetDelta?: boolean;
  /** Delta: that 410 says where to begin anew, in a `Location` header. */
  resetLocation?: boolean;
  /** Delta: the same page again and again, with a nextLink that keeps changing. */
  loopPages?: boolean;
  /** Delta: an item comes in the version before its newest. */
  staleVersion?: boolean;
  /** Delta: a page without items, with a nextLink. */
  emptyPage?: boolean;
  /** Delta: all that is left on one page, whatever size was asked for. */
  oversizePage?: boolean;
  /** Delta: the page before comes once more. */
  replayPage?: boolean;
  /** Delta: an item outside the window comes as removed. */
  removeOutsiders?: boolean;
  /** Delta: what a page shows for the first time is touched by the server, and comes again, newer, in the next round. */
  touchAfterCreate?: boolean;
  /** Views and delta: 503 when the asked window overlaps this slice; instants. */
  failSlice?: { start: string; end: string };
  /** Webhooks: the notification is not sent. */
  dropNotification?: boolean;
  /** Webhooks: the notification is sent so many times. */
  notificationCopies?: number;
  /** Webhooks: the notification comes so much later. */
  notificationDelayMs?: number;
  /** Webhooks: the notification carries another clientState. */
  wrongClientState?: boolean;
  /** Webhooks: the notification takes a random place among those that wait. */
  shuffleNotification?: boolean;
  /** Webhooks: the subscription is gone, and nobody is told. */
  expireSilently?: boolean;
  /** Webhooks: a lifecycle event instead of the notification. */
  lifecycleEvent?: 'missed' | 'subscriptionRemoved' | 'reauthorizationRequired';
}
