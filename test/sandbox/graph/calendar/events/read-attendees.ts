// The attendees of a body: a full replacement list, whose known members keep their answers.
import { GraphRefusal } from '../../operation.ts';
import type { Item, StoredAttendee } from '../state.ts';
import { ATTENDEE_TYPES, RESPONSE_TYPES } from './event-schema.ts';
import { invalidProperty, readArray, readFields, readString, readText, readWord } from './read-values.ts';

/** Where a time never happened. */
export const NEVER = '0001-01-01T00:00:00Z';
/** The time of an answer that an organizer entered as declined (docs issues 5545, 16158). */
const DECLINED_FOR_GUEST = '4501-01-01T00:00:00Z';
/** The most attendees that an event takes (event resource). */
const ATTENDEES_MAX = 500;
const ADDRESS = /^[^\s@<>(),;:"[\]]+@[^\s@<>(),;:"[\]]+$/;

/** @throws GraphRefusal for too many, or for an address that is none. */
export function readAttendees(value: unknown, item: Item): StoredAttendee[] {
  if (value === null) return [];
  const sent = readArray(value);
  if (sent.length > ATTENDEES_MAX) {
    throw new GraphRefusal(
      400,
      'ErrorInvalidRequest',
      `Your request can't be completed. The number of attendees exceeds the limit of ${ATTENDEES_MAX}.`,
    );
  }
  const known = new Map(item.properties.attendees.map((attendee) => [keyOf(attendee), attendee]));
  const read = new Map<string, StoredAttendee>();
  for (const entry of sent) {
    const attendee = readAttendee(entry, known);
    if (!read.has(keyOf(attendee))) read.set(keyOf(attendee), attendee);
  }
  return [...read.values()];
}

/** Recipients of a forward; without a name of its own an address is named by itself. */
export function readRecipients(value: unknown): StoredAttendee['emailAddress'][] {
  return readArray(value).map((entry) => {
    const sent = readFields(entry, 'microsoft.graph.recipient', ['emailAddress']);
    const { address, name } = readAddress(sent.emailAddress);
    return { name: name ?? address, address };
  });
}

function readAttendee(value: unknown, known: ReadonlyMap<string, StoredAttendee>): StoredAttendee {
  const sent = readFields(value, 'microsoft.graph.attendee', ['emailAddress', 'type', 'status', 'proposedNewTime']);
  const { address, name } = readAddress(sent.emailAddress);
  const before = known.get(address.toLowerCase());
  return {
    type: readWord(sent.type ?? before?.type ?? 'required', ATTENDEE_TYPES),
    status: readStatus(sent.status, before?.status ?? { response: 'none', time: NEVER }),
    emailAddress: { name: name ?? before?.emailAddress.name ?? address, address },
    ...(before?.proposedNewTime ? { proposedNewTime: before.proposedNewTime } : {}),
  };
}

function readAddress(value: unknown): { address: string; name: string | null } {
  const sent = readFields(value ?? {}, 'microsoft.graph.emailAddress', ['address', 'name']);
  const address = sent.address === undefined || sent.address === null ? '' : readString(sent.address).trim();
  if (!ADDRESS.test(address)) throw invalidProperty();
  return { address, name: sent.name === undefined ? null : readText(sent.name) };
}

/** The organizer may enter an answer; a refusal doesn't stick. */
function readStatus(value: unknown, before: StoredAttendee['status']): StoredAttendee['status'] {
  if (value === undefined || value === null) return before;
  const sent = readFields(value, 'microsoft.graph.responseStatus', ['response', 'time']);
  const response = readWord(sent.response ?? 'none', RESPONSE_TYPES);
  if (response === before.response) return before;
  if (response === 'declined') return { response: 'notResponded', time: DECLINED_FOR_GUEST };
  const time = sent.time === undefined || sent.time === null ? NEVER : readString(sent.time);
  return { response, time: Number.isNaN(Date.parse(time)) ? NEVER : time };
}

function keyOf({ emailAddress }: StoredAttendee): string {
  return emailAddress.address.toLowerCase();
}
