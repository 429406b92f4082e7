// Query options on lists of events but for $filter: order, selection, pages, expansion, and what is refused.
import { beforeAll, describe, expect, test } from 'vitest';
import { at, openQueries, type Page, PROPERTY, query, subjects } from './odata-world.ts';
import type { GraphUser } from './sandbox-client.ts';

let ada: GraphUser;
let list = '';
beforeAll(async () => {
  ({ ada, list } = await openQueries());
});

describe('$orderby', () => {
  test.each([
    ['start/dateTime desc', ['Echo', 'Delta alpha', "Charlie's", 'bravo', 'Alpha']],
    ['subject', ['Alpha', 'bravo', "Charlie's", 'Delta alpha', 'Echo']],
    ['reminderMinutesBeforeStart desc, subject desc', ["Charlie's", 'Echo', 'Delta alpha', 'bravo', 'Alpha']],
    ['isReminderOn asc,start/dateTime asc', ['bravo', 'Alpha', "Charlie's", 'Delta alpha', 'Echo']],
  ])('%s', async (order, expected) => {
    const { body } = await ada.get<Page>(`${list}?${query({ $orderby: order })}`);
    expect(subjects(body)).toEqual(expected);
  });

  test.each(['nothing', 'start', 'attendees', 'subject up', 'subject,', "startsWith(subject,'a')"])(
    '%s is refused',
    async (order) => {
      const { status, body } = await ada.get(`${list}?${query({ $orderby: order })}`);
      expect([status, body]).toMatchObject([400, { error: { code: 'BadRequest' } }]);
    },
  );
});

