// Reads and writes the address book. A user sees whom he put there, and whom he has met in an event.
import { type Selectable, sql } from 'kysely';
import { addressKey } from '../../sync/index.ts';
import type { ContactsTable, Database } from './tables.ts';

export type ContactRow = Selectable<ContactsTable> & { outdated_meetings: number };

/** @param options.search part of a name or an address. @param options.now ISO 8601 with `Z`. */
export async function listContacts(
  database: Database,
  options: { userId: string; search: string; now: string; limit: number },
): Promise<ContactRow[]> {
  const pattern = `%${options.search.trim().replace(/[\\%_]/g, String.raw`\$&`)}%`;
  const { rows } = await visibleContacts(
    options,
    sql`(contacts.name ilike ${pattern} or contacts.address ilike ${pattern})
      order by lower(contacts.name), contacts.address_key limit ${options.limit}`,
  ).execute(database);
  return rows;
}

export async function findContact(
  database: Database,
  options: { contactId: string; userId: string; now: string },
): Promise<ContactRow | undefined> {
  const { rows } = await visibleContacts(options, sql`contacts.id = ${options.contactId}`).execute(database);
  return rows[0];
}

function visibleContacts({ userId, now }: { userId: string; now: string }, condition: ReturnType<typeof sql>) {
  return sql<ContactRow>`
    select contacts.*, (
      select count(*)::integer from attendees
      join events on events.id = attendees.event_id
      where attendees.contact_id = contacts.id and ${isOutdated(userId, now)}
    ) as outdated_meetings
    from contacts
    where (
      exists (select 1 from address_books where contact_id = contacts.id and user_id = ${userId})
      or exists (
        select 1 from attendees
        join participations on participations.event_id = attendees.event_id
        where attendees.contact_id = contacts.id and participations.user_id = ${userId}
      )
    ) and ${condition}`;
}

/** Of an attendee, its event and its contact: whether the user's own future meeting knows the contact otherwise. */
function isOutdated(userId: string, now: string) {
  return sql`events.organizer_user_id = ${userId} and events.status = 'live' and events.kind = 'single'
    and events.ends_at > ${now}::timestamptz
    and (attendees.address_key <> contacts.address_key or (contacts.name <> '' and attendees.name <> contacts.name))`;
}

/** A contact that the user sees, by its address in whatever letter case. */
export async function findContactByAddress(
  database: Database,
  options: { address: string; userId: string; now: string },
): Promise<ContactRow | undefined> {
  const condition = sql`contacts.address_key = ${addressKey(options.address)}`;
  return (await visibleContacts(options, condition).execute(database)).rows[0];
}

/** The future meetings of a user that know a contact by another name or address, and by which address. */
export async function findOutdatedMeetings(
  database: Database,
  options: { contactId: string; userId: string; now: string; limit: number },
): Promise<{ eventId: string; address: string }[]> {
  const { rows } = await sql<{ eventId: string; address: string }>`
    select events.id as "eventId", attendees.address
    from attendees
    join events on events.id = attendees.event_id
    join contacts on contacts.id = attendees.contact_id
    where contacts.id = ${options.contactId} and ${isOutdated(options.userId, options.now)}
    order by events.starts_at, events.id
    limit ${options.limit}`.execute(database);
  return rows;
}

/**
 * Puts a contact into a user's address book; somebody whom others have met already is the same contact, under the name
 * that he has. @returns the contact's id.
 */
export async function insertContact(
  database: Database,
  contact: { id: string; address: string; name: string; userId: string },
): Promise<string> {
  const { id, address, name, userId } = contact;
  const key = addressKey(address);
  await database
    .insertInto('contacts')
    .values({ id, address_key: key, address, name })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const known = await database
    .selectFrom('contacts')
    .select('id')
    .where('address_key', '=', key)
    .executeTakeFirstOrThrow();
  await database.insertInto('address_books').values({ user_id: userId, contact_id: known.id }).execute();
  return known.id;
}

/** @returns false when another contact has that address. */
export async function updateContact(
  database: Database,
  contactId: string,
  { address, name }: { address: string; name: string },
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('contacts')
    .set({ address, address_key: addressKey(address), name })
    .where('id', '=', contactId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('contacts as other')
            .select('other.id')
            .where('other.address_key', '=', addressKey(address))
            .where('other.id', '<>', contactId),
        ),
      ),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
