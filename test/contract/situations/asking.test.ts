// Situations of asking Outlook for news; the numbers are those of the map in test/README.md.
import { expect, test } from 'vitest';
import { createOfficeWorld, type OfficeWorld } from '../../support/office-world.ts';

test('94: a removal of something that nobody here ever knew changes nothing', async () => {
  const office = createOfficeWorld();
  const { ada } = office;
  await ada.connect();
  const { id } = await ada.create({ subject: 'Gone at once' });
  await ada.graph('DELETE', `/me/events/${id}`);
  const before = office.store.events.size;
  expect(await ada.sync()).toMatchObject({ outcome: 'done', failed: 0 });
  expect(office.store.events.size).toBe(before);
});

test('101: a first round asks for a year back and two years ahead, from the start of the day', async () => {
  const office = createOfficeWorld();
  await office.ada.connect();
  const [first] = rounds(office);
  expect(first?.searchParams.get('startDateTime')).toBe('2025-11-24T00:00:00Z');
  expect(first?.searchParams.get('endDateTime')).toBe('2028-11-23T00:00:00Z');
});

test('102: the next one goes on from the link that the first one ended with, without a window', async () => {
  const office = createOfficeWorld();
  await office.ada.connect();
  const before = rounds(office).length;
  await office.ada.sync();
  const [next, ...others] = rounds(office).slice(before);
  expect(others).toEqual([]);
  expect([...(next?.searchParams.keys() ?? [])].map((name) => name.toLowerCase())).toEqual(['$deltatoken']);
});

/** The delta requests that Graph received, in their order. */
function rounds({ sandbox }: OfficeWorld): URL[] {
  const { ledger } = sandbox.world();
  return ledger
    .filter(({ path }) => path.includes('/calendarView/delta'))
    .map(({ path }) => new URL(path, 'https://graph.microsoft.com'));
}