describe('$select', () => {
  test('leaves what was named, the id and the etag, and says so in the context', async () => {
    const { body } = await ada.get<Page>(`${list}?$select=Subject, start&$top=1`);
    expect(Object.keys(body.value[0] ?? {})).toEqual(['@odata.etag', 'id', 'subject', 'start']);
    expect(body['@odata.context']).toMatch(/\/events\(subject,start\)$/);
  });

  test('of one event, the context ends with the entity', async () => {
    const { body: all } = await ada.get<Page>(list);
    const { body } = await ada.get(`/me/events/${String(all.value[0]?.id)}?$select=subject`);
    expect(body['@odata.context']).toMatch(/#users\('[\da-f-]{36}'\)\/events\(subject\)\/\$entity$/);
    expect(Object.keys(body).filter((name) => !name.includes('@'))).toEqual(['id', 'subject']);
  });

  test('* is everything', async () => {
    const { body: all } = await ada.get<Page>(`${list}?$top=1`);
    const { body } = await ada.get<Page>(`${list}?$select=*&$top=1`);
    expect(body.value).toEqual(all.value);
  });

  test('an unknown property is refused', async () => {
    const { status, body } = await ada.get(`${list}?$select=subject,colour`);
    expect([status, body]).toMatchObject([
      400,
      {
        error: {
          code: 'BadRequest',
          message:
            "Parsing OData Select and Expand failed: Could not find a property named 'colour' on type 'microsoft.graph.event'.",
        },
      },
    ]);
  });
});

describe('paging', () => {
  test('follows nextLinks to the end, each with the query as it came', async () => {
    const seen: unknown[] = [];
    let next: string | undefined = `${list}?$orderby=subject%20desc&$select=subject&$top=2`;
    const links: string[] = [];
    while (next !== undefined) {
      const page: { body: Page } = await ada.get<Page>(next);
      seen.push(...subjects(page.body));
      next = page.body['@odata.nextLink'];
      if (next) links.push(new URL(next).search);
    }
    expect(seen).toEqual(['Echo', 'Delta alpha', "Charlie's", 'bravo', 'Alpha']);
    expect(links).toEqual([
      '?$orderby=subject%20desc&$select=subject&$top=2&$skip=2',
      '?$orderby=subject%20desc&$select=subject&$top=2&$skip=4',
    ]);
  });

  test('a page holds ten unless something else is asked for', async () => {
    const { body: calendar } = await ada.post<{ id: string }>('/me/calendars', { name: 'Many' });
    const path = `/me/calendars/${calendar.id}/events`;
    for (let day = 1; day <= 12; day += 1) {
      await ada.post(path, { subject: `${day}`, start: at(10, '09'), end: at(10, '10') });
    }
    const { body } = await ada.get<Page>(path);
    expect(body.value).toHaveLength(10);
    expect((await ada.get<Page>(String(body['@odata.nextLink']))).body.value).toHaveLength(2);
    const hinted = await ada.get<Page>(path, { prefer: 'odata.maxpagesize=7' });
    expect(hinted.body.value).toHaveLength(7);
    expect(hinted.headers['preference-applied']).toBe('odata.maxpagesize=7');
    expect((await ada.get<Page>(`${path}?$top=1000`)).body.value).toHaveLength(12);
    expect((await ada.get<Page>(`${path}?$top=5000000`)).body.value).toHaveLength(12);
    expect((await ada.get<Page>(`${path}?$skip=11`)).body.value).toHaveLength(1);
    expect((await ada.get<Page>(`${path}?$skip=50`)).body.value).toEqual([]);
  });

  test('$count counts all that the filter lets through, on every page; the segment answers with the number', async () => {
    const { body } = await ada.get<Page>(
      `${list}?$count=true&$top=1&${query({ $filter: "contains(subject,'alpha')" })}`,
    );
    expect(body['@odata.count']).toBe(2);
    const counted = await ada.get(`${list}/$count`);
    expect([counted.status, counted.text]).toEqual([200, '5']);
    expect(counted.headers['content-type']).toMatch(/^text\/plain/);
    expect((await ada.get(`${list}/$count?${query({ $filter: "subject eq 'Echo'" })}`)).text).toBe('1');
  });

  test.each([
    '$top=0',
    '$top=-1',
    '$top=ten',
    '$top=1.5',
    '$skip=-1',
    '$skip=x',
    '$count=yes',
    '$top=',
    '$top=1&$top=2',
  ])('%s is refused', async (option) => {
    expect((await ada.get(`${list}?${option}`)).status).toBe(400);
  });
});

describe('options', () => {
  test.each(['$sort=subject', '$isOnlineMeeting=true', '$search="x"', '$apply=x', '$skiptoken=x'])(
    '%s is refused',
    async (option) => {
      const { status, body } = await ada.get(`${list}?${option}`);
      expect(status).toBe(400);
      expect(body).toHaveProperty('error.message');
    },
  );

  test('are known in any letter case; those without a $ are nobody’s on v1.0, and count on beta', async () => {
    expect((await ada.get<Page>(`${list}?$TOP=1`)).body.value).toHaveLength(1);
    expect((await ada.get<Page>(`${list}?top=1&sendUpdates=none`)).body.value).toHaveLength(5);
    expect((await ada.get<Page>(`/beta${list}?top=1`)).body.value).toHaveLength(1);
  });

  test('of collections can’t be applied to one event', async () => {
    const { body: all } = await ada.get<Page>(`${list}?$top=1`);
    const { status, body } = await ada.get(`/me/events/${String(all.value[0]?.id)}?$top=1`);
    expect([status, body]).toMatchObject([400, { error: { code: 'BadRequest' } }]);
  });
});

describe('$expand', () => {
  const expanding = (expand: string) => `${list}?${query({ $expand: expand })}`;

  test('shows the extended property asked for, where an event has it', async () => {
    const { body } = await ada.get<Page>(expanding(`singleValueExtendedProperties($filter=id eq '${PROPERTY}')`));
    expect(body.value.map((event) => event.singleValueExtendedProperties)).toEqual([
      undefined,
      undefined,
      undefined,
      [{ id: PROPERTY, value: 'Green' }],
      undefined,
    ]);
    expect(body['@odata.context']).toMatch(/\/events\(singleValueExtendedProperties\(\)\)$/);
  });

  test('shows extensions, the calendar, and attachments', async () => {
    const { body } = await ada.get<Page>(
      expanding("extensions($filter=id eq 'com.example.note'),calendar($select=name),attachments"),
    );
    expect(body.value[4]).toMatchObject({
      extensions: [{ extensionName: 'com.example.note', level: 3 }],
      calendar: { name: 'Queries' },
      attachments: [],
    });
    expect(body.value[4]?.calendar).not.toHaveProperty('owner');
    expect(body.value[0]?.extensions).toEqual([]);
  });

  test.each([
    ['nothing', "Could not find a property named 'nothing' on type 'microsoft.graph.event'."],
    ['subject', 'is not a navigation property'],
    ['instances', 'cannot be expanded'],
    ['calendar($colour=red)', 'is not valid in a $select or $expand expression'],
    ['singleValueExtendedProperties', '$filter on id only'],
  ])('%s is refused', async (expand, words) => {
    const { status, body } = await ada.get<{ error: { message: string } }>(expanding(expand));
    expect(status).toBe(400);
    expect(body.error.message).toContain(words);
  });

  test('makes pages of at most a hundred', async () => {
    const { body: calendar } = await ada.post<{ id: string }>('/me/calendars', { name: 'Hundreds' });
    const path = `/me/calendars/${calendar.id}/events`;
    for (let count = 0; count < 101; count += 1) {
      await ada.post(path, { subject: `${count}`, start: at(10, '09'), end: at(10, '10') });
    }
    const { body } = await ada.get<Page>(`${path}?$top=500&$expand=calendar&$select=id`);
    expect(body.value).toHaveLength(100);
    expect((await ada.get<Page>(`${path}?$top=500&$select=id`)).body.value).toHaveLength(101);
  });
});
