// What the in-memory store lists as open for one mailbox: links with news, unlinked items, unlinked events.
import { calendarFacts, linkId, type RunMailbox, type Subject } from '../../sync/index.ts';
import { type StoredEvent, viewOf } from './memory-events.ts';
import type { StoredLink, StoredSeen, MemoryTables as Tables } from './memory-tables.ts';

/** In a stable order: links, items, events. */
export function listSubjects(tables: Tables, mailbox: RunMailbox): Subject[] {
  const own = [...tables.links.values()].filter((link) => link.mailboxId === mailbox.id);
  return [
    ...openLinks(tables, mailbox, own),
    ...unlinkedItems(tables, mailbox, own),
    ...unlinkedEvents(tables, mailbox, own),
  ];
}

/** The key of a seen item. */
export function seenKey(mailboxId: string, calendarId: string, graphId: string): string {
  return [mailboxId, calendarId, graphId].join('|');
}

function openLinks(tables: Tables, mailbox: RunMailbox, own: readonly StoredLink[]): Subject[] {
  return newestLinks(own).flatMap((link) => {
    const event = tables.events.get(link.eventId);
    const item =
      link.graphId === null ? undefined : tables.seen.get(seenKey(mailbox.id, link.calendarId, link.graphId));
    const isUnfinished = link.graphId === null && (link.state === 'live' || link.state === 'quiet');
    const isSettled = event?.version === link.settledVersion && item?.isSettled !== false && !isUnfinished;
    if (isSettled) return [];
    return [subjectFor(tables, mailbox, link.calendarId, { event, link, item })];
  });
}

function newestLinks(links: readonly StoredLink[]): StoredLink[] {
  const newest = new Map<string, StoredLink>();
  for (const link of links) {
    const known = newest.get(link.eventId);
    if (!known || link.generation > known.generation) newest.set(link.eventId, link);
  }
  return [...newest.values()];
}

function unlinkedItems(tables: Tables, mailbox: RunMailbox, own: readonly StoredLink[]): Subject[] {
  const linked = new Set(own.map((link) => `${link.calendarId}|${link.graphId}`));
  const calendars = new Set(mailbox.calendars.map(({ id }) => id));
  return [...tables.seen.values()]
    .filter(
      (item) => calendars.has(item.calendarId) && !item.isSettled && !linked.has(`${item.calendarId}|${item.graphId}`),
    )
    .map((item) => subjectFor(tables, mailbox, item.calendarId, { item }));
}

function unlinkedEvents(tables: Tables, mailbox: RunMailbox, own: readonly StoredLink[]): Subject[] {
  const calendar = mailbox.calendars.find((candidate) => candidate.isDefault);
  const linked = new Set(own.map((link) => link.eventId));
  return [...tables.events.values()].flatMap((event) => {
    const isMine = event.organizerUserId === mailbox.userId && event.status === 'live';
    return isMine && calendar && !linked.has(event.id) ? [subjectFor(tables, mailbox, calendar.id, { event })] : [];
  });
}

function subjectFor(
  tables: Tables,
  mailbox: RunMailbox,
  calendarId: string,
  { event, link, item }: { event?: StoredEvent | undefined; link?: StoredLink; item?: StoredSeen | undefined },
): Subject {
  const join = link || event ? undefined : joinFor(tables, item);
  const ofEvent = event ?? join?.event;
  const ties = [...tables.links.values()].filter((other) => ofEvent && other.eventId === ofEvent.id);
  const ownLink = join ? newestLinks(ties.filter((tie) => tie.mailboxId === mailbox.id))[0] : undefined;
  return {
    event: event ? viewOf(event, mailbox.userId) : null,
    link: link ? { ...link } : null,
    seen: item ? { ...item } : null,
    calendarId,
    ...calendarFacts(mailbox.calendars.find((candidate) => candidate.id === calendarId)),
    otherLinks: ties
      .filter((tie) => tie.mailboxId !== mailbox.id && tie.state !== 'retired' && tie.state !== 'left')
      .map(({ mailboxId, isOrganizer, graphId, iCalUId, linkedAt }) => ({
        mailboxId,
        isOrganizer,
        graphId,
        iCalUId,
        linkedAt,
      })),
    linkedAt: link?.linkedAt ?? null,
    joinEvent: join ? viewOf(join.event, mailbox.userId) : null,
    joinIsRetired: join?.isRetired ?? false,
    ownLink: ownLink ? { ...ownLink } : null,
  };
}

/** The event that a link of any mailbox, or of an earlier connection, ties to the same iCalUId. */
function joinFor(tables: Tables, item: StoredSeen | undefined): { event: StoredEvent; isRetired: boolean } | undefined {
  const iCalUId = item?.version?.iCalUId;
  if (!iCalUId) return undefined;
  const ties = [...tables.links.values()]
    .filter((link) => link.iCalUId === iCalUId)
    .map(({ eventId, state }) => ({ eventId, isRetired: state === 'retired' }));
  const all = [...ties, ...tables.earlier.filter((tie) => tie.iCalUId === iCalUId)];
  const chosen = all.find((tie) => !tie.isRetired) ?? all[0];
  const event = tables.events.get(chosen?.eventId ?? '');
  return event && chosen && { event, isRetired: chosen.isRetired };
}

/** Whether some link ties an event to this meeting already. */
export function isTied({ links }: Pick<Tables, 'links'>, iCalUId: string): boolean {
  return [...links.values()].some((link) => link.iCalUId === iCalUId);
}

/** Forgets a mailbox's links and what it has seen, as when its connection ends; which event was which meeting stays. */
export function forgetMailbox({ links, seen, earlier }: Tables, mailboxId: string): void {
  for (const link of links.values()) {
    if (link.mailboxId !== mailboxId) continue;
    links.delete(linkId(link));
    if (link.iCalUId !== null) {
      earlier.push({ eventId: link.eventId, iCalUId: link.iCalUId, isRetired: link.state === 'retired' });
    }
  }
  for (const key of seen.keys()) if (key.startsWith(`${mailboxId}|`)) seen.delete(key);
}
