// Shared calendars: who sees what under which role, who may write, and how the owner manages it.
import { beforeEach, describe, expect, test } from 'vitest';
import { type GraphUser, openSandbox, type SandboxClient } from './sandbox-client.ts';

interface Listed {
  value: Record<string, unknown>[];
}

const SHARED = ['Calendars.ReadWrite.Shared'];

let client: SandboxClient;
let ada: GraphUser;
let bo: GraphUser;

beforeEach(() => {
  client = openSandbox();
  ada = client.as('ada');
  bo = client.as('bo');
});

async function calendarNamed(user: GraphUser, name: string): Promise<Record<string, unknown>> {
  const { body } = await user.get<Listed>('/me/calendars?$top=50');
  const calendar = body.value.find((each) => each.name === name);
  if (!calendar) throw new Error(`There is no calendar ${name}.`);
  return calendar;
}

async function eventsIn(user: GraphUser, name: string): Promise<Record<string, unknown>[]> {
  const { id } = await calendarNamed(user, name);
  const { body } = await user.get<Listed>(`/me/calendars/${String(id)}/events?$top=50`);
  return body.value;
}

const lunch = {
  subject: 'Lunch',
  start: { dateTime: '2026-12-01T12:00:00', timeZone: 'UTC' },
  end: { dateTime: '2026-12-01T13:00:00', timeZone: 'UTC' },
};

describe('a calendar that somebody shares', () => {
  test('hangs among one’s own, with its owner and the rights of the role', async () => {
    const team = await calendarNamed(ada, 'Team');
    expect(team).toMatchObject({
      owner: { name: 'Bo Tanaka', address: 'bo@contoso.example' },
      canEdit: false,
      canShare: false,
      canViewPrivateItems: false,
      isDefaultCalendar: false,
      isRemovable: true,
    });
    expect(await calendarNamed(ada, 'Projects')).toMatchObject({ canEdit: true, canShare: false });
    expect(team.id).not.toBe((await calendarNamed(bo, 'Team')).id);
    const { body } = await ada.get<Listed>('/me/calendarGroups');
    expect(body.value.map(({ name }) => name)).toEqual(['My Calendars', 'Other Calendars']);
  });

  test('leaves the default calendars as they were', async () => {
    for (const user of [ada, bo]) {
      const { body } = await user.get<Listed>('/me/events?$top=50');
      expect(body.value.filter(({ subject }) => subject === 'Release' || subject === 'Site survey')).toEqual([]);
    }
  });

  test('shows its events, the private ones as a block of time', async () => {
    const events = await eventsIn(ada, 'Team');
    expect(events.map(({ subject }) => subject)).toEqual(['Release', 'Private Appointment']);
    expect(events[0]).toMatchObject({ location: { displayName: 'Main hall' } });
    expect((await eventsIn(bo, 'Team')).map(({ subject }) => subject)).toEqual(['Release', 'Appraisals']);
  });

  test('shows them in a view, and one by one', async () => {
    const { id } = await calendarNamed(ada, 'Team');
    const window = 'startDateTime=2026-11-24T00:00:00Z&endDateTime=2026-12-24T00:00:00Z';
    const { body } = await ada.get<Listed>(`/me/calendars/${String(id)}/calendarView?${window}`);
    expect(body.value).toHaveLength(2);
    const [release] = body.value;
    expect((await ada.get(`/me/calendars/${String(id)}/events/${String(release?.id)}`)).body.subject).toBe('Release');
    expect((await ada.get(`/me/events/${String(release?.id)}`)).body.subject).toBe('Release');
  });

  test('refuses a reader’s writes and takes a writer’s', async () => {
    const team = await calendarNamed(ada, 'Team');
    const refused = await ada.post(`/me/calendars/${String(team.id)}/events`, lunch);
    expect(refused.status).toBe(403);
    expect(refused.body.error).toMatchObject({ code: 'ErrorAccessDenied' });
    const [release] = await eventsIn(ada, 'Team');
    expect((await ada.patch(`/me/events/${String(release?.id)}`, { subject: 'Mine' })).status).toBe(403);
    expect((await ada.delete(`/me/events/${String(release?.id)}`)).status).toBe(403);

    const projects = await calendarNamed(ada, 'Projects');
    const taken = await ada.post(`/me/calendars/${String(projects.id)}/events`, lunch);
    expect(taken.status).toBe(201);
    expect(taken.body.organizer).toMatchObject({ emailAddress: { address: 'bo@contoso.example' } });
    expect((await eventsIn(bo, 'Projects')).map(({ subject }) => subject)).toContain('Lunch');
    expect((await ada.patch(`/me/events/${String(taken.body.id)}`, { subject: 'Late lunch' })).status).toBe(200);
    expect((await ada.delete(`/me/events/${String(taken.body.id)}`)).status).toBe(204);
  });

  test('opens no other calendar of its owner', async () => {
    const projects = await calendarNamed(ada, 'Projects');
    const { body } = await bo.get<Listed>('/me/events?$top=1');
    const path = `/me/calendars/${String(projects.id)}/events/${String(body.value[0]?.id)}`;
    expect((await ada.get(path)).status).toBe(404);
    expect((await ada.patch(path, { subject: 'Mine' })).status).toBe(404);
  });

  test('gets a name of the reader’s own, which the owner doesn’t see', async () => {
    const team = await calendarNamed(ada, 'Team');
    expect((await ada.patch(`/me/calendars/${String(team.id)}`, { name: 'Bo’s team' })).body.name).toBe('Bo’s team');
    expect((await calendarNamed(bo, 'Team')).name).toBe('Team');
    expect((await ada.patch(`/me/calendars/${String(team.id)}`, { color: 'lightRed' })).status).toBe(403);
  });

  test('goes from the reader’s list alone when the reader deletes it', async () => {
    const team = await calendarNamed(ada, 'Team');
    expect((await ada.delete(`/me/calendars/${String(team.id)}`)).status).toBe(204);
    expect((await ada.get(`/me/calendars/${String(team.id)}`)).status).toBe(404);
    expect(await eventsIn(bo, 'Team')).toHaveLength(2);
  });

  test('goes from everybody’s list when its owner deletes it', async () => {
    const { id } = await calendarNamed(bo, 'Team');
    await bo.delete(`/me/calendars/${String(id)}`);
    const { body } = await ada.get<Listed>('/me/calendars');
    expect(body.value.map(({ name }) => name)).toEqual(['Calendar', 'Projects']);
  });
});

