// Shows which mails an edit would cause, by doing it without storing it.
import type { ServerContext } from '../context.ts';
import { readSender } from '../database/senders.ts';
import type { SessionUser } from '../database/sessions.ts';
import { badInput, type Refusal } from '../refusal.ts';
import type { EventChange, Preview } from '../schemas/events.ts';
import type { Mail, MailChoice } from '../schemas/mail.ts';
import { previewHandOver } from './change-organizer.ts';
import { checkGuest } from './check-input.ts';
import {
  addGuest,
  archiveEvent,
  bringBack,
  changeEvent,
  createEvent,
  deleteEvent,
  hideEvent,
  promoteGuests,
  removeGuest,
} from './edits.ts';
import type { EventRecord } from './event-record.ts';
import { mailsOfEdit, mailsWhenSent, suggestedChoice } from './mails-of-edit.ts';
import { organizerOf } from './organizer.ts';
import { readOwnEvent } from './perform-edit.ts';

export interface EditPreview {
  mails: Mail[];
  /** The choice to begin with. */
  suggested: MailChoice;
}

/** @throws Refusal as the edit itself would. */
export async function previewEdit(context: ServerContext, preview: Preview, user: SessionUser): Promise<EditPreview> {
  const { database, clock, random } = context;
  const now = clock.now().toString();
  const { action, eventId, input = {} } = preview;
  const sender = await readSender(database, user.id, eventId ?? null);
  if (action === 'create') {
    const { subject = '', when } = input;
    if (!when) throw missing('input/when');
    const event = createEvent({ ...input, subject, when }, organizerOf(user, sender), random.uuid(), now);
    return { mails: mailsOfEdit(event, sender, user.id, now), suggested: suggestedChoice(event, now) };
  }
  if (!eventId) throw missing('eventId');
  if (action === 'changeOrganizer') {
    const { organizerUserId: successorId } = preview;
    if (!successorId) throw missing('organizerUserId');
    return { mails: await previewHandOver(context, { eventId, userId: user.id, successorId }), suggested: 'send' };
  }
  const before = await readOwnEvent(database, eventId, user.id, { now, also: 'hidden' });
  if (action === 'release') {
    const mails = mailsWhenSent(before, sender?.link ?? null, user.id, now);
    return { mails, suggested: 'send' };
  }
  const after = edited(action, before, preview, user.id, now);
  return { mails: mailsOfEdit(after, sender, user.id, now), suggested: suggestedChoice(after, now) };
}

function missing(field: string): Refusal {
  return badInput('input_invalid', field, `${field} is missing.`);
}

function edited(
  action: Exclude<Preview['action'], 'create' | 'release' | 'changeOrganizer'>,
  event: EventRecord,
  { input = {}, tellOrganizer = false }: Preview,
  userId: string,
  now: string,
): EventRecord {
  switch (action) {
    case 'update':
      return changeEvent(event, input, userId);
    case 'delete':
      return event.organizer.userId === userId ? deleteEvent(event, userId) : hideEvent(event, tellOrganizer);
    case 'archive':
      return archiveEvent(event, userId);
    case 'unarchive':
      return bringBack(event, userId);
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
