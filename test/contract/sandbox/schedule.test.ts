// getSchedule: slots, items as far as the asker may see them, errors by address, and limits.
import { beforeEach, describe, expect, test } from 'vitest';
import { type GraphUser, openSandbox, type SandboxClient } from './sandbox-client.ts';

interface Schedules {
  value: {
    scheduleId: string;
    availabilityView?: string;
    scheduleItems?: Record<string, unknown>[];
    workingHours?: Record<string, unknown>;
    error?: { message: string; responseCode: string };
  }[];
}

let client: SandboxClient;
let ada: GraphUser;
let bo: GraphUser;

beforeEach(() => {
  client = openSandbox();
  ada = client.as('ada');
  bo = client.as('bo');
});

/** A day without seeded events. */
const DAY = '2027-03-15';

const at = (time: string, timeZone = 'UTC') => ({ dateTime: `${DAY}T${time}:00`, timeZone });

function question(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    schedules: ['bo@contoso.example'],
    startTime: at('09:00'),
    endTime: at('18:00'),
    availabilityViewInterval: 60,
    ...more,
  };
}

async function busy(user: GraphUser, from: string, to: string, more: Record<string, unknown> = {}): Promise<void> {
  const { status } = await user.post('/me/events', { subject: 'Lunch', start: at(from), end: at(to), ...more });
  expect(status).toBe(201);
}

async function ask(user: GraphUser, body: Record<string, unknown>, headers?: Record<string, string>) {
  const answer = await user.post<Schedules>('/me/calendar/getSchedule', body, headers);
  expect(answer.status).toBe(200);
  return answer.body.value;
}

describe('the availability view', () => {
  test('has a digit for each slot: the strongest of what touches it', async () => {
    await busy(bo, '08:30', '09:30');
    await busy(bo, '12:00', '14:00', { showAs: 'tentative' });
    await busy(bo, '13:00', '14:00', { showAs: 'oof' });
    await busy(bo, '15:00', '16:00', { showAs: 'workingElsewhere' });
    await busy(bo, '16:00', '17:00', { showAs: 'free' });
    const [schedule] = await ask(ada, question());
    expect(schedule?.availabilityView).toBe('200130000');
    expect(schedule?.scheduleItems).toHaveLength(5);
  });

  test.each([
    [60, 9],
    [30, 18],
    [undefined, 18],
    ['15', 36],
    [540, 1],
    [400, 2],
  ])('with an interval of %s minutes has %d slots', async (availabilityViewInterval, slots) => {
    const [schedule] = await ask(ada, question({ availabilityViewInterval }));
    expect(schedule?.availabilityView).toBe('0'.repeat(slots));
  });

  test('counts the occurrences of a series', async () => {
    await busy(bo, '10:00', '11:00', {
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'numbered', startDate: DAY, numberOfOccurrences: 3 },
      },
    });
    const later = (time: string) => ({ dateTime: `2027-03-17T${time}:00`, timeZone: 'UTC' });
    const [schedule] = await ask(ada, question({ startTime: later('09:00'), endTime: later('12:00') }));
    expect(schedule?.availabilityView).toBe('020');
  });

  test('looks at the default calendar alone', async () => {
    const { body } = await bo.post('/me/calendars', { name: 'Aside' });
    await bo.post(`/me/calendars/${String(body.id)}/events`, {
      subject: 'Aside',
      start: at('10:00'),
      end: at('11:00'),
    });
    const [schedule] = await ask(ada, question());
    expect(schedule?.availabilityView).toBe('000000000');
  });
});

describe('the items', () => {
  test('are bare for colleagues, and whole for their owner', async () => {
    await busy(bo, '12:00', '13:00', { location: { displayName: "Harry's Bar" } });
    const [seen] = await ask(ada, question());
    expect(seen?.scheduleItems).toEqual([
      {
        status: 'busy',
        start: { dateTime: `${DAY}T12:00:00.0000000`, timeZone: 'UTC' },
        end: { dateTime: `${DAY}T13:00:00.0000000`, timeZone: 'UTC' },
      },
    ]);
    const [own] = await ask(bo, question());
    expect(own?.scheduleItems).toMatchObject([{ isPrivate: false, subject: 'Lunch', location: "Harry's Bar" }]);
  });

  test('show titles with a permission for them, but not the private ones', async () => {
    await busy(bo, '10:00', '11:00', { subject: 'Doctor', sensitivity: 'private' });
    await busy(bo, '12:00', '13:00');
    await bo.post('/me/calendar/calendarPermissions', {
      emailAddress: { address: 'ada@contoso.example' },
      role: 'limitedRead',
    });
    const [schedule] = await ask(ada, question());
    expect(schedule?.scheduleItems).toMatchObject([
      { isPrivate: true, subject: '', status: 'busy' },
      { isPrivate: false, subject: 'Lunch' },
    ]);
  });

  test('come in the zone that Prefer asks for', async () => {
    await busy(bo, '12:00', '13:00');
    const answer = await ada.post<Schedules>('/me/calendar/getSchedule', question(), {
      Prefer: 'outlook.timezone="Pacific Standard Time"',
    });
    expect(answer.body.value[0]?.scheduleItems?.[0]?.start).toEqual({
      dateTime: `${DAY}T05:00:00.0000000`,
      timeZone: 'Pacific Standard Time',
    });
    expect(answer.headers['preference-applied']).toContain('outlook.timezone');
  });
});

