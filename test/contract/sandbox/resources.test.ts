// Whole resources: what an event's answer carries, and in which formats.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type GraphUser, openSandbox, type SandboxClient } from './sandbox-client.ts';

let box: SandboxClient;
let ada: GraphUser;
let adaId = '';
let event: Answer;

const SERIES = {
  subject: 'Weekly',
  start: { dateTime: '2026-12-01T10:00:00', timeZone: 'Pacific Standard Time' },
  end: { dateTime: '2026-12-01T10:30:00', timeZone: 'Pacific Standard Time' },
  recurrence: {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: ['Tuesday'] },
    range: { type: 'noEnd', startDate: '2026-12-01' },
  },
};

beforeAll(async () => {
  box = openSandbox();
  ada = box.as('ada');
  adaId = [...box.world().users.values()].find(({ mail }) => mail === 'ada@contoso.example')?.id ?? '';
  event = await ada.post('/me/events', {
    subject: 'Lunch',
    body: { contentType: 'HTML', content: `<p>Noon &amp; later</p><p>${'x'.repeat(400)}</p>` },
    start: { dateTime: '2026-12-01T12:00:00', timeZone: 'Pacific Standard Time' },
    end: { dateTime: '2026-12-01T13:00:00', timeZone: 'Pacific Standard Time' },
    location: { displayName: "Harry's Bar" },
    attendees: [{ emailAddress: { address: 'bo@contoso.example', name: 'Bo' }, type: 'Required' }],
  });
});

describe('an event', () => {
  test('carries Microsoft’s defaults, nulls and formats', () => {
    expect(event.body).toMatchObject({
      createdDateTime: '2026-11-24T09:00:00.0000000Z',
      originalStartTimeZone: 'Pacific Standard Time',
      reminderMinutesBeforeStart: 15,
      isReminderOn: true,
      hasAttachments: false,
      importance: 'normal',
      sensitivity: 'normal',
      originalStart: null,
      seriesMasterId: null,
      recurrence: null,
      showAs: 'busy',
      type: 'singleInstance',
      onlineMeetingUrl: null,
      onlineMeeting: null,
      onlineMeetingProvider: 'unknown',
      responseRequested: true,
      allowNewTimeProposals: true,
      hideAttendees: false,
      isDraft: false,
      categories: [],
      responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
      organizer: { emailAddress: { name: 'Ada Lindqvist', address: 'ada@contoso.example' } },
      start: { dateTime: '2026-12-01T20:00:00.0000000', timeZone: 'UTC' },
      location: {
        displayName: "Harry's Bar",
        locationType: 'default',
        uniqueId: "Harry's Bar",
        uniqueIdType: 'private',
      },
    });
    expect(event.body['@odata.etag']).toBe(`W/"${String(event.body.changeKey)}"`);
    expect(event.headers.etag).toBe(event.body['@odata.etag']);
    expect(event.body.webLink).toBe(
      `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(String(event.body.id))}&exvsurl=1&path=/calendar/item`,
    );
    expect(event.body).not.toHaveProperty('transactionId');
    expect(event.body.attendees).toMatchObject([
      { type: 'required', status: { response: 'none', time: '0001-01-01T00:00:00Z' } },
    ]);
  });

  test('has a preview of at most 255 characters, and its text by preference', async () => {
    expect(event.body.bodyPreview).toMatch(/^Noon & later\r\nx{241}$/);
    const text = await ada.get(`/me/events/${String(event.body.id)}`, { Prefer: 'outlook.body-content-type="text"' });
    expect(text.headers['preference-applied']).toBe('outlook.body-content-type="text"');
    expect(text.body.body).toEqual({ contentType: 'text', content: `Noon & later\r\n${'x'.repeat(400)}\r\n` });
  });

  test('says where its calendar is, and names its collection in the context', () => {
    expect(event.body['@odata.context']).toBe(
      `https://graph.microsoft.com/v1.0/$metadata#users('${adaId}')/events/$entity`,
    );
    expect(event.body['calendar@odata.navigationLink']).toMatch(
      new RegExp(`^https://graph.microsoft.com/v1.0/users\\('${adaId}'\\)/calendars\\('AAMkAG[^']+'\\)$`),
    );
    expect(event.headers.location).toBe(
      `https://graph.microsoft.com/v1.0/users('${adaId}')/events('${encodeURIComponent(String(event.body.id))}')`,
    );
  });

  test('shows its times in the zone preferred, with the name as sent; an all-day event keeps its dates', async () => {
    const zoned = await ada.get(`/me/events/${String(event.body.id)}`, { Prefer: 'outlook.timezone="Europe/Berlin"' });
    expect(zoned.body.start).toEqual({ dateTime: '2026-12-01T21:00:00.0000000', timeZone: 'Europe/Berlin' });
    expect(zoned.headers['preference-applied']).toBe('outlook.timezone="Europe/Berlin"');
    const allDay = await ada.post(
      '/me/events',
      {
        subject: 'Day off',
        isAllDay: true,
        start: { dateTime: '2026-12-01T00:00:00', timeZone: 'Europe/Berlin' },
        end: { dateTime: '2026-12-02T00:00:00', timeZone: 'Europe/Berlin' },
      },
      { Prefer: 'outlook.timezone="Pacific Standard Time"' },
    );
    expect(allDay.body).toMatchObject({
      start: { dateTime: '2026-12-01T00:00:00.0000000', timeZone: 'Pacific Standard Time' },
      end: { dateTime: '2026-12-02T00:00:00.0000000', timeZone: 'Pacific Standard Time' },
    });
  });

  test('several preferences are confirmed together; a zone that nobody knows is refused', async () => {
    const path = `/me/events/${String(event.body.id)}`;
    const both = await ada.get(path, { Prefer: 'IdType="ImmutableId", outlook.timezone="UTC", odata.maxpagesize=5' });
    expect(both.headers['preference-applied']).toBe('outlook.timezone="UTC", IdType=ImmutableId');
    expect(both.body.id).not.toBe(event.body.id);
    expect((await ada.get(path)).headers).not.toHaveProperty('preference-applied');
    const unknown = await ada.get(path, { Prefer: 'outlook.timezone="Mars/Olympus"' });
    expect([unknown.status, unknown.body]).toMatchObject([400, { error: { code: 'TimeZoneNotSupportedException' } }]);
  });

  test('takes all the zones by which the documentation names them beside Windows’ own', async () => {
    const file = new URL('../../sandbox/schema/graph-timezones.json', import.meta.url);
    const { additionalIanaNames } = JSON.parse(readFileSync(file, 'utf8')) as { additionalIanaNames: string[] };
    expect(additionalIanaNames.length).toBeGreaterThan(90);
    for (const zone of additionalIanaNames) {
      const { status, body } = await ada.get(`/me/events/${String(event.body.id)}?$select=start`, {
        Prefer: `outlook.timezone="${zone}"`,
      });
      expect([zone, status, body.start]).toMatchObject([zone, 200, { timeZone: zone }]);
    }
  });

  test('with several locations names them all in the one', async () => {
    const { body } = await ada.post('/me/events', {
      subject: 'Everywhere',
      start: { dateTime: '2026-12-01T12:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-12-01T13:00:00', timeZone: 'UTC' },
      locations: [{ displayName: 'Room 3' }, { displayName: 'Home Office' }],
    });
    expect(body.location).toEqual({
      displayName: 'Room 3; Home Office',
      locationType: 'default',
      uniqueId: 'Room 3; Home Office',
      uniqueIdType: 'private',
    });
    expect(body.locations).toHaveLength(2);
  });
});

