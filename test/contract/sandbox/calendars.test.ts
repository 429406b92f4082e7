// Calendars and their groups: whole resources, names, colours, and what goes with a calendar that is deleted.
import { beforeEach, describe, expect, test } from 'vitest';
import { type GraphUser, openSandbox, type SandboxClient } from './sandbox-client.ts';

interface Listed {
  value: Record<string, unknown>[];
}

let client: SandboxClient;
let chidi: GraphUser;

beforeEach(() => {
  client = openSandbox();
  chidi = client.as('chidi');
});

async function made(name: string, more: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await chidi.post('/me/calendars', { name, ...more });
  expect(status).toBe(201);
  return String(body.id);
}

async function eventIn(calendarId: string): Promise<string> {
  const { body } = await chidi.post(`/me/calendars/${calendarId}/events`, {
    subject: 'Planning',
    start: { dateTime: '2026-12-01T10:00:00', timeZone: 'UTC' },
    end: { dateTime: '2026-12-01T11:00:00', timeZone: 'UTC' },
  });
  return String(body.id);
}

describe('a calendar', () => {
  test('is answered whole, the default one under /me/calendar', async () => {
    const { status, body } = await chidi.get('/me/calendar');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'Calendar',
      color: 'auto',
      hexColor: '',
      isDefaultCalendar: true,
      canShare: true,
      canViewPrivateItems: true,
      canEdit: true,
      allowedOnlineMeetingProviders: ['teamsForBusiness'],
      defaultOnlineMeetingProvider: 'teamsForBusiness',
      isTallyingResponses: true,
      isRemovable: false,
      owner: { name: 'Chidi Okafor', address: 'chidi@contoso.example' },
    });
    const user = [...client.world().users.values()].find(({ mail }) => mail === 'chidi@contoso.example');
    expect(body['@odata.id']).toBe(
      `https://graph.microsoft.com/v1.0/users('${user?.id}@${user?.tenantId}')/calendars('${String(body.id)}')`,
    );
    expect(body['@odata.context']).toMatch(/#users\('[^']+'\)\/calendars\/\$entity$/);
  });

  test('is made in the default group, and is no default itself', async () => {
    const id = await made('Volunteer');
    const { body } = await chidi.get(`/me/calendars/${id}`);
    expect(body).toMatchObject({
      name: 'Volunteer',
      isDefaultCalendar: false,
      isRemovable: true,
      isTallyingResponses: false,
    });
    const { body: listed } = await chidi.get<Listed>('/me/calendarGroup/calendars');
    expect(listed.value.map(({ name }) => name)).toEqual(['Calendar', 'Volunteer']);
  });

  test.each(['volunteer', 'Calendar'])('is not made under the name %s, which is taken', async (name) => {
    await made('Volunteer');
    const { status, body } = await chidi.post('/me/calendars', { name });
    expect(status).toBe(409);
    expect(body.error).toMatchObject({ code: 'ErrorFolderExists' });
  });

  test.each([[{}], [{ name: '' }], [{ name: 7 }]])('is not made from %j', async (body) => {
    expect((await chidi.post('/me/calendars', body)).status).toBe(400);
  });

  test('has no other properties than v1.0 has', async () => {
    const { status, body } = await chidi.post('/me/calendars', { name: 'Odd', shade: 'blue' });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'RequestBodyRead', message: expect.stringContaining("'shade'") });
  });

  test('changes its name and its change key', async () => {
    const before = (await chidi.get('/me/calendar')).body;
    const { status, body } = await chidi.patch('/me/calendar', { name: 'Social events' });
    expect(status).toBe(200);
    expect(body.name).toBe('Social events');
    expect(body.changeKey).not.toBe(before.changeKey);
    expect(body.isDefaultCalendar).toBe(true);
  });

  test('is not found under an id that nobody has', async () => {
    expect((await chidi.get('/me/calendars/AAMkNobody=')).status).toBe(404);
  });
});

