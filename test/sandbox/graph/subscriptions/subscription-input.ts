// Reads the body of a subscription: which properties there are, what each may be, and how long it may live.
import { Temporal } from 'temporal-polyfill';
import { type GraphCall, GraphRefusal } from '../operation.ts';
import type { ChangeType } from './subscription-store.ts';

const LIFE_MINUTES_MAX = 10_080;
const LIFE_MINUTES_MIN = 45;
/** With resource data in the notifications. */
const RICH_LIFE_MINUTES_MAX = 1_440;
const CLIENT_STATE_LENGTH_MAX = 128;
const TLS_VERSIONS: readonly string[] = ['v1_0', 'v1_1', 'v1_2', 'v1_3'];
const CHANGE_TYPES: readonly ChangeType[] = ['created', 'updated', 'deleted'];
const TEXTS: readonly string[] = [
  'id',
  'applicationId',
  'changeType',
  'clientState',
  'creatorId',
  'encryptionCertificate',
  'encryptionCertificateId',
  'expirationDateTime',
  'latestSupportedTlsVersion',
  'lifecycleNotificationUrl',
  'notificationQueryOptions',
  'notificationUrl',
  'notificationUrlAppId',
  'resource',
];

export interface Expiration {
  /** Epoch milliseconds. */
  expiresAt: number;
  expirationDateTime: string;
}

export interface SubscriptionInput extends Expiration {
  resource: string;
  changeTypes: ChangeType[];
  notificationUrl: string;
  lifecycleNotificationUrl: string | null;
  notificationUrlAppId: string | null;
  clientState: string | null;
  latestSupportedTlsVersion: string;
}

/** @throws GraphRefusal 400; 501 for notifications with resource data. */
export function readNewSubscription(call: GraphCall): SubscriptionInput {
  const body = readProperties(call.body, 'creation');
  const isRich = body.includeResourceData === true;
  const changeTypes = readChangeTypes(required(body, 'changeType'));
  const notificationUrl = readUrl(required(body, 'notificationUrl'), 'notificationUrl');
  const resource = required(body, 'resource');
  const expiration = readExpiration(call, required(body, 'expirationDateTime'), isRich);
  const { clientState = null, latestSupportedTlsVersion = 'v1_2', notificationUrlAppId = null } = body;
  if (typeof clientState === 'string' && clientState.length > CLIENT_STATE_LENGTH_MAX) {
    throw invalid(`The clientState must not be longer than ${CLIENT_STATE_LENGTH_MAX} characters.`);
  }
  if (!TLS_VERSIONS.includes(String(latestSupportedTlsVersion))) {
    throw invalid(`The latestSupportedTlsVersion must be one of ${TLS_VERSIONS.join(', ')}.`);
  }
  if (isRich) refuseResourceData(body);
  if (body.notificationQueryOptions) {
    throw new GraphRefusal(501, 'NotInTheSandbox', 'The sandbox has no notificationQueryOptions.');
  }
  return {
    ...expiration,
    resource,
    changeTypes,
    notificationUrl,
    lifecycleNotificationUrl: readLifecycleUrl(body.lifecycleNotificationUrl, notificationUrl),
    notificationUrlAppId: textOrNull(notificationUrlAppId),
    clientState: textOrNull(clientState),
    latestSupportedTlsVersion: String(latestSupportedTlsVersion),
  };
}

/** @throws GraphRefusal 400 for anything but a later expiration and another notificationUrl. */
export function readChange(call: GraphCall): { expiration: Expiration | null; notificationUrl: string | null } {
  const { expirationDateTime, notificationUrl, ...rest } = readProperties(call.body, 'update');
  const other = Object.keys(rest).find((name) => !name.startsWith('@') && name !== 'id');
  if (other) throw invalid(`The property ${other} of a subscription can't be changed.`);
  if (typeof expirationDateTime !== 'string' && typeof notificationUrl !== 'string') {
    throw invalid('A subscription update must have an expirationDateTime or a notificationUrl.');
  }
  return {
    expiration: typeof expirationDateTime === 'string' ? readExpiration(call, expirationDateTime, false) : null,
    notificationUrl: typeof notificationUrl === 'string' ? readUrl(notificationUrl, 'notificationUrl') : null,
  };
}

function readProperties(body: unknown, purpose: string): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw unprocessable(purpose);
  for (const [name, value] of Object.entries(body)) {
    const isKnown = TEXTS.includes(name)
      ? typeof value === 'string' || value === null
      : name === 'includeResourceData'
        ? typeof value === 'boolean' || value === null
        : name.startsWith('@');
    if (!isKnown) throw unprocessable(purpose);
  }
  return body as Record<string, unknown>;
}

/** One message for every misspelt name and every value of the wrong kind (docs issue 2231). */
function unprocessable(purpose: string): GraphRefusal {
  return invalid(
    `Could not process subscription ${purpose} payload. Are all property names spelled and camelCased properly? Also are the DateTimeOffsets in a valid internet Date and Time format?`,
  );
}

function required(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`The property ${name} is required for subscription creation.`);
}

function readChangeTypes(list: string): ChangeType[] {
  const asked = list.split(',').map((each) => each.trim().toLowerCase());
  const unknown = asked.find((each) => !CHANGE_TYPES.some((known) => known === each));
  if (unknown !== undefined) throw invalid(`The changeType '${unknown}' is not supported for this resource.`);
  return CHANGE_TYPES.filter((each) => asked.includes(each));
}

/** Https; plain http where it can't leave this machine. */
function readUrl(value: string, name: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  const isLoopback = url !== null && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) return value;
  throw invalid(`The ${name} must be an absolute https address.`);
}

function readLifecycleUrl(value: unknown, notificationUrl: string): string | null {
  if (typeof value !== 'string') return null;
  const url = readUrl(value, 'lifecycleNotificationUrl');
  if (new URL(url).hostname === new URL(notificationUrl).hostname) return url;
  throw invalid('The lifecycleNotificationUrl must have the same host name as the notificationUrl.');
}

function readExpiration(call: GraphCall, value: string, isRich: boolean): Expiration {
  let asked: Temporal.Instant;
  try {
    asked = Temporal.Instant.from(value);
  } catch {
    throw unprocessable('creation');
  }
  const now = call.world.clock.now();
  const minutesMax = isRich ? RICH_LIFE_MINUTES_MAX : LIFE_MINUTES_MAX;
  if (Temporal.Instant.compare(asked, now.add({ minutes: minutesMax })) > 0) {
    const reason = `Subscription expiration can only be ${minutesMax} minutes in the future.`;
    throw new GraphRefusal(
      400,
      'ExtensionError',
      `Operation: Create; Exception: [Status Code: BadRequest; Reason: ${reason}]`,
    );
  }
  const earliest = now.add({ minutes: LIFE_MINUTES_MIN });
  const granted = Temporal.Instant.compare(asked, earliest) < 0 ? earliest : asked;
  return { expiresAt: granted.epochMilliseconds, expirationDateTime: granted.toString() };
}

function refuseResourceData({ encryptionCertificate, encryptionCertificateId }: Record<string, unknown>): never {
  if (!encryptionCertificate || !encryptionCertificateId) {
    throw invalid('encryptionCertificate and encryptionCertificateId are required when includeResourceData is true.');
  }
  throw new GraphRefusal(501, 'NotInTheSandbox', 'The sandbox sends no notifications with resource data.');
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function invalid(message: string): GraphRefusal {
  return new GraphRefusal(400, 'InvalidRequest', message);
}
