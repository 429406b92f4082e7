// Everything the sandbox knows, as plain data. The services read and write it; nothing else is shared between them.
import type { VirtualClock } from './clock.ts';
import type { Random } from './random.ts';

export interface World {
  seed: number;
  clock: VirtualClock;
  random: Random;
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
}

/** Switches for what Microsoft's documentation leaves open, and for how strict the sandbox is. The first value is the default. */
export interface Settings {
  /** A deleted event still answers 200 by its immutable id. */
  softDeletedGet: boolean;
  /** Whether `isDraft: true` on a POST keeps the invitations back. */
  draftCreate: 'honoured' | 'ignored';
  /** Whether `isDraft: true` in a PATCH keeps the updates back. */
  draftUpdate: 'honoured' | 'ignored';
  throttle: 'documented' | 'strict' | 'off';
  latencyMs: number;
  /** What a second POST with the same transactionId answers. */
  repeatedTransaction: 201 | 409;
  /** Whether a PATCH of categories, show-as or reminder alone updates the guests. */
  mailOnOwnProperties: boolean;
  /** Whether a PATCH with an identical guest list updates the guests. */
  mailOnSameAttendees: boolean;
  /** Whether permanentDelete by the organizer cancels for the guests. */
  mailOnPermanentDelete: boolean;
  /** What a change of the pattern or of the time of day does to the exceptions and cancelled dates of a series. */
  exceptionsAfterPatternChange: 'dropped' | 'kept';
  /** Whether delta lists the occurrences of a deleted series as removed, or its master alone. */
  deletedSeries: 'master' | 'masterAndOccurrences';
  /** What an If-Match that does not fit answers. */
  versionMismatch: 412 | 409;
  /** What `$select` does on delta. */
  deltaSelect: 'ignored' | 'honoured';
  /** Whether v1.0 knows `cancelledOccurrences` and `exceptionOccurrences`. */
  occurrenceCollections: boolean;
  /** What a batch of more than twenty requests answers. */
  oversizeBatchCode: 'BadRequest' | 'MaximumValueExceeded';
  /** Whether a subscription may name a calendar: `me/calendars/{id}/events`. */
  calendarSubscriptions: boolean;
}

export interface Tenant {
  id: string;
  displayName: string;
  /** e.g. `contoso.example`. */
  domain: string;
  kind: 'organization' | 'consumers';
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
  kind: 'invitation' | 'update' | 'cancellation' | 'response';
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
}

export type ServiceName = 'entra' | 'graph' | 'arm';

export interface FaultRule {
  match: {
    service?: ServiceName;
    method?: string;
    /** A regular expression over path and query. */
    path?: string;
    mailbox?: string;
    /** Only the nth matching request, counted from 1. */
    nth?: number;
    probability?: number;
  };
  effect: FaultEffect;
  /** How many requests matched so far. */
  matched: number;
}

/** What befalls a request. The first group concerns any request, the rest the operation that its name says. */
export interface FaultEffect {
  status?: number;
  code?: string;
  /** Seconds, also with decimals; sent as `Retry-After`. */
  retryAfter?: number;
  delayMs?: number;
  /** `before`: as if the request never arrived; `after`: it took effect, the answer is lost. */
  dropResponse?: 'before' | 'after';
  /** $batch: the answer of one inner request is missing from the whole. */
  omitAnswer?: boolean;
  /** $batch: the answers come in another order. */
  shuffleAnswers?: boolean;
  /** Delta: 410, as if the token had expired. */
  resetDelta?: boolean;
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
  /** Views and delta: 503 when the asked window overlaps this slice; instants. */
  failSlice?: { start: string; end: string };
  /** Webhooks: a notification is not sent, sent several times, late, out of order, or with another clientState. */
  dropNotification?: boolean;
  notificationCopies?: number;
  notificationDelayMs?: number;
  wrongClientState?: boolean;
  /** Webhooks: a lifecycle event instead of the notification. */
  lifecycleEvent?: 'missed' | 'subscriptionRemoved' | 'reauthorizationRequired';
}
