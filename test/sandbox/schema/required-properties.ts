// Which properties an answer must carry: all of a whole entity but those that Microsoft documents as left out.
import type { TypeModel } from './entity-model.ts';

/** Types of which answers carry everything, with what the documentation leaves out. */
const LEFT_OUT: Readonly<Record<string, readonly string[] | undefined>> = {
  // Returned where it was set, and where it was selected.
  event: ['transactionId', 'cancelledOccurrences'],
  calendar: [],
  calendarGroup: [],
  calendarPermission: [],
  subscription: [],
  outlookCategory: [],
  // A stream, and what comes by $select alone.
  application: ['logo', 'authenticationBehaviors'],
  servicePrincipal: ['customSecurityAttributes'],
  oAuth2PermissionGrant: [],
  organization: [],
  federatedIdentityCredential: [],
  appRoleAssignment: [],
  passwordCredential: [],
  keyCredential: [],
  group: [],
  directoryRole: [],
  domain: [],
  // Headers come by $select alone.
  eventMessage: ['internetMessageHeaders', 'uniqueBody'],
  eventMessageRequest: ['internetMessageHeaders', 'uniqueBody'],
  eventMessageResponse: ['internetMessageHeaders', 'uniqueBody'],
  // Structures without which their owner means nothing.
  dateTimeTimeZone: [],
  patternedRecurrence: [],
  recurrencePattern: ['daysOfWeek'],
  recurrenceRange: [],
  responseStatus: [],
  itemBody: [],
  recipient: [],
  attendee: ['proposedNewTime'],
};

/** All that a bare occurrence of a delta page has. */
const BARE_OCCURRENCE = ['id', 'seriesMasterId', 'type', 'start', 'end'];

/** @param selected null: a whole entity */
export function mustBeThere(
  model: TypeModel,
  entity: Readonly<Record<string, unknown>>,
  selected: readonly string[] | null,
): readonly string[] {
  if (selected) return selected.filter((name) => model.properties.has(name.toLowerCase()) && name !== 'transactionId');
  const isBare = model.name === 'event' && entity.type === 'occurrence' && !('subject' in entity);
  if (isBare) return BARE_OCCURRENCE;
  const leftOut = LEFT_OUT[model.name];
  if (!leftOut) return [];
  return [...model.properties.values()].map(({ name }) => name).filter((name) => !leftOut.includes(name));
}
