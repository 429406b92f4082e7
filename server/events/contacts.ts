// The address book: editing a contact changes no meeting; updating the future meetings is an edit of its own, with its mails.
import { instantsOf } from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import {
  type ContactRow,
  findContact,
  findContactByAddress,
  findOutdatedMeetings,
  insertContact,
  listContacts,
  updateContact,
} from '../database/contacts.ts';
import { readEvents } from '../database/read-events.ts';
import { readSenders } from '../database/senders.ts';
import type { Database } from '../database/tables.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { ContactChange, ContactView, MeetingsPreview } from '../schemas/contacts.ts';
import { checkGuest } from './check-input.ts';
import { replaceGuest } from './edits.ts';
import { UNDO_SECONDS } from './perform-edit.ts';
import { type Consent, type PlannedEdit, previewEdits, storeEdits } from './perform-edits.ts';

const CONTACTS_SHOWN_MAX = 50;
/** One update changes so many meetings at most; the next one goes on. */
const MEETINGS_PER_UPDATE_MAX = 200;

export async function searchContacts(
  { database, clock }: ServerContext,
  userId: string,
  search: string,
): Promise<ContactView[]> {
  const now = clock.now().toString();
  const rows = await listContacts(database, { userId, search, now, limit: CONTACTS_SHOWN_MAX });
  return rows.map(viewOf);
}

/** @throws Refusal `not_found` */
export async function readContact(context: ServerContext, contactId: string, userId: string): Promise<ContactView> {
  return viewOf(await ownContact(context, context.database, { contactId, userId }));
}

/** @returns the contact's id. @throws Refusal `address_invalid`, `contact_exists` */
export async function createContact(
  { database, random, clock }: ServerContext,
  input: { address: string; name: string },
  userId: string,
): Promise<string> {
  const { address, name } = checkGuest(input, 'address');
  const now = clock.now().toString();
  return database.transaction().execute(async (transaction) => {
    if (await findContactByAddress(transaction, { address, userId, now })) throw addressTaken(address);
    return insertContact(transaction, { id: random.uuid(), address, name, userId });
  });
}

/** Changes the contact and no meeting. @throws Refusal `not_found`, `address_invalid`, `contact_exists` */
export async function changeContact(
  context: ServerContext,
  contactId: string,
  change: ContactChange,
  userId: string,
): Promise<void> {
  const before = await ownContact(context, context.database, { contactId, userId });
  const wanted = { address: before.address, name: before.name, ...change };
  const { address, name } = checkGuest(wanted, 'address');
  if (!(await updateContact(context.database, contactId, { address, name }))) throw addressTaken(address);
}

export interface MeetingsOfContact {
  contactId: string;
  userId: string;
}

/** What updating the user's future meetings would change and mail. Nothing is stored. @throws Refusal `not_found` */
export async function previewMeetings(context: ServerContext, key: MeetingsOfContact): Promise<MeetingsPreview> {
  const edits = await planMeetings(context, context.database, key);
  const { mailsOfEach, mails, fingerprint } = previewEdits(edits, key.userId, context.clock.now().toString());
  const meetings = edits.map(({ before }, index) => ({
    eventId: before.id,
    subject: before.meeting.subject,
    startsAt: instantsOf(before.meeting.when).start.toString(),
    mails: mailsOfEach[index] ?? [],
  }));
  return { meetings, mails, undoSeconds: UNDO_SECONDS, fingerprint };
}

/** @returns how many meetings were updated. @throws Refusal `not_found`, and as `storeEdits` says. */
export async function updateMeetings(
  context: ServerContext,
  key: MeetingsOfContact,
  consent: Consent,
): Promise<number> {
  return context.database.transaction().execute(async (transaction) => {
    const edits = await planMeetings(context, transaction, key);
    await storeEdits(context, transaction, edits, { userId: key.userId, consent });
    return edits.length;
  });
}

async function planMeetings(
  context: ServerContext,
  database: Database,
  key: MeetingsOfContact,
): Promise<PlannedEdit[]> {
  const { userId } = key;
  const { address, name } = await ownContact(context, database, key);
  const now = context.clock.now().toString();
  const outdated = await findOutdatedMeetings(database, { ...key, now, limit: MEETINGS_PER_UPDATE_MAX });
  const ids = outdated.map(({ eventId }) => eventId);
  const events = await readEvents(database, ids, userId, { lock: database.isTransaction });
  const senders = await readSenders(database, userId, ids);
  const edits: PlannedEdit[] = [];
  for (const { eventId, address: invitedAs } of outdated) {
    const before = events.get(eventId);
    if (!before) continue;
    const after = replaceGuest(before, invitedAs, { address, name }, userId);
    edits.push({ before, after, sender: senders.get(eventId) ?? null });
  }
  return edits;
}

async function ownContact({ clock }: ServerContext, database: Database, key: MeetingsOfContact): Promise<ContactRow> {
  const contact = await findContact(database, { ...key, now: clock.now().toString() });
  if (!contact) throw notFound('contact');
  return contact;
}

function viewOf({ id, address, name, outdated_meetings: outdatedMeetings }: ContactRow): ContactView {
  return { id, address, name, outdatedMeetings };
}

function addressTaken(address: string): Refusal {
  return new Refusal({
    status: 409,
    code: 'contact_exists',
    field: 'address',
    message: `There is a contact with the address ${address} already.`,
    advice: 'Search for that one and edit it.',
  });
}
