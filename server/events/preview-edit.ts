// Shows which mails an edit would cause, by doing it without storing it.
import type { ServerContext } from '../context.ts';
import { readSender } from '../database/senders.ts';
import type { SessionUser } from '../database/sessions.ts';
import { badInput } from '../refusal.ts';
import type { EventChange, Preview } from '../schemas/events.ts';
import type { Mail } from '../schemas/mail.ts';
import { checkGuest } from './check-input.ts';
import {
  addGuest,
  archiveEvent,
  changeEvent,
  createEvent,
  deleteEvent,
  hideEvent,
  promoteGuests,
  removeGuest,
  unarchiveEvent,
} from './edits.ts';
import type { EventRecord } from './event-record.ts';
import { mailsOfEdit, mailsWhenSent } from './mails-of-edit.ts';
import { organizerOf } from './organizer.ts';
import { readOwnEvent } from './perform-edit.ts';

/** @throws Refusal as the edit itself would. */
export async function previewEdit(context: ServerContext, preview: Preview, user: SessionUser): Promise<Mail[]> {
  const { database, clock, random } = context;
  const now = clock.now().toString();
  const { action, eventId, input = {} } = preview;
  const sender = await readSender(database, user.id, eventId ?? null);
  if (action === 'create') {
    const { subject = '', when } = input;
    if (!when) throw badInput('input_invalid', 'input/when', 'input/when is missing.');
    const event = createEvent({ ...input, subject, when }, organizerOf(user, sender), random.uuid(), now);
    return mailsOfEdit(event, sender, user.id, now);
  }
  if (!eventId) throw badInput('input_invalid', 'eventId', 'eventId is missing.');
  const before = await readOwnEvent(database, eventId, user.id, { now });
  if (action === 'release') return mailsWhenSent(before, sender?.link ?? null, user.id, now);
  return mailsOfEdit(edited(action, before, input, user.id, now), sender, user.id, now);
}

function edited(
  action: Exclude<Preview['action'], 'create' | 'release'>,
  event: EventRecord,
  input: EventChange,
  userId: string,
  now: string,
): EventRecord {
  switch (action) {
    case 'update':
      return changeEvent(event, input, userId);
    case 'delete':
      return event.organizer.userId === userId ? deleteEvent(event, userId) : hideEvent(event);
    case 'archive':
      return archiveEvent(event, userId);
    case 'unarchive':
      return unarchiveEvent(event, userId);
    case 'addAttendee':
      return addGuest(event, checkGuest(guestIn(input), 'input/guests/0/address'), userId);
    case 'removeAttendee':
      return removeGuest(event, guestIn(input).address, userId);
    case 'sendInvitations':
      return promoteGuests(event, userId, now);
  }
}

function guestIn({ guests }: EventChange): NonNullable<EventChange['guests']>[number] {
  const guest = guests?.[0];
  if (!guest) throw badInput('input_invalid', 'input/guests', 'input/guests needs one guest.');
  return guest;
}
