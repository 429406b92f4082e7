// What a guest's mailbox makes of an invitation, an update or a cancellation: a copy of its own, with the guest's own fields kept.
import type { World } from '../../../core/world.ts';
import { newItemIds } from '../entry-ids.ts';
import { copyItem } from '../events/new-item.ts';
import { NEVER } from '../events/read-attendees.ts';
import { purgeItem, saveItem } from '../save-item.ts';
import { exceptionFor, followMaster } from '../series/exceptions.ts';
import { exceptionsOf, occurrenceOn } from '../series/occurrences.ts';
import type { Item, Mailbox } from '../state.ts';
import { copyIn, exceptionOn, singlesIn, wholeIn } from './copies.ts';
import { keyOf } from './guests.ts';

/** What an update means for those who have answered. */
export interface Delivery {
  /** The time or the recurrence changed: earlier answers no longer count. */
  isSignificant: boolean;
  /** The series has another pattern: its exceptions and cancelled dates are gone. */
  isNewPattern: boolean;
}

const CANCELLED_PREFIX = 'Canceled: ';
/** What a guest's copy never takes from an exception of the organizer's. */
const GUESTS_OWN = new Set(['showAs', 'categories', 'isReminderOn', 'reminderMinutesBeforeStart', 'responseStatus']);

/** Puts the organizer's version of a meeting, or of one occurrence, into a guest's mailbox. */
export function deliver(world: World, mailbox: Mailbox, item: Item, delivery: Delivery): void {
  if (item.type === 'exception') deliverOccurrence(world, mailbox, item, delivery);
  else deliverWhole(world, mailbox, item, delivery);
}

function deliverWhole(world: World, mailbox: Mailbox, item: Item, delivery: Delivery): void {
  const known = wholeIn(mailbox, item.globalId);
  const copy = guestCopy(world, mailbox, { item, known, delivery });
  copy.cancelledDates = [...item.cancelledDates];
  if (known && delivery.isNewPattern) {
    for (const exception of exceptionsOf(mailbox, known)) purgeItem(world, mailbox, exception);
  } else if (known) {
    const shown = item.cancelledDates.filter((date) => !mailbox.exceptions.get(known.id)?.has(date));
    copy.cancelledDates = [...new Set([...known.cancelledDates, ...shown])].toSorted();
  }
  // Whoever is invited to the whole series now has its occurrences there.
  for (const single of singlesIn(mailbox, item.globalId)) purgeItem(world, mailbox, single);
  saveItem(world, mailbox, copy);
  for (const exception of exceptionsOf(mailbox, copy)) {
    followMaster(exception, copy);
    saveItem(world, mailbox, exception);
  }
}

function deliverOccurrence(world: World, mailbox: Mailbox, item: Item, delivery: Delivery): void {
  const { originalStart } = item;
  const master = wholeIn(mailbox, item.globalId);
  if (!originalStart) return;
  if (!master?.recurrence) {
    const known = singlesIn(mailbox, item.globalId).find(
      (single) => copyIn(mailbox, item, { isOrganizer: false }) === single,
    );
    const single = guestCopy(world, mailbox, { item, known, delivery });
    saveItem(world, mailbox, {
      ...single,
      type: 'singleInstance',
      seriesMasterId: null,
      ownFields: known?.ownFields ?? [],
    });
    return;
  }
  const date = originalStart.toPlainDate().toString();
  master.cancelledDates = master.cancelledDates.filter((cancelled) => cancelled !== date);
  const occurrence = occurrenceOn(mailbox, master, date);
  const exception = exceptionOn(mailbox, master, originalStart) ?? (occurrence && exceptionFor(world, occurrence));
  if (!exception) return;
  const copy = guestCopy(world, mailbox, { item, known: exception, delivery });
  const given = item.ownFields.filter((name) => !GUESTS_OWN.has(name));
  const own = [...given, ...exception.ownFields, ...(delivery.isSignificant ? ['responseStatus'] : [])];
  saveItem(world, mailbox, { ...copy, seriesMasterId: master.id, ownFields: [...new Set(own)] });
}

