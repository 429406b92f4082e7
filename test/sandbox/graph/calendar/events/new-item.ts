// An item with Microsoft's defaults (user-post-events), and copies of items that can be changed without changing them.
import { Temporal } from 'temporal-polyfill';
import type { World } from '../../../core/world.ts';
import { newItemIds } from '../entry-ids.ts';
import { newGlobalId } from '../global-ids.ts';
import type { Item, ItemProperties, Mailbox } from '../state.ts';
import { NEVER } from './read-attendees.ts';

const DEFAULT_REMINDER_MINUTES = 15;

/** An item that is nowhere yet: `saveItem` puts it into the mailbox. */
export function newItem(world: World, mailbox: Mailbox, calendarId: string): Item {
  const now = world.clock.now();
  const start = Temporal.PlainDateTime.from('2000-01-01T00:00');
  return {
    ...newItemIds(mailbox.ids),
    calendarId,
    globalId: newGlobalId(world),
    type: 'singleInstance',
    seriesMasterId: null,
    originalStart: null,
    start,
    end: start,
    zone: 'UTC',
    zoneName: 'UTC',
    endZoneName: 'UTC',
    recurrence: null,
    cancelledDates: [],
    isOrganizer: true,
    organizer: { name: mailbox.owner.displayName, address: mailbox.owner.mail },
    properties: defaultProperties(),
    extendedProperties: [],
    multiValueProperties: [],
    extensions: [],
    attachments: [],
    created: now,
    modified: now,
    version: 0,
    isDeleted: false,
    ownFields: [],
    invited: [],
    intendedShowAs: 'busy',
    reminder: { snoozedUntil: null, isDismissed: false },
  };
}

function defaultProperties(): ItemProperties {
  return {
    subject: '',
    body: { contentType: 'html', content: '' },
    importance: 'normal',
    sensitivity: 'normal',
    showAs: 'busy',
    categories: [],
    isAllDay: false,
    isCancelled: false,
    isReminderOn: true,
    reminderMinutesBeforeStart: DEFAULT_REMINDER_MINUTES,
    responseRequested: true,
    allowNewTimeProposals: true,
    hideAttendees: false,
    isDraft: false,
    isOnlineMeeting: false,
    onlineMeetingProvider: 'unknown',
    joinUrl: null,
    locations: [],
    attendees: [],
    responseStatus: { response: 'organizer', time: NEVER },
    transactionId: null,
  };
}

/** A copy whose plain parts are its own; Temporal values and recurrences are never changed, and shared. */
export function copyItem(item: Item): Item {
  return {
    ...item,
    properties: structuredClone(item.properties),
    cancelledDates: [...item.cancelledDates],
    ownFields: [...item.ownFields],
    invited: [...item.invited],
    extendedProperties: structuredClone(item.extendedProperties),
    multiValueProperties: structuredClone(item.multiValueProperties),
    extensions: structuredClone(item.extensions),
    attachments: [...item.attachments],
  };
}
