// What a mailbox has beside its calendars: settings, zones, languages, categories, and the reminders that fall due.
import { beforeEach, describe, expect, test } from 'vitest';
import { type GraphUser, openSandbox, type SandboxClient } from './sandbox-client.ts';

interface Listed {
  value: Record<string, unknown>[];
}

let client: SandboxClient;
let ada: GraphUser;

beforeEach(() => {
  client = openSandbox();
  ada = client.as('ada');
});

describe('mailboxSettings', () => {
  test('are answered whole', async () => {
    const { status, body } = await ada.get('/me/mailboxSettings');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      '@odata.context': expect.stringMatching(/\$metadata#users\('[^']+'\)\/mailboxSettings$/),
      timeZone: 'W. Europe Standard Time',
      delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
      dateFormat: 'M/d/yyyy',
      timeFormat: 'h:mm tt',
      userPurpose: 'user',
      language: { locale: 'en-US', displayName: 'English (United States)' },
      automaticRepliesSetting: {
        status: 'disabled',
        externalAudience: 'all',
        internalReplyMessage: '',
        externalReplyMessage: '',
        scheduledStartDateTime: { dateTime: '2026-11-24T09:00:00.0000000', timeZone: 'UTC' },
        scheduledEndDateTime: { dateTime: '2026-11-25T09:00:00.0000000', timeZone: 'UTC' },
      },
      workingHours: {
        daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
        startTime: '08:00:00.0000000',
        endTime: '17:00:00.0000000',
        timeZone: { name: 'W. Europe Standard Time' },
      },
    });
  });

  test('are not covered by a permission for calendars', async () => {
    const calendarsOnly = client.as('ada', ['Calendars.ReadWrite']);
    const reader = client.as('ada', ['MailboxSettings.Read']);
    for (const answer of [
      await calendarsOnly.get('/me/mailboxSettings'),
      await calendarsOnly.get('/me/mailboxSettings/timeZone'),
      await calendarsOnly.get('/me/outlook/masterCategories'),
      await reader.patch('/me/mailboxSettings', { timeZone: 'UTC' }),
    ]) {
      expect(answer.status).toBe(403);
      expect(answer.body.error).toMatchObject({ code: 'ErrorAccessDenied' });
    }
    expect((await reader.get('/me/mailboxSettings')).status).toBe(200);
  });

  test('are answered one by one: an object, or a value', async () => {
    const { body: zone } = await ada.get('/me/mailboxSettings/timeZone');
    expect(zone).toEqual({
      '@odata.context': expect.stringMatching(/\/mailboxSettings\/timeZone$/),
      value: 'W. Europe Standard Time',
    });
    const { body: hours } = await ada.get('/me/mailboxsettings/workinghours');
    expect(hours).toMatchObject({ startTime: '08:00:00.0000000', timeZone: { name: 'W. Europe Standard Time' } });
    expect((await ada.get('/me/mailboxSettings/mood')).status).toBe(400);
  });

  test('answer a change with what was changed, and keep it', async () => {
    const { status, body } = await ada.patch('/me/mailboxSettings', {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Me/mailboxSettings',
      automaticRepliesSetting: {
        status: 'Scheduled',
        scheduledStartDateTime: { dateTime: '2026-12-20T18:00:00.0000000', timeZone: 'UTC' },
        scheduledEndDateTime: { dateTime: '2026-12-28T18:00:00.0000000', timeZone: 'UTC' },
      },
    });
    expect(status).toBe(200);
    expect(Object.keys(body).toSorted()).toEqual(['@odata.context', 'automaticRepliesSetting']);
    expect(body.automaticRepliesSetting).toMatchObject({ status: 'scheduled', externalAudience: 'all' });
    expect((await ada.get('/me/mailboxSettings')).body.automaticRepliesSetting).toEqual(body.automaticRepliesSetting);
  });

  test('take a zone in either form, and answer it as it was set', async () => {
    for (const timeZone of ['Europe/Paris', 'Pacific Standard Time']) {
      await ada.patch('/me/mailboxSettings', { timeZone });
      expect((await ada.get('/me/mailboxSettings/timeZone')).body.value).toBe(timeZone);
    }
  });

  test('take the documented custom zone', async () => {
    const standardOffset = { time: '02:00:00.0000000', dayOccurrence: 2, dayOfWeek: 'Sunday', month: 10, year: 0 };
    const daylightOffset = { ...standardOffset, daylightBias: 100, dayOccurrence: 4, month: 5 };
    const { status, body } = await ada.patch('/me/mailboxSettings', {
      workingHours: {
        endTime: '18:30:00.0000000',
        daysOfWeek: ['Monday', 'Saturday'],
        timeZone: {
          '@odata.type': '#microsoft.graph.customTimeZone',
          bias: -300,
          name: 'Customized Time Zone',
          standardOffset,
          daylightOffset,
        },
      },
    });
    expect(status).toBe(200);
    expect(body.workingHours).toMatchObject({
      daysOfWeek: ['monday', 'saturday'],
      startTime: '08:00:00.0000000',
      endTime: '18:30:00.0000000',
      timeZone: { name: 'Customized Time Zone', bias: -300, standardOffset: { dayOfWeek: 'sunday' } },
    });
  });

  test.each([
    [
      { workingHours: { startTime: '08' } },
      'RequestBodyRead',
      "Cannot convert the literal '08' to the expected type 'Edm.TimeOfDay'.",
    ],
    [
      { workingHours: { startTime: '18:00:00' } },
      'ErrorInvalidTimeSettings',
      'Start Time should occur before End Time.',
    ],
    [{ workingHours: { daysOfWeek: ['RandomDay'] } }, 'InvalidArguments', "Requested value 'RandomDay' was not found."],
    [{ workingHours: { timeZone: { name: 'Mars' } } }, 'InvalidTimeZone', 'Time Zone settings provided are invalid.'],
    [{ timeZone: 'Mars' }, 'InvalidTimeZone', 'Time Zone settings provided are invalid.'],
    [{ mood: 'good' }, 'RequestBodyRead', "The property 'mood' does not exist"],
    [{ language: { locale: 'klingon' } }, 'ErrorInvalidArgument', 'not supported'],
    [{ automaticRepliesSetting: { status: 'often' } }, 'RequestBodyRead', "Requested value 'often' was not found."],
  ])('refuse %j with %s', async (change, code, message) => {
    const { status, body } = await ada.patch('/me/mailboxSettings', change);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

describe('what a mailbox may be set to', () => {
  test('Windows zones, with their standard offset', async () => {
    const { body } = await ada.get<Listed>('/me/outlook/supportedTimeZones');
    expect(body).toHaveProperty(
      '@odata.context',
      'https://graph.microsoft.com/v1.0/$metadata#Collection(microsoft.graph.timeZoneInformation)',
    );
    expect(body.value).toContainEqual({ alias: 'UTC', displayName: '(UTC) Coordinated Universal Time' });
    expect(body.value).toContainEqual({
      alias: 'Pacific Standard Time',
      displayName: '(UTC-08:00) Pacific Time (US & Canada)',
    });
    expect(body.value).toContainEqual({
      alias: 'India Standard Time',
      displayName: '(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi',
    });
    expect(body.value).toContainEqual({
      alias: 'AUS Eastern Standard Time',
      displayName: '(UTC+10:00) Canberra, Melbourne, Sydney',
    });
    expect(body.value.length).toBeGreaterThan(130);
  });

  test('IANA zones on request', async () => {
    const path = '/me/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard';
    const { body } = await ada.get<Listed>(`${path}'Iana')`);
    expect(body.value).toContainEqual({ alias: 'Europe/Berlin', displayName: 'Europe/Berlin' });
    const { body: windows } = await ada.get<Listed>(`${path}'windows')`);
    expect(windows.value[0]).toEqual({
      alias: 'Dateline Standard Time',
      displayName: '(UTC-12:00) International Date Line West',
    });
    expect((await ada.get(`${path}'Lunar')`)).status).toBe(400);
  });

  test('every Windows zone is one that events take', async () => {
    const { body } = await ada.get<Listed>('/me/outlook/supportedTimeZones');
    for (const { alias } of body.value) {
      const { status } = await ada.patch('/me/mailboxSettings', { timeZone: alias });
      expect([alias, status]).toEqual([alias, 200]);
    }
  });

  test('languages, named in themselves', async () => {
    const { body } = await ada.get<Listed>('/me/outlook/supportedLanguages');
    expect(body.value).toContainEqual({ locale: 'af-ZA', displayName: 'Afrikaans (Suid-Afrika)' });
  });
});

describe('master categories', () => {
  test('begin with Outlook’s own', async () => {
    const { body } = await ada.get<Listed>('/me/outlook/masterCategories');
    expect(body.value).toContainEqual({ id: expect.any(String), displayName: 'Red category', color: 'preset0' });
    expect(body.value).toHaveLength(6);
  });

  test('are made, read, recoloured and deleted', async () => {
    const made = await ada.post('/me/outlook/masterCategories', { displayName: 'Project expenses', color: 'Preset9' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ displayName: 'Project expenses', color: 'preset9' });
    const path = `/me/outlook/masterCategories/${String(made.body.id)}`;
    expect((await ada.patch(path, { color: 'preset15' })).body).toMatchObject({ color: 'preset15' });
    expect((await ada.get(path)).body).toMatchObject({ displayName: 'Project expenses', color: 'preset15' });
    expect((await ada.patch(path, { displayName: 'Costs' })).status).toBe(400);
    expect((await ada.delete(path)).status).toBe(204);
    expect((await ada.get(path)).status).toBe(404);
  });

  test.each([
    [{ displayName: 'red CATEGORY' }, 409],
    [{ color: 'preset1' }, 400],
    [{ displayName: 'Odd', color: 'preset25' }, 400],
  ])('%j is refused with %d', async (body, status) => {
    expect((await ada.post('/me/outlook/masterCategories', body)).status).toBe(status);
  });
});

describe('reminderView', () => {
  const view = (start: string, end: string) => `/me/reminderView(startDateTime='${start}',endDateTime='${end}')`;

  test('lists the reminders of the events of a window, with the time each fires', async () => {
    const { body: event } = await ada.post('/me/events', {
      subject: 'Plan summer company picnic',
      start: { dateTime: '2027-06-09T18:00:00', timeZone: 'UTC' },
      end: { dateTime: '2027-06-09T19:00:00', timeZone: 'UTC' },
      location: { displayName: 'Conf Room 3' },
    });
    const { status, body } = await ada.get<Listed>(view('2027-06-09T10:00:00.0000000', '2027-06-09T20:00:00.0000000'));
    expect(status).toBe(200);
    expect(body.value).toMatchObject([
      {
        eventId: event.id,
        changeKey: event.changeKey,
        eventSubject: 'Plan summer company picnic',
        eventWebLink: event.webLink,
        eventStartTime: { dateTime: '2027-06-09T18:00:00.0000000', timeZone: 'UTC' },
        eventEndTime: { dateTime: '2027-06-09T19:00:00.0000000', timeZone: 'UTC' },
        eventLocation: { displayName: 'Conf Room 3' },
        reminderFireTime: { dateTime: '2027-06-09T17:45:00.0000000', timeZone: 'UTC' },
      },
    ]);
  });

  test('leaves out events without a reminder, and others’ days', async () => {
    await ada.post('/me/events', {
      subject: 'Quiet',
      isReminderOn: false,
      start: { dateTime: '2027-06-09T18:00:00', timeZone: 'UTC' },
      end: { dateTime: '2027-06-09T19:00:00', timeZone: 'UTC' },
    });
    expect((await ada.get<Listed>(view('2027-06-09T00:00:00', '2027-06-09T23:00:00'))).body.value).toEqual([]);
  });

  test('has a reminder for each occurrence', async () => {
    const { body } = await ada.get<Listed>(view('2027-01-01T00:00:00', '2027-02-01T00:00:00'));
    expect(body.value.length).toBeGreaterThanOrEqual(4);
    expect(new Set(body.value.map(({ eventSubject }) => eventSubject))).toEqual(new Set(['Weekly review']));
  });

  test('refuses what is no time', async () => {
    expect((await ada.get(view('soon', 'later'))).status).toBe(400);
  });
});
