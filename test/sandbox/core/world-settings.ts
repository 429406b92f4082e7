// The switches of a world: what each decides, and what it may be.

/** Switches for what Microsoft's documentation leaves open, and for how strict the sandbox is. The first value is the default. */
export interface Settings {
  /** A deleted event still answers 200 by its immutable id. */
  softDeletedGet: boolean;
  /** Whether `isDraft: true` on a POST keeps the invitations back. */
  draftCreate: 'honoured' | 'ignored';
  /** Whether `isDraft: true` in a PATCH keeps the updates back. */
  draftUpdate: 'honoured' | 'ignored';
  /** Which limits hold: Microsoft's of today, where a batch queues what is too much; the stricter ones of before; or none. */
  throttle: 'documented' | 'strict' | 'off';
  /** How long every answer takes; above 0, requests of one mailbox meet each other. */
  latencyMs: number;
  /** What a second POST with the same transactionId answers. */
  repeatedTransaction: 201 | 409;
  /** Whether a PATCH of categories, show-as or reminder alone updates the guests. */
  mailOnOwnProperties: boolean;
  /** Whether a PATCH with an identical guest list updates the guests. */
  mailOnSameAttendees: boolean;
  /** Whether a change of an organizer's attachments updates the guests. */
  mailOnAttachments: boolean;
  /** Whether permanentDelete by the organizer cancels for the guests. */
  mailOnPermanentDelete: boolean;
  /** What a change of the pattern or of the time of day does to the exceptions and cancelled dates of a series. */
  exceptionsAfterPatternChange: 'dropped' | 'kept';
  /** Whether delta lists the occurrences of a deleted series as removed, or its master alone. */
  deletedSeries: 'master' | 'masterAndOccurrences';
  /** What an If-Match that does not fit answers. */
  versionMismatch: 412 | 409;
  /** How long a write takes to show in delta. */
  deltaLagMs: number;
  /** How long a delta token lives; 0: for ever. */
  deltaTokenLifeMs: number;
  /** How many of a mailbox's latest changes delta remembers; an older token has expired. 0: all. */
  deltaLogEntriesMax: number;
  /** What `$select` does on delta. */
  deltaSelect: 'ignored' | 'honoured';
  /** Whether v1.0 knows `cancelledOccurrences` and `exceptionOccurrences`. */
  occurrenceCollections: boolean;
  /** What a batch of more than twenty requests answers. */
  oversizeBatchCode: 'BadRequest' | 'MaximumValueExceeded';
  /** Whether a subscription may name a calendar: `me/calendars/{id}/events`. */
  calendarSubscriptions: boolean;
  /** Whether a batch may hold requests that wait for others beside requests that don't wait. */
  mixedBatches: 'accepted' | 'refused';
  /** In which order a batch's answers come: as they are done, or in any. */
  batchOrder: 'completion' | 'shuffled';
  /** When a webhook counts as slow, and how long its notifications then wait: over 3 s, 10 minutes; or over 10 s, 10 s. */
  slowWebhooks: 'tenMinutes' | 'tenSeconds';
  /** How long Azure works on what it answers with 202, or with a state that is not final. */
  azureOperationMs: number;
  /** How far the `Date` header is ahead of the sandbox's clock; negative: behind. */
  dateSkewMs: number;
  /** What people of an organization may consent to themselves, where the tenant says nothing of its own. */
  consentPolicy: ConsentPolicy;
  /** Whether people may ask their administrator for an approval, or are only told that they need one. */
  adminConsentRequests: boolean;
  /** How long a new client secret is refused, then accepted by turns; 0: it works at once. */
  secretReplicationMs: number;
  /** How long a new application, service principal or user is found by turns, and lacked by the side of personal accounts. */
  directoryReplicationMs: number;
  /** How long a device that signs in has to wait between two polls; told in whole seconds. */
  deviceCodeIntervalMs: number;
  /** How long a signing key signs before the next one does; 0: for ever. */
  signingKeyLifeMs: number;
  /** How long an access token lives; Microsoft draws between 60 and 90 minutes. */
  accessTokenLifeMs: number;
  /** Whether personal accounts take a loopback redirect URI with any port, or only with the registered one. */
  consumerLoopbackPorts: 'exact' | 'any';
}

/** `microsoftManaged`: not to what other organizations' applications want of mail, calendars, contacts and files. */
export type ConsentPolicy = 'user' | 'microsoftManaged' | 'adminOnly';