describe('a series', () => {
  let master: Answer;
  let occurrence = '';

  beforeAll(async () => {
    master = await ada.post('/me/events', SERIES);
    const { body } = await ada.get<{ value: { id: string }[] }>(
      `/me/events/${String(master.body.id)}/instances?startDateTime=2026-12-01T00:00:00Z&endDateTime=2027-01-01T00:00:00Z`,
    );
    occurrence = body.value[1]?.id ?? '';
    await ada.patch(`/me/events/${body.value[2]?.id ?? ''}`, { subject: 'Another' });
    await ada.delete(`/me/events/${body.value[3]?.id ?? ''}`);
  });

  test('answers its recurrence with all fields', () => {
    expect(master.body).toMatchObject({
      type: 'seriesMaster',
      recurrence: {
        pattern: {
          type: 'weekly',
          interval: 1,
          month: 0,
          dayOfMonth: 0,
          daysOfWeek: ['tuesday'],
          firstDayOfWeek: 'sunday',
          index: 'first',
        },
        range: {
          type: 'noEnd',
          startDate: '2026-12-01',
          endDate: '0001-01-01',
          recurrenceTimeZone: 'Pacific Standard Time',
          numberOfOccurrences: 0,
        },
      },
    });
  });

  test('has occurrences that name their series, their date, and an iCalUId with the date in it', async () => {
    const { body } = await ada.get(`/me/events/${occurrence}`);
    expect(body).toMatchObject({
      type: 'occurrence',
      seriesMasterId: master.body.id,
      recurrence: null,
      originalStart: '2026-12-08T18:00:00Z',
    });
    const masterUid = String(master.body.iCalUId);
    expect(body.iCalUId).toBe(`${masterUid.slice(0, 32)}07EA0C08${masterUid.slice(40)}`);
  });

  test('shows cancelled dates where they are selected, and exceptions where they are expanded', async () => {
    const { body } = await ada.get(
      `/me/events/${String(master.body.id)}?$select=subject,cancelledOccurrences&$expand=exceptionOccurrences($select=subject)`,
    );
    expect(body.cancelledOccurrences).toEqual([`OID.${String(master.body.id)}.2026-12-22`]);
    expect(body.exceptionOccurrences).toMatchObject([{ subject: 'Another' }]);
    expect((await ada.get(`/me/events/${String(master.body.id)}`)).body).not.toHaveProperty('cancelledOccurrences');
  });

  test.each(['$select=cancelledOccurrences', '$expand=exceptionOccurrences'])(
    '%s is refused where v1.0 doesn’t know them, by setting',
    async (option) => {
      await box.control('PUT', '/settings', { occurrenceCollections: false });
      const { status } = await ada.get(`/me/events/${String(master.body.id)}?${option}`);
      await box.control('PUT', '/settings', { occurrenceCollections: true });
      expect(status).toBe(400);
    },
  );

  test('beta knows a uid that the whole series shares, and occurrenceIds', async () => {
    const { body } = await ada.get(`/beta/me/events/${occurrence}`);
    expect(body).toMatchObject({
      uid: master.body.iCalUId,
      occurrenceId: `OID.${String(master.body.id)}.2026-12-08`,
    });
    expect(body['@odata.context']).toContain('graph.microsoft.com/beta/$metadata#');
  });
});
