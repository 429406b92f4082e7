// Categories over HTTP: names come from events, colours from each user's own table.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CATEGORY_COLORS } from '../../graph/models/category.ts';
import type { HttpSession } from '../support/http-session.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

let server: RunningServer;
let ada: HttpSession;
let bo: HttpSession;

beforeAll(async () => {
  server = await startServer();
  const administrator = await server.setUp();
  ada = await server.signInAs(administrator, 'ada@calendar.example');
  bo = await server.signInAs(administrator, 'bo@calendar.example');
});
afterAll(() => server.close());

const categoriesOf = (user: HttpSession) => user.call('GET', '/api/categories');

test('a name that stands on an event is listed without a colour until it gets one, for its user alone', async () => {
  const when = { start: '2026-11-27T10:00', end: '2026-11-27T11:00', zone: 'Europe/Berlin', isAllDay: false };
  await ada.call('POST', '/api/events', { subject: 'Plan', when, categories: ['Work', 'Blue'] });
  expect(await categoriesOf(ada)).toEqual({
    categories: [
      { name: 'Blue', color: null },
      { name: 'Work', color: null },
    ],
  });
  const categories = [
    { name: 'Work', color: 'preset7' },
    { name: 'Travel', color: 'preset24' },
  ];
  expect(await ada.call('PUT', '/api/categories', { categories })).toEqual({
    categories: [{ name: 'Blue', color: null }, ...categories.toReversed()],
  });
  expect(await categoriesOf(bo)).toEqual({ categories: [] });
});

test('each of the 25 colours can be given, and no other', async () => {
  const categories = CATEGORY_COLORS.map((color) => ({ name: color, color }));
  expect(categories).toHaveLength(25);
  await bo.call('PUT', '/api/categories', { categories });
  expect(await categoriesOf(bo)).toEqual({ categories: categories.toSorted((a, b) => (a.name < b.name ? -1 : 1)) });
  const body = { categories: [{ name: 'Odd', color: 'mauve' }] };
  expect(await bo.request('PUT', '/api/categories', { body })).toMatchObject({ status: 400 });
});

test('a category that is listed twice is refused', async () => {
  const body = { categories: [1, 2].map((number) => ({ name: 'Work', color: `preset${number}` })) };
  expect(await bo.request('PUT', '/api/categories', { body })).toMatchObject({
    status: 400,
    json: { error: { code: 'category_twice', field: 'categories/1/name' } },
  });
});
