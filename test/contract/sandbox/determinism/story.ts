// A long script over the sandbox: meetings that travel, series, delta rounds, batches, faults, time that passes.
import type { Player, Reply } from './player.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const WINDOW = 'startDateTime=2026-11-01T00:00:00Z&endDateTime=2027-03-01T00:00:00Z';
const CONTROL = 'http://localhost/_sandbox';
/** A looping round would never end by itself. */
const PAGES_MAX = 40;

/** The chapters in order; each may rely on what the ones before it made. */
const CHAPTERS: readonly ((player: Player) => Promise<void>)[] = [
  calendars,
  meetings,
  series,
  faults,
  batches,
  subscriptions,
  directory,
  signIn,
];

export async function playStory(player: Player): Promise<void> {
  for (const chapter of CHAPTERS) {
    await chapter(player);
    await deltaRound(player, `/v1.0/me/calendarView/delta?${WINDOW}`);
  }
}

async function calendars({ call }: Player): Promise<void> {
  await call('ada', 'GET', '/v1.0/me/calendars');
  const team = await call('ada', 'POST', '/v1.0/me/calendars', { name: 'Travel' });
  await call('ada', 'POST', `/v1.0/me/calendars/${idOf(team)}/events`, eventOn('2026-12-02', { subject: 'Train' }));
  await call('ada', 'POST', '/v1.0/me/calendars', { name: 'Travel' });
  await call('ada', 'GET', `/v1.0/me/calendars/${idOf(team)}/events?$top=5`);
  await call('ada', 'POST', '/v1.0/me/events', {
    ...eventOn('2026-12-24'),
    isAllDay: true,
    start: { dateTime: '2026-12-24T00:00:00', timeZone: 'Europe/Berlin' },
    end: { dateTime: '2026-12-25T00:00:00', timeZone: 'Europe/Berlin' },
  });
  await call('ada', 'POST', '/v1.0/me/events', eventOn('2026-12-03', { end: at('2026-12-02', 9) }));
  await call('ada', 'GET', `/v1.0/me/calendarView?${WINDOW}&$top=50&$orderby=start/dateTime`);
}

async function meetings({ call }: Player): Promise<void> {
  const guests = [guest('bo@contoso.example'), guest('chidi@contoso.example'), guest('someone@elsewhere.example')];
  const body = eventOn('2026-12-04', { subject: 'Kick-off', attendees: guests, transactionId: 'kick-off-1' });
  const meeting = idOf(await call('ada', 'POST', '/v1.0/me/events', body));
  await call('ada', 'POST', '/v1.0/me/events', body);
  const ofBo = await copyOf('bo', 'Kick-off');
  const ofChidi = await copyOf('chidi', 'Kick-off');
  await call('bo', 'POST', `/v1.0/me/events/${ofBo}/accept`, { comment: 'Fine', sendResponse: true });
  await call('chidi', 'POST', `/v1.0/me/events/${ofChidi}/decline`, { sendResponse: false });
  await call('bo', 'PATCH', `/v1.0/me/events/${ofBo}`, { categories: ['Green category'] });
  await call('ada', 'PATCH', `/v1.0/me/events/${meeting}`, { start: at('2026-12-04', 13), end: at('2026-12-04', 14) });
  await call('ada', 'PATCH', `/v1.0/me/events/${meeting}`, {
    attendees: [...guests.slice(0, 1), guest('dana@contoso.example')],
  });
  await call('dana', 'POST', `/v1.0/me/events/${await copyOf('dana', 'Kick-off')}/tentativelyAccept`, {});
  await call('bo', 'POST', `/v1.0/me/events/${ofBo}/cancel`, { comment: 'not mine' });
  await call('ada', 'POST', `/v1.0/me/events/${meeting}/cancel`, { comment: 'Another time' });
  await call('bo', 'GET', `/v1.0/me/events/${ofBo}`);
  await call('bo', 'GET', `/v1.0/me/events/${meeting}`);
  await call('ada', 'GET', `/v1.0/me/events/${meeting}`, undefined, { prefer: 'IdType="ImmutableId"' });

  async function copyOf(user: string, subject: string): Promise<string> {
    return firstIdOf(await call(user, 'GET', `/v1.0/me/events?$filter=subject eq '${subject}'`));
  }
}