describe('colours', () => {
  test('a named colour brings what it looks like, and auto brings nothing', async () => {
    const id = await made('Blue', { color: 'LightBlue' });
    const { body } = await chidi.get(`/me/calendars/${id}`);
    expect(body.color).toBe('lightBlue');
    expect(body.hexColor).toMatch(/^#[0-9A-F]{6}$/);
    expect((await chidi.patch(`/me/calendars/${id}`, { color: 'auto' })).body.hexColor).toBe('');
  });

  test('a colour of one’s own looks for its name in a change, not in a new calendar', async () => {
    const { body } = await chidi.post('/me/calendars', { name: 'Black', hexColor: '#000000' });
    expect(body).toMatchObject({ color: 'auto', hexColor: '#000000' });
    expect((await chidi.patch(`/me/calendars/${String(body.id)}`, { hexColor: '#000000' })).body.color).toBe(
      'lightGray',
    );
    expect((await chidi.patch(`/me/calendars/${String(body.id)}`, { hexColor: '#2080F0' })).body.color).toBe(
      'lightBlue',
    );
  });

  test.each([{ color: 'mauve' }, { hexColor: 'red' }])('%j is no colour', async (change) => {
    expect((await chidi.patch('/me/calendar', change)).status).toBe(400);
  });
});

describe('deleting a calendar', () => {
  test('takes its events along and mails nobody', async () => {
    const id = await made('Volunteer');
    const eventId = await eventIn(id);
    client.takeMails();
    expect((await chidi.delete(`/me/calendars/${id}`)).status).toBe(204);
    expect((await chidi.get(`/me/calendars/${id}`)).status).toBe(404);
    expect((await chidi.get(`/me/events/${eventId}`)).status).toBe(404);
    expect(client.takeMails()).toEqual([]);
  });

  test('for good leaves nothing in Deleted Items', async () => {
    const id = await made('Volunteer');
    const immutable = { Prefer: 'IdType="ImmutableId"' };
    const { body } = await chidi.get(`/me/events/${await eventIn(id)}`, immutable);
    expect((await chidi.post(`/me/calendars/${id}/permanentDelete`)).status).toBe(204);
    expect((await chidi.get(`/me/events/${String(body.id)}`, immutable)).status).toBe(404);
  });

  test('is not possible for the default one', async () => {
    const { body: calendar } = await chidi.get('/me/calendar');
    for (const path of ['/me/calendar', `/me/calendars/${String(calendar.id)}`]) {
      const { status, body } = await chidi.delete(path);
      expect(status).toBe(400);
      expect(body.error).toMatchObject({ code: 'ErrorDeleteDistinguishedFolder' });
    }
  });
});

describe('calendar groups', () => {
  test('there is one to begin with, and it stays', async () => {
    const { body } = await chidi.get<Listed>('/me/calendarGroups');
    expect(body.value).toMatchObject([{ name: 'My Calendars', classId: '0006f0b7-0000-0000-c000-000000000046' }]);
    expect((await chidi.delete(`/me/calendarGroups/${String(body.value[0]?.id)}`)).status).toBe(400);
  });

  test('hold their own calendars, and go only when they are empty', async () => {
    const { status, body: group } = await chidi.post('/me/calendarGroups', { name: 'Family' });
    expect(status).toBe(201);
    const path = `/me/calendarGroups/${String(group.id)}`;
    const { body: calendar } = await chidi.post(`${path}/calendars`, { name: 'Kids parties' });
    const { body: listed } = await chidi.get<Listed>(`${path}/calendars`);
    expect(listed.value.map(({ name }) => name)).toEqual(['Kids parties']);
    expect((await chidi.get(`${path}/calendars/${String(calendar.id)}`)).body.name).toBe('Kids parties');
    expect((await chidi.delete(path)).status).toBe(400);
    expect((await chidi.delete(`${path}/calendars/${String(calendar.id)}`)).status).toBe(204);
    expect((await chidi.delete(path)).status).toBe(204);
    expect((await chidi.get(path)).status).toBe(404);
  });

  test('change their name to one that is free', async () => {
    const { body } = await chidi.post('/me/calendarGroups', { name: 'Family' });
    const path = `/me/calendarGroups/${String(body.id)}`;
    expect((await chidi.patch(path, { name: 'Relatives' })).body.name).toBe('Relatives');
    expect((await chidi.patch(path, { name: 'my calendars' })).status).toBe(409);
  });

  test('don’t show a calendar of another group', async () => {
    const { body: group } = await chidi.post('/me/calendarGroups', { name: 'Family' });
    const { body: calendar } = await chidi.get('/me/calendar');
    expect((await chidi.get(`/me/calendarGroups/${String(group.id)}/calendars/${String(calendar.id)}`)).status).toBe(
      404,
    );
  });
});

test('an event names the calendar that it lies in', async () => {
  const id = await made('Volunteer');
  const { status, body } = await chidi.get(`/me/events/${await eventIn(id)}/calendar`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ id, name: 'Volunteer' });
});
