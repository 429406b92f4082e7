// A body for each kind of operation, so that most of a sweep takes effect.
import type { Method } from './player.ts';

const START = { dateTime: '2026-12-28T09:00:00', timeZone: 'Europe/Berlin' };
const END = { dateTime: '2026-12-28T10:00:00', timeZone: 'Europe/Berlin' };
const BO = { emailAddress: { name: 'Bo Tanaka', address: 'bo@contoso.example' } };

interface Kind {
  method: 'POST' | 'PATCH';
  /** The end of the path. */
  path: RegExp;
  /** @param name one that no other request of the sweep has */
  body(name: string): Record<string, unknown> | undefined;
}

/** The first that fits. */
const KINDS: readonly Kind[] = [
  { method: 'POST', path: /\/events$/, body: (subject) => ({ subject, start: START, end: END }) },
  { method: 'POST', path: /\/(?:calendars|calendarGroups)$/, body: (name) => ({ name }) },
  { method: 'POST', path: /\/calendarPermissions$/, body: () => ({ ...BO, role: 'read' }) },
  {
    method: 'POST',
    path: /\/attachments$/,
    body: (name) => ({ '@odata.type': '#microsoft.graph.fileAttachment', name, contentBytes: 'c3dlcHQ=' }),
  },
  {
    method: 'POST',
    path: /\/extensions$/,
    body: (extensionName) => ({ '@odata.type': '#microsoft.graph.openTypeExtension', extensionName, swept: true }),
  },
  { method: 'POST', path: /\/masterCategories$/, body: (displayName) => ({ displayName, color: 'preset1' }) },
  { method: 'POST', path: /\/applications$/, body: (displayName) => ({ displayName }) },
  { method: 'POST', path: /\/addPassword$/, body: (displayName) => ({ passwordCredential: { displayName } }) },
  {
    method: 'POST',
    path: /\/subscriptions$/,
    body: () => ({
      changeType: 'created',
      notificationUrl: 'http://127.0.0.1:9/notifications',
      resource: 'me/events',
      expirationDateTime: '2026-11-29T00:00:00Z',
    }),
  },
  {
    method: 'POST',
    path: /\/getSchedule$/,
    body: () => ({ schedules: ['bo@contoso.example'], startTime: START, endTime: END }),
  },
  {
    method: 'POST',
    path: /\/translateExchangeIds$/,
    body: () => ({ inputIds: ['none'], sourceIdType: 'restId', targetIdType: 'restImmutableEntryId' }),
  },
  { method: 'POST', path: /\/forward$/, body: () => ({ toRecipients: [BO] }) },
  { method: 'POST', path: /\/snoozeReminder$/, body: () => ({ newReminderTime: START }) },
  { method: 'POST', path: /\/(?:dismissReminder|permanentDelete|reauthorize)$/, body: () => undefined },
  { method: 'POST', path: /\/\$batch$/, body: () => ({ requests: [{ id: '1', method: 'GET', url: '/me' }] }) },
  { method: 'PATCH', path: /\/events\/\{\w+\}$/, body: (subject) => ({ subject }) },
  { method: 'PATCH', path: /\/(?:calendar|calendars\/\{\w+\}|calendarGroups\/\{\w+\})$/, body: (name) => ({ name }) },
  { method: 'PATCH', path: /\/calendarPermissions\/\{\w+\}$/, body: () => ({ role: 'freeBusyRead' }) },
  { method: 'PATCH', path: /\/masterCategories\/\{\w+\}$/, body: () => ({ color: 'preset2' }) },
  { method: 'PATCH', path: /\/mailboxSettings$/, body: () => ({ timeZone: 'W. Europe Standard Time' }) },
  { method: 'PATCH', path: /\/subscriptions\/\{\w+\}$/, body: () => ({ expirationDateTime: '2026-11-30T00:00:00Z' }) },
];

/** @returns undefined for a request without a body; a comment where no better one is known. */
export function bodyFor(method: Method, path: string, index: number): Record<string, unknown> | undefined {
  if (method === 'GET' || method === 'DELETE') return undefined;
  const kind = KINDS.find((each) => each.method === method && each.path.test(path));
  return kind ? kind.body(`Swept ${index}`) : { comment: 'Swept' };
}
