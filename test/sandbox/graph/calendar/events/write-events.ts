// Events are made, changed and removed: by POST, PATCH, DELETE and permanentDelete.
import { emptyAnswer, type SandboxAnswer } from '../../../core/http.ts';
import type { World } from '../../../core/world.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import { calendarOf, readMailbox } from '../calendars/calendar-of.ts';
import { cancelForAll, saveChange, saveNew } from '../meetings/meetings.ts';
import { moveItem, purgeItem, saveItem } from '../save-item.ts';
import { cancelOccurrence, checkBoundary, ownFieldsOf } from '../series/exceptions.ts';
import type { Item, Mailbox } from '../state.ts';
import { eventAnswer } from './event-answers.ts';
import { applyBody, readBody } from './event-input.ts';
import { type EventBody, OWN_PROPERTIES } from './event-schema.ts';
import { copyItem, newItem } from './new-item.ts';
import { invalidProperty } from './read-values.ts';
import { checkVersion, itemOf, resolveEvent } from './resolve-event.ts';

export function create(call: GraphCall): SandboxAnswer {
  const { world } = call;
  const mailbox = readMailbox(call);
  const calendar = calendarOf(call, mailbox);
  const body = readBody(call.body);
  const repeated = repeatedTransaction(world, mailbox, body);
  if (repeated) return eventAnswer(call, mailbox, { item: repeated, occurrence: null }, 201);
  if (body.start === undefined || body.end === undefined) throw invalidProperty();
  const item = newItem(world, mailbox, calendar.id);
  applyBody(item, body);
  if (call.fault?.losesExtensions) item.extensions = [];
  const { properties } = item;
  properties.isDraft = properties.isDraft && world.settings.draftCreate === 'honoured';
  saveNew(world, mailbox, item);
  if (properties.transactionId) mailbox.transactions.set(properties.transactionId, item.id);
  return eventAnswer(call, mailbox, { item, occurrence: null }, 201);
}

/** The live item that an earlier POST with the same transactionId made. */
function repeatedTransaction(world: World, mailbox: Mailbox, { transactionId }: EventBody): Item | null {
  const itemId = typeof transactionId === 'string' ? mailbox.transactions.get(transactionId) : undefined;
  const item = mailbox.items.get(itemId ?? '');
  if (!item || item.isDeleted) return null;
  if (world.settings.repeatedTransaction === 201) return item;
  throw new GraphRefusal(
    409,
    'ErrorDuplicateTransactionId',
    'Your request can’t be completed. The TransactionId is already used for another event.',
  );
}

export function update(call: GraphCall): SandboxAnswer {
  const { world } = call;
  const mailbox = readMailbox(call);
  const target = resolveEvent(call, mailbox);
  checkVersion(call, target);
  const body = readBody(call.body);
  const names = Object.keys(body);
  if (names.length === 0) return eventAnswer(call, mailbox, target, 200);
  const item = itemOf(call, target);
  const before = copyItem(item);
  const changed = copyItem(item);
  applyBody(changed, body);
  const becomesDraft = changed.properties.isDraft && !before.properties.isDraft;
  if (becomesDraft && world.settings.draftUpdate === 'ignored') changed.properties.isDraft = false;
  const master = item.seriesMasterId === null ? undefined : mailbox.items.get(item.seriesMasterId);
  if (master && (body.start !== undefined || body.end !== undefined)) checkBoundary(mailbox, master, changed);
  changed.ownFields =
    item.isOrganizer && master
      ? ownFieldsOf(changed, master)
      : [...new Set([...changed.ownFields, ...names.filter((name) => OWN_PROPERTIES.has(name))])];
  Object.assign(item, changed);
  saveChange(world, mailbox, item, { before, names });
  return eventAnswer(call, mailbox, { item, occurrence: null }, 200);
}

export function remove(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const target = resolveEvent(call, mailbox);
  checkVersion(call, target);
  takeAway(call.world, mailbox, itemOf(call, target));
  return emptyAnswer(204);
}

/** Cancels for the guests, and takes the item out: an occurrence with its date, anything else into Deleted Items. */
export function takeAway(world: World, mailbox: Mailbox, item: Item, comment?: string): void {
  cancelForAll(world, mailbox, item, comment);
  const master = item.seriesMasterId === null ? undefined : mailbox.items.get(item.seriesMasterId);
  if (master && item.originalStart)
    cancelOccurrence(world, mailbox, master, item.originalStart.toPlainDate().toString());
  else moveItem(world, mailbox, item, 'deletedItems');
}

/** Past Deleted Items; whether the guests hear of it is a setting, for nothing is documented. */
export function removeForGood(call: GraphCall): SandboxAnswer {
  const { world } = call;
  const mailbox = readMailbox(call);
  const item = itemOf(call, resolveEvent(call, mailbox));
  if (world.settings.mailOnPermanentDelete) cancelForAll(world, mailbox, item);
  const master = item.seriesMasterId === null ? undefined : mailbox.items.get(item.seriesMasterId);
  if (master && item.originalStart)
    cancelOccurrence(world, mailbox, master, item.originalStart.toPlainDate().toString());
  else purgeItem(world, mailbox, item);
  return emptyAnswer(204);
}

/** A reminder is put off or done with; of an occurrence, that of its series. */
export function setReminder(call: GraphCall, reminder: (item: Item) => Item['reminder']): SandboxAnswer {
  const mailbox = readMailbox(call);
  const { item, occurrence } = resolveEvent(call, mailbox);
  const owner = item ?? occurrence.master;
  owner.reminder = reminder(owner);
  saveItem(call.world, mailbox, owner);
  return emptyAnswer(200);
}
