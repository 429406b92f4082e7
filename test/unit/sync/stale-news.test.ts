// Which versions and removals are older than what is known: each sign by itself is enough.
import { expect, test } from 'vitest';
import { isStaleNews, isStaleRemoval } from '../../../sync/core/stale-news.ts';
import type { Link, SeenItem, SeenVersion } from '../../../sync/index.ts';

const LINK = {
  changeKey: 'third',
  supersededKeys: ['first', 'second'],
  baseLastModified: '2026-11-24T09:00:03.0000000Z',
  lastWriteAnsweredAt: '2026-11-24T09:00:04Z',
} as Link;

function seenWith(version: Partial<SeenVersion>, roundStartedAt = '2026-11-24T09:00:05Z'): SeenItem {
  return { version, roundStartedAt } as SeenItem;
}

test.each([
  ['a version that our own write has replaced', { changeKey: 'second', lastModified: LINK.baseLastModified }, true],
  ['a version that is older than base', { changeKey: 'other', lastModified: '2026-11-24T09:00:02.9999999Z' }, true],
  ['the version of base', { changeKey: 'third', lastModified: LINK.baseLastModified }, false],
  ['a newer version', { changeKey: 'fourth', lastModified: '2026-11-24T09:00:03.0000001Z' }, false],
])('%s', (_, version, isStale) => {
  expect(isStaleNews(LINK, seenWith(version as Partial<SeenVersion>))).toBe(isStale);
});

test('a removal of a round that began before our last write was answered proves nothing', () => {
  expect(isStaleRemoval(LINK, seenWith({}, '2026-11-24T09:00:03Z'))).toBe(true);
  expect(isStaleRemoval(LINK, seenWith({}, '2026-11-24T09:00:05Z'))).toBe(false);
});