/** The organizer's item as the guest has it: answer, reminder and categories are the guest's, and show-as once chosen. */
function guestCopy(
  world: World,
  mailbox: Mailbox,
  { item, known, delivery }: { item: Item; known: Item | undefined; delivery: Delivery },
): Item {
  const copy = copyItem(item);
  const { properties } = copy;
  const own = known?.properties;
  const isAnswered = own !== undefined && !own.isCancelled && !delivery.isSignificant;
  properties.responseStatus = isAnswered ? own.responseStatus : { response: 'notResponded', time: NEVER };
  properties.categories = own?.categories ?? [];
  properties.isReminderOn = own?.isReminderOn ?? item.properties.isReminderOn;
  properties.reminderMinutesBeforeStart = own?.reminderMinutesBeforeStart ?? item.properties.reminderMinutesBeforeStart;
  properties.showAs =
    own && known?.ownFields.includes('showAs')
      ? own.showAs
      : shownAs(properties.responseStatus.response, item.properties.showAs);
  properties.transactionId = null;
  properties.attendees = attendeesFor(mailbox, item);
  return {
    ...copy,
    ...(known ? { id: known.id, restId: known.restId } : newItemIds(mailbox.ids)),
    calendarId: known?.calendarId ?? mailbox.calendars.find(({ isDefault }) => isDefault)?.id ?? '',
    isOrganizer: false,
    extendedProperties: known?.extendedProperties ?? [],
    multiValueProperties: known?.multiValueProperties ?? [],
    extensions: known?.extensions ?? [],
    created: known?.created ?? world.clock.now(),
    ownFields: known?.ownFields ?? [],
    invited: [],
    intendedShowAs: item.properties.showAs,
    reminder: known?.reminder ?? { snoozedUntil: null, isDismissed: false },
  };
}

/** Tentative until the guest accepts what the organizer meant (MS-OXOCAL); what was meant as free is free at once. */
export function shownAs(response: string, intended: string): string {
  if (intended === 'free') return 'free';
  return response === 'accepted' ? intended : 'tentative';
}

/** A guest doesn't see the others' answers, nor, where the organizer hides them, the others. */
function attendeesFor(mailbox: Mailbox, item: Item): Item['properties']['attendees'] {
  const { attendees, hideAttendees } = item.properties;
  const seen = hideAttendees
    ? attendees.filter(({ emailAddress }) => keyOf(emailAddress.address) === keyOf(mailbox.owner.mail))
    : attendees;
  return seen.map(({ type, emailAddress }) => ({ type, status: { response: 'none', time: NEVER }, emailAddress }));
}

/** Marks a meeting, or one occurrence, as cancelled: it stays in the guest's calendar until the guest removes it. */
export function cancelCopy(world: World, mailbox: Mailbox, item: Item): void {
  if (item.type !== 'exception') {
    const whole = wholeIn(mailbox, item.globalId);
    if (!whole) return;
    for (const exception of exceptionsOf(mailbox, whole)) markCancelled(world, mailbox, exception);
    markCancelled(world, mailbox, whole);
    return;
  }
  const master = wholeIn(mailbox, item.globalId);
  const known = copyIn(mailbox, item, { isOrganizer: false });
  const date = item.originalStart?.toPlainDate().toString();
  const occurrence = master && date !== undefined ? occurrenceOn(mailbox, master, date) : null;
  const copy = known ?? (occurrence && exceptionFor(world, occurrence));
  if (copy) markCancelled(world, mailbox, copy);
}

function markCancelled(world: World, mailbox: Mailbox, item: Item): void {
  if (item.properties.isCancelled) return;
  item.properties.isCancelled = true;
  item.properties.subject = `${CANCELLED_PREFIX}${item.properties.subject ?? ''}`;
  item.properties.showAs = 'free';
  saveItem(world, mailbox, item);
}
