// Whether a delivered version is older than what is already known. It orders versions of one server, and never picks a winner.
import { isEarlier } from './instants.ts';
import type { Link } from './link.ts';
import type { SeenItem, SeenVersion } from './seen.ts';

/**
 * Delta answers lag behind writes and replay old pages. A version is stale when one of our own writes has replaced its
 * key, or when the server modified it before the version that base stands for.
 */
export function isStaleNews(link: Link, seen: SeenItem): boolean {
  const version = seen.version;
  if (version === null) return false;
  if (link.supersededKeys.includes(version.changeKey)) return true;
  if (version.changeKey === link.changeKey || link.baseLastModified === null) return false;
  return isEarlier(version.lastModified, link.baseLastModified);
}

/** The delivered version, where it is news; null when base still stands, or when the item was named as removed. */
export function newsOf(link: Link, seen: SeenItem | null): SeenVersion | null {
  return seen === null || seen.removedHint || isStaleNews(link, seen) ? null : seen.version;
}

/** Whether a removal was heard in a round that began before our last write to the item was answered: it proves nothing. */
export function isStaleRemoval(link: Link, seen: SeenItem): boolean {
  return link.lastWriteAnsweredAt !== null && isEarlier(seen.roundStartedAt, link.lastWriteAnsweredAt);
}

/**
 * Whether the item of a retired link is delivered alive after its deletion: its deletion was seen, or our own was answered
 * before that round began, and this is another version than the one that was deleted. A look-up tells whether it is true.
 */
export function isSaidToBeBack(link: Link, seen: SeenItem): boolean {
  const { version, removedHint, proof, deletionSeen, roundStartedAt } = seen;
  if (version === null || removedHint || proof !== null || isStaleNews(link, seen)) return false;
  if (deletionSeen) return true;
  if (!link.isOrganizer || link.lastWriteAnsweredAt === null) return false;
  return !isEarlier(roundStartedAt, link.lastWriteAnsweredAt) && version.changeKey !== link.changeKey;
}