describe('calendarPermissions', () => {
  test('of a default calendar begin with the organization’s', async () => {
    const { body } = await bo.get<Listed>('/me/calendar/calendarPermissions');
    expect(body.value).toEqual([
      {
        id: 'RGVmYXVsdA==',
        isRemovable: false,
        isInsideOrganization: true,
        role: 'freeBusyRead',
        allowedRoles: ['none', 'freeBusyRead', 'limitedRead', 'read', 'write'],
        emailAddress: { name: 'My Organization' },
      },
    ]);
    expect(body).toHaveProperty('@odata.context', expect.stringMatching(/\/calendar\/calendarPermissions$/));
  });

  test('are given, changed within the allowed roles, and taken back', async () => {
    const given = await bo.post('/me/calendar/calendarPermissions', {
      emailAddress: { name: 'Chidi Okafor', address: 'chidi@contoso.example' },
      isInsideOrganization: true,
      isRemovable: true,
      role: 'read',
    });
    expect(given.status).toBe(200);
    expect(given.body).toMatchObject({ role: 'read', isInsideOrganization: true, isRemovable: true });
    expect(given.body.allowedRoles).toContain('delegateWithPrivateEventAccess');
    const chidi = client.as('chidi');
    const shared = await calendarNamed(chidi, 'Bo Tanaka');
    expect(shared).toMatchObject({ canEdit: false, isTallyingResponses: true });

    const path = `/me/calendar/calendarPermissions/${String(given.body.id)}`;
    expect((await bo.patch(path, { role: 'Write' })).body.role).toBe('write');
    expect(await calendarNamed(chidi, 'Bo Tanaka')).toMatchObject({ canEdit: true });
    expect((await bo.patch(path, { role: 'none' })).status).toBe(400);
    expect((await bo.delete(path)).status).toBe(204);
    await expect(calendarNamed(chidi, 'Bo Tanaka')).rejects.toThrow('no calendar');
    expect((await bo.get(path)).status).toBe(404);
  });

  test('a delegate with access sees private events', async () => {
    await bo.post('/me/calendar/calendarPermissions', {
      emailAddress: { address: 'chidi@contoso.example' },
      role: 'delegateWithPrivateEventAccess',
    });
    const subjects = (await eventsIn(client.as('chidi'), 'Bo Tanaka')).map(({ subject }) => subject);
    expect(subjects).toContain('Dentist');
  });

  test('a limited reader sees titles and places only', async () => {
    await bo.post('/me/calendar/calendarPermissions', {
      emailAddress: { address: 'chidi@contoso.example' },
      role: 'limitedRead',
    });
    const events = await eventsIn(client.as('chidi'), 'Bo Tanaka');
    const figures = events.find(({ subject }) => subject === 'Quarterly figures');
    expect(figures).toMatchObject({ location: { displayName: 'Room Aalto' }, bodyPreview: '', attendees: [] });
    expect(events.map(({ subject }) => subject)).not.toContain('Dentist');
  });

  test('outside the organization nobody writes', async () => {
    const permission = (role: string) => ({ emailAddress: { address: 'eve@fabrikam.example' }, role });
    expect((await bo.post('/me/calendar/calendarPermissions', permission('write'))).status).toBe(400);
    const { status, body } = await bo.post('/me/calendar/calendarPermissions', permission('read'));
    expect(status).toBe(200);
    expect(body).toMatchObject({ isInsideOrganization: false, allowedRoles: ['freeBusyRead', 'limitedRead', 'read'] });
  });

  test.each([
    [{ role: 'read' }, 400],
    [{ emailAddress: { address: 'chidi@contoso.example' }, role: 'emperor' }, 400],
    [{ emailAddress: { address: 'chidi@contoso.example' }, role: 'none' }, 400],
  ])('%j is refused', async (body, status) => {
    expect((await bo.post('/me/calendar/calendarPermissions', body)).status).toBe(status);
  });

  test('a second one for the same person is refused', async () => {
    const { id } = await calendarNamed(bo, 'Team');
    const again = { emailAddress: { address: 'ADA@contoso.example' }, role: 'read' };
    expect((await bo.post(`/me/calendars/${String(id)}/calendarPermissions`, again)).status).toBe(409);
  });

  test('the organization’s changes but stays', async () => {
    const path = '/me/calendar/calendarPermissions/RGVmYXVsdA==';
    expect((await bo.patch(path, { role: 'none' })).body.role).toBe('none');
    expect((await bo.delete(path)).status).toBe(400);
  });

  test('are their owner’s alone to see and to change', async () => {
    const { id } = await calendarNamed(ada, 'Team');
    const path = `/me/calendars/${String(id)}/calendarPermissions`;
    expect((await ada.get<Listed>(path)).body.value).toEqual([]);
    expect((await ada.post(path, { emailAddress: { address: 'chidi@contoso.example' }, role: 'read' })).status).toBe(
      403,
    );
  });

  test('allowed roles are told beforehand', async () => {
    const { body } = await bo.get<{ value: string[] }>(
      "/me/calendar/allowedCalendarSharingRoles(User='eve@fabrikam.example')",
    );
    expect(body.value).toEqual(['freeBusyRead', 'limitedRead', 'read']);
  });
});