async function series({ call }: Player): Promise<void> {
  const patterns = [
    { type: 'weekly', interval: 1, daysOfWeek: ['tuesday', 'thursday'], firstDayOfWeek: 'monday' },
    { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
    { type: 'relativeMonthly', interval: 2, daysOfWeek: ['friday'], index: 'last' },
  ];
  for (const pattern of patterns) {
    const range = { type: 'numbered', startDate: '2026-12-01', numberOfOccurrences: 8 };
    const recurrence = { pattern, range };
    const attendees = [guest('bo@contoso.example')];
    const made = await call('ada', 'POST', '/v1.0/me/events', eventOn('2026-12-01', { attendees, recurrence }));
    const instances = `/v1.0/me/events/${idOf(made)}/instances?startDateTime=2026-11-01&endDateTime=2028-12-01`;
    const [first, second] = idsOf(await call('ada', 'GET', instances));
    await call('ada', 'PATCH', `/v1.0/me/events/${first}`, { subject: 'Only this one' });
    await call('ada', 'DELETE', `/v1.0/me/events/${second}`);
    await call('ada', 'PATCH', `/v1.0/me/events/${idOf(made)}`, { location: { displayName: 'Room Aalto' } });
    await call('ada', 'GET', instances);
  }
  await call('bo', 'GET', `/v1.0/me/calendarView?${WINDOW}&$top=100`);
}

async function faults({ call, send }: Player): Promise<void> {
  const rules = [
    { match: { service: 'graph', method: 'POST', path: '/events$', nth: 4 }, effect: { status: 503 } },
    {
      match: { service: 'graph', method: 'POST', path: '/events$', probability: 0.4 },
      effect: { dropResponse: 'after' },
    },
    { match: { method: 'GET', path: '/me/events\\?', nth: 2 }, effect: { status: 429, retryAfter: 2.5 } },
    { match: { method: 'GET', path: '/me/calendars', probability: 0.5 }, effect: { dropResponse: 'before' } },
    { match: { path: '/delta', probability: 0.3 }, effect: { loopPages: true } },
    { match: { path: '/delta', probability: 0.3 }, effect: { replayPage: true } },
  ];
  await send('PUT', `${CONTROL}/faults`, JSON.stringify({ rules }), JSON_TYPE);
  for (let day = 10; day < 20; day += 1) {
    await call(
      'ada',
      'POST',
      '/v1.0/me/events',
      eventOn(`2026-12-${day}`, { attendees: [guest('bo@contoso.example')] }),
    );
    await call('ada', 'GET', '/v1.0/me/events?$top=3');
    await call('ada', 'GET', '/v1.0/me/calendars');
  }
  await send('GET', `${CONTROL}/faults`);
  await send('PUT', `${CONTROL}/faults`, JSON.stringify({ rules: [] }), JSON_TYPE);
}

async function batches({ call, send }: Player): Promise<void> {
  await send('PUT', `${CONTROL}/settings`, JSON.stringify({ throttle: 'strict' }), JSON_TYPE);
  const shuffle = [{ match: { path: '/\\$batch' }, effect: { shuffleAnswers: true } }];
  await send('PUT', `${CONTROL}/faults`, JSON.stringify({ rules: shuffle }), JSON_TYPE);
  const headers = { 'Content-Type': 'application/json' };
  const requests = Array.from({ length: 12 }, (_, index) => ({
    id: String(index),
    method: index % 3 === 0 ? 'POST' : 'GET',
    url: index % 3 === 0 ? '/me/events' : `/me/events?$top=${index}`,
    ...(index % 3 === 0 ? { headers, body: eventOn('2027-01-07', { subject: `Batch ${index}` }) } : {}),
  }));
  await call('ada', 'POST', '/v1.0/$batch', { requests });
  const chain = requests.map((request, index) =>
    index === 0 ? request : { ...request, dependsOn: [String(index - 1)] },
  );
  await call('ada', 'POST', '/v1.0/$batch', { requests: chain });
  await send('PUT', `${CONTROL}/faults`, JSON.stringify({ rules: [] }), JSON_TYPE);
  await send('PUT', `${CONTROL}/settings`, JSON.stringify({ throttle: 'documented' }), JSON_TYPE);
}

async function subscriptions({ call, send }: Player): Promise<void> {
  const subscription = {
    changeType: 'created,updated,deleted',
    notificationUrl: 'http://127.0.0.1:9/notifications',
    resource: 'me/events',
    expirationDateTime: '2026-11-29T00:00:00Z',
    clientState: 'state',
  };
  const made = await call('ada', 'POST', '/v1.0/subscriptions', subscription);
  await call('ada', 'POST', '/v1.0/me/events', eventOn('2027-01-08'));
  await call('ada', 'GET', '/v1.0/subscriptions');
  await call('ada', 'PATCH', `/v1.0/subscriptions/${idOf(made)}`, { expirationDateTime: '2026-11-30T00:00:00Z' });
  await send('PUT', `${CONTROL}/clock`, JSON.stringify({ advance: 'PT6H' }), JSON_TYPE);
  await send('GET', `${CONTROL}/clock`);
}

async function directory({ call }: Player): Promise<void> {
  const audience = { signInAudience: 'AzureADandPersonalMicrosoftAccount', api: { requestedAccessTokenVersion: 2 } };
  const made = await call('admin', 'POST', '/v1.0/applications', { displayName: 'Calendar', ...audience });
  await call('admin', 'POST', `/v1.0/applications/${idOf(made)}/addPassword`, {
    passwordCredential: { displayName: 'one' },
  });
  await call('admin', 'POST', '/v1.0/servicePrincipals', { appId: made.body.appId });
  await call('admin', 'PATCH', `/v1.0/applications/${idOf(made)}`, { tags: ['calendar'] });
  await call('admin', 'GET', `/v1.0/applications?$filter=appId eq '${String(made.body.appId)}'`);
  await call('admin', 'DELETE', `/v1.0/applications/${idOf(made)}`);
  await call('admin', 'GET', '/subscriptions?api-version=2022-12-01');
}

async function signIn({ send }: Player): Promise<void> {
  const login = 'https://login.microsoftonline.com/organizations';
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const client = 'client_id=04b07795-8ddb-461a-bbee-02f9e1bf7b46';
  await send('GET', `${login}/v2.0/.well-known/openid-configuration`);
  const device = await send('POST', `${login}/oauth2/v2.0/devicecode`, `${client}&scope=openid`, form);
  const grant = 'grant_type=urn:ietf:params:oauth:grant-type:device_code';
  const code = `device_code=${String(device.body.device_code)}`;
  await send('POST', `${login}/oauth2/v2.0/token`, `${client}&${grant}&${code}`, form);
  await send('POST', `${login}/oauth2/v2.0/token`, `${client}&grant_type=refresh_token&refresh_token=none`, form);
}

/** Follows a round to its end, whatever faults do to it. */
async function deltaRound({ call }: Player, path: string): Promise<void> {
  let next = path;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { body } = await call('ada', 'GET', next, undefined, { prefer: 'odata.maxpagesize=10' });
    const link = body['@odata.nextLink'];
    if (typeof link !== 'string') return;
    next = link;
  }
}

function eventOn(date: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const body = { contentType: 'text', content: 'What it is about' };
  return { subject: 'Lunch', body, start: at(date, 12), end: at(date, 13), ...more };
}

function at(date: string, hour: number): { dateTime: string; timeZone: string } {
  return { dateTime: `${date}T${String(hour).padStart(2, '0')}:00:00`, timeZone: 'Europe/Berlin' };
}

function guest(address: string): Record<string, unknown> {
  return { type: 'required', emailAddress: { address, name: address } };
}

function idOf({ body }: Reply): string {
  return String(body.id);
}

function idsOf({ body }: Reply): string[] {
  return Array.isArray(body.value) ? body.value.map((entry: { id?: unknown }) => String(entry.id)) : [];
}

function firstIdOf(reply: Reply): string {
  return idsOf(reply)[0] ?? 'none';
}