test('working hours are those of the mailbox settings', async () => {
  await bo.patch('/me/mailboxSettings', { workingHours: { startTime: '07:00:00', daysOfWeek: ['Monday'] } });
  const [schedule] = await ask(ada, question());
  expect(schedule?.workingHours).toEqual({
    daysOfWeek: ['monday'],
    startTime: '07:00:00.0000000',
    endTime: '17:00:00.0000000',
    timeZone: { name: 'GMT Standard Time' },
  });
});

describe('an address', () => {
  test('that nobody in the organization has gets an error of its own', async () => {
    const schedules = ['nobody@contoso.example', 'eve@fabrikam.example', 'bo@contoso.example'];
    const [nobody, eve, known] = await ask(ada, question({ schedules }));
    expect(nobody).toEqual({
      scheduleId: 'nobody@contoso.example',
      error: {
        message: 'Unable to resolve e-mail address nobody@contoso.example to an Active Directory object.',
        responseCode: '5009',
      },
    });
    expect(eve?.error?.responseCode).toBe('5009');
    expect(known?.availabilityView).toBe('000000000');
  });

  test('whose owner shows the organization nothing gets an error', async () => {
    await bo.patch('/me/calendar/calendarPermissions/RGVmYXVsdA==', { role: 'none' });
    const [schedule] = await ask(ada, question());
    expect(schedule?.error?.responseCode).toBe('ErrorNoFreeBusyAccess');
  });
});

describe('limits', () => {
  test.each([
    [{ availabilityViewInterval: 4 }, 'ErrorInvalidMergedFreeBusyInterval'],
    [{ availabilityViewInterval: 1441 }, 'ErrorInvalidMergedFreeBusyInterval'],
    [{ availabilityViewInterval: 'often' }, 'RequestBodyRead'],
    [{ endTime: at('09:00') }, 'ErrorInvalidTimeInterval'],
    [{ endTime: at('08:00') }, 'ErrorInvalidTimeInterval'],
    [{ endTime: { dateTime: '2027-05-17T09:00:00', timeZone: 'UTC' } }, 'ErrorTimeIntervalTooBig'],
    [
      { schedules: Array.from({ length: 101 }, (_, index) => `user${index}@contoso.example`) },
      'ErrorMailboxDataArrayTooBig',
    ],
    [{ schedules: 'bo@contoso.example' }, 'RequestBodyRead'],
    [{ startTime: { dateTime: 'soon', timeZone: 'UTC' } }, 'ErrorInvalidRequest'],
    [{ startTime: at('09:00', 'Mars/Olympus') }, 'TimeZoneNotSupportedException'],
  ])('%j is refused with %s', async (more, code) => {
    const { status, body } = await ada.post('/me/calendar/getSchedule', question(more));
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code });
  });

  test('62 days and 100 addresses are not too much', async () => {
    const schedules = Array.from({ length: 100 }, (_, index) => `user${index}@contoso.example`);
    const endTime = { dateTime: '2027-05-16T09:00:00', timeZone: 'UTC' };
    expect(await ask(ada, question({ schedules, endTime }))).toHaveLength(100);
  });

  test('the documented letter case of the parameters is taken', async () => {
    const answered = await ask(ada, {
      Schedules: ['bo@contoso.example'],
      StartTime: at('09:00'),
      EndTime: at('10:00'),
    });
    expect(answered[0]?.availabilityView).toBe('00');
  });

  test('personal accounts have no getSchedule', async () => {
    expect((await client.as('pat@outlook.example').post('/me/calendar/getSchedule', question())).status).toBe(403);
  });
});