describe('somebody else’s calendar by name', () => {
  const shared = () => client.as('ada', SHARED);

  test('needs a scope for shared calendars, and more than free and busy', async () => {
    expect((await ada.get('/users/bo@contoso.example/calendar')).status).toBe(403);
    expect((await shared().get('/users/bo@contoso.example/calendar')).status).toBe(403);
    expect((await shared().get('/users/bo@contoso.example/calendar/events')).status).toBe(403);
  });

  test('opens with a permission, for what the role allows', async () => {
    await bo.post('/me/calendar/calendarPermissions', {
      emailAddress: { address: 'ada@contoso.example' },
      role: 'read',
    });
    const { status, body } = await shared().get('/users/bo@contoso.example/calendar');
    expect(status).toBe(200);
    expect(body).toMatchObject({ canEdit: false, owner: { address: 'bo@contoso.example' } });
    expect((await shared().get('/users/bo@contoso.example/calendar/events')).status).toBe(200);
    expect((await shared().post('/users/bo@contoso.example/calendar/events', lunch)).status).toBe(403);
  });

  test('opens nothing else of the mailbox', async () => {
    await bo.post('/me/calendar/calendarPermissions', {
      emailAddress: { address: 'ada@contoso.example' },
      role: 'write',
    });
    const reader = client.as('ada', [...SHARED, 'MailboxSettings.Read', 'Mail.Read']);
    expect((await reader.get('/users/bo@contoso.example/mailboxSettings')).status).toBe(403);
    expect((await reader.get('/users/bo@contoso.example/messages')).status).toBe(403);
  });
});
