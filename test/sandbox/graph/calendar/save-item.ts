// The writers of a mailbox: items are stored, moved and purged here alone, so that indexes, log and listeners keep in step.
import type { ItemChange, World } from '../../core/world.ts';
import { newItemIds, newRestId, occurrenceEntryId } from './entry-ids.ts';
import type { Item, Mailbox } from './state.ts';

/** An item's history, for a delta that delivers the version before the newest. */
const VERSIONS_MAX = 2;

/** Stores a new version of an item, keeps the indexes, and writes the log. A change of an exception is one of its series. */
export function saveItem(world: World, mailbox: Mailbox, item: Item): void {
  const before = mailbox.versions.get(item.id)?.at(-1);
  write(world, mailbox, item);
  const master = item.seriesMasterId === null ? undefined : mailbox.items.get(item.seriesMasterId);
  if (master) write(world, mailbox, master);
  const changed = master ?? item;
  const changeType = before === undefined && !master ? 'created' : item.isDeleted && !master ? 'deleted' : 'updated';
  // Whoever reads the folder that an item has left knows it by the default id that it had there.
  const left = before && !master && before.restId !== changed.restId ? before : null;
  announce(world, mailbox, {
    item: changed,
    restId: left && changed.isDeleted ? left.restId : changed.restId,
    changeType,
  });
  if (left && !changed.isDeleted) record(world, mailbox, left);
}

/** Moves an item, with its exceptions, to another folder: new default ids, the same immutable ones. */
export function moveItem(
  world: World,
  mailbox: Mailbox,
  item: Item,
  to: { calendarId: string } | 'deletedItems',
): void {
  renumber(mailbox, item, newRestId(mailbox.ids));
  for (const exceptionId of mailbox.exceptions.get(item.id)?.values() ?? []) {
    const exception = mailbox.items.get(exceptionId);
    if (!exception?.originalStart) continue;
    renumber(mailbox, exception, occurrenceEntryId(item.restId, exception.originalStart.toPlainDate().toString()));
    if (to === 'deletedItems') exception.isDeleted = true;
    else exception.calendarId = to.calendarId;
  }
  if (to === 'deletedItems') item.isDeleted = true;
  else item.calendarId = to.calendarId;
  saveItem(world, mailbox, item);
}

/** Takes an item out of the mailbox for good; an exception's series has changed then, and is saved by the caller. */
export function purgeItem(world: World, mailbox: Mailbox, item: Item): void {
  for (const exceptionId of mailbox.exceptions.get(item.id)?.values() ?? []) {
    const exception = mailbox.items.get(exceptionId);
    if (exception) forget(mailbox, exception);
  }
  forget(mailbox, item);
  if (item.seriesMasterId === null) announce(world, mailbox, { item, restId: item.restId, changeType: 'deleted' });
}

/** Archives an item and imports it again: it and its exceptions get new ids of both kinds, and nothing answers to the old ones. */
export function reimportItem(world: World, mailbox: Mailbox, item: Item): void {
  const exceptions = [...(mailbox.exceptions.get(item.id)?.values() ?? [])].flatMap(
    (id) => mailbox.items.get(id) ?? [],
  );
  purgeItem(world, mailbox, item);
  const ids = newItemIds(mailbox.ids);
  saveItem(world, mailbox, { ...item, ...ids });
  for (const exception of exceptions) {
    const date = exception.originalStart?.toPlainDate().toString() ?? '';
    const [id, restId] = [occurrenceEntryId(ids.id, date), occurrenceEntryId(ids.restId, date)];
    saveItem(world, mailbox, { ...exception, id, restId, seriesMasterId: ids.id });
  }
}

function write(world: World, mailbox: Mailbox, item: Item): void {
  mailbox.changes += 1;
  item.version = mailbox.changes;
  item.modified = world.clock.now();
  mailbox.items.set(item.id, item);
  mailbox.byRestId.set(item.restId, item.id);
  if (item.seriesMasterId === null) entryOf(mailbox.byGlobalId, item.globalId, () => new Set<string>()).add(item.id);
  else if (item.originalStart)
    entryOf(mailbox.exceptions, item.seriesMasterId, () => new Map<string, string>()).set(
      item.originalStart.toPlainDate().toString(),
      item.id,
    );
  const versions = entryOf(mailbox.versions, item.id, (): Item[] => []);
  versions.push({ ...item, properties: structuredClone(item.properties) });
  if (versions.length > VERSIONS_MAX) versions.shift();
}

function announce(
  world: World,
  mailbox: Mailbox,
  change: { item: Item; restId: string; changeType: ItemChange['changeType'] },
): void {
  const { item, restId, changeType } = change;
  record(world, mailbox, { ...item, restId });
  const told = { userId: mailbox.owner.id, itemId: item.id, calendarId: item.calendarId, changeType };
  for (const listener of world.listeners) listener(told);
}

function record(world: World, mailbox: Mailbox, { id, restId, calendarId }: Item): void {
  mailbox.log.push({ itemId: id, restId, calendarId, at: world.clock.now().epochMilliseconds });
}

function renumber(mailbox: Mailbox, item: Item, restId: string): void {
  mailbox.byRestId.delete(item.restId);
  item.restId = restId;
  mailbox.byRestId.set(restId, item.id);
}

function forget(mailbox: Mailbox, item: Item): void {
  mailbox.items.delete(item.id);
  mailbox.byRestId.delete(item.restId);
  mailbox.versions.delete(item.id);
  mailbox.exceptions.delete(item.id);
  mailbox.byGlobalId.get(item.globalId)?.delete(item.id);
  if (item.seriesMasterId !== null && item.originalStart)
    mailbox.exceptions.get(item.seriesMasterId)?.delete(item.originalStart.toPlainDate().toString());
}

function entryOf<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
