// What programs hang on an event: open extensions and extended properties, read back only on request.
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

const referral = {
  '@odata.type': 'microsoft.graph.openTypeExtension',
  extensionName: 'Com.Contoso.Referral',
  companyName: 'Wingtip Toys',
  dealValue: 500050,
  expirationDate: '2015-12-03T10:00:00.000Z',
};
const PROPERTY = 'String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Color';

async function madeEvent(more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const { status, body } = await ada.post('/me/events', {
    subject: 'Holiday',
    start: { dateTime: '2026-12-01T10:00:00', timeZone: 'UTC' },
    end: { dateTime: '2026-12-01T11:00:00', timeZone: 'UTC' },
    ...more,
  });
  expect(status).toBe(201);
  return body;
}

describe('open extensions', () => {
  test('are made, and read by their name or their whole id', async () => {
    const { id } = await madeEvent();
    const made = await ada.post(`/me/events/${String(id)}/extensions`, referral);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      '@odata.type': '#microsoft.graph.openTypeExtension',
      id: 'Microsoft.OutlookServices.OpenTypeExtension.Com.Contoso.Referral',
      extensionName: 'Com.Contoso.Referral',
      companyName: 'Wingtip Toys',
      dealValue: 500050,
    });
    for (const name of [
      'Com.Contoso.Referral',
      String(made.body.id),
      'microsoft.graph.openTypeExtension.Com.Contoso.Referral',
    ]) {
      const { status, body } = await ada.get(`/me/events/${String(id)}/extensions/${name}`);
      expect(status).toBe(200);
      expect(body).toEqual(made.body);
    }
    const { body } = await ada.get<Listed>(`/me/calendar/events/${String(id)}/extensions`);
    expect(body.value).toHaveLength(1);
  });

  test('hold after a change exactly what it says', async () => {
    const { id } = await madeEvent();
    await ada.post(`/me/events/${String(id)}/extensions`, referral);
    const path = `/me/events/${String(id)}/extensions/Com.Contoso.Referral`;
    const { status, body } = await ada.patch(path, {
      ...referral,
      expirationDate: undefined,
      dealValue: null,
      topPicks: ['a', 'b'],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ companyName: 'Wingtip Toys', dealValue: null, topPicks: ['a', 'b'] });
    expect(body).not.toHaveProperty('expirationDate');
  });

  test('are deleted', async () => {
    const { id } = await madeEvent();
    await ada.post(`/me/events/${String(id)}/extensions`, referral);
    const path = `/me/events/${String(id)}/extensions/Com.Contoso.Referral`;
    expect((await ada.delete(path)).status).toBe(204);
    expect((await ada.get(path)).status).toBe(404);
    expect((await ada.delete(path)).status).toBe(404);
  });

  test('give the event another change key and mail nobody', async () => {
    const event = await madeEvent({ attendees: [{ emailAddress: { address: 'bo@contoso.example' } }] });
    client.takeMails();
    await ada.post(`/me/events/${String(event.id)}/extensions`, referral);
    expect(client.takeMails()).toEqual([]);
    expect((await ada.get(`/me/events/${String(event.id)}`)).body.changeKey).not.toBe(event.changeKey);
  });

  test.each([
    [{ ...referral, '@odata.type': undefined }, 400],
    [{ ...referral, extensionName: undefined }, 400],
    [{ ...referral, nested: { deep: true } }, 400],
    [{ ...referral, extensionName: 'com.contoso.referral' }, 409],
  ])('%j is refused with %d', async (body, status) => {
    const { id } = await madeEvent();
    await ada.post(`/me/events/${String(id)}/extensions`, referral);
    expect((await ada.post(`/me/events/${String(id)}/extensions`, body)).status).toBe(status);
  });

  test('come with an event on request, and are found by', async () => {
    const { id } = await madeEvent({ extensions: [referral] });
    await madeEvent();
    const plain = await ada.get(`/me/events/${String(id)}`);
    expect(plain.body).not.toHaveProperty('extensions');
    for (const name of ['Com.Contoso.Referral', 'Microsoft.OutlookServices.OpenTypeExtension.Com.Contoso.Referral']) {
      const filter = `id eq '${name}'`;
      const { body } = await ada.get(`/me/events/${String(id)}?$expand=extensions($filter=${filter})`);
      expect(body.extensions).toMatchObject([{ extensionName: 'Com.Contoso.Referral', companyName: 'Wingtip Toys' }]);
      const any = `Extensions/any(f:f/id eq '${name}')`;
      const found = await ada.get<Listed>(`/me/events?$filter=${any}&$expand=Extensions($filter=${filter})`);
      expect(found.body.value).toMatchObject([{ id, extensions: [{ extensionName: 'Com.Contoso.Referral' }] }]);
    }
  });

  test('are not the guests’', async () => {
    const event = await madeEvent({
      attendees: [{ emailAddress: { address: 'bo@contoso.example' } }],
      extensions: [referral],
    });
    const bo = client.as('bo');
    const { body } = await bo.get<Listed>(`/me/events?$filter=iCalUId eq '${String(event.iCalUId)}'`);
    expect(body.value).toHaveLength(1);
    expect((await bo.get<Listed>(`/me/events/${String(body.value[0]?.id)}/extensions`)).body.value).toEqual([]);
  });

  test('can be lost to a race: 503, and the event without them', async () => {
    const effect = { status: 503, code: 'ConcurrentItemSave', committed: true, losesExtensions: true };
    await client.control('PUT', '/faults', {
      rules: [{ match: { method: 'POST', path: '/events$', nth: 1 }, effect }],
    });
    const { status, body } = await ada.post('/me/events', {
      subject: 'Raced',
      start: { dateTime: '2026-12-01T10:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-12-01T11:00:00', timeZone: 'UTC' },
      extensions: [referral],
    });
    expect(status).toBe(503);
    expect(body.error).toMatchObject({ code: 'ConcurrentItemSave' });
    const found = await ada.get<Listed>(`/me/events?$filter=subject eq 'Raced'&$expand=extensions`);
    expect(found.body.value).toMatchObject([{ subject: 'Raced', extensions: [] }]);
  });

  test('of an occurrence make it an exception', async () => {
    const master = await madeEvent({
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'numbered', startDate: '2026-12-01', numberOfOccurrences: 3 },
      },
    });
    const instances = `/me/events/${String(master.id)}/instances?startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-09T00:00:00Z`;
    const second = (await ada.get<Listed>(`${instances}&$orderby=start/dateTime`)).body.value[1];
    expect((await ada.post(`/me/events/${String(second?.id)}/extensions`, referral)).status).toBe(201);
    expect((await ada.get(`/me/events/${String(second?.id)}`)).body.type).toBe('exception');
    expect((await ada.get<Listed>(`/me/events/${String(master.id)}/extensions`)).body.value).toEqual([]);
  });
});

describe('extended properties', () => {
  const expandOf = (id: string) => `$expand=singleValueExtendedProperties($filter=id eq '${id}')`;
  const anyOf = (id: string, value: string) =>
    `$filter=singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq '${value}')`;

  test('are not echoed, and come on request by type and GUID in any letter case', async () => {
    const event = await madeEvent({ singleValueExtendedProperties: [{ id: PROPERTY, value: 'Green' }] });
    expect(event).not.toHaveProperty('singleValueExtendedProperties');
    const upper = 'string {66F5A359-4659-4830-9070-00047EC6AC6E} name Color';
    for (const id of [PROPERTY, upper]) {
      const { body } = await ada.get(`/me/events/${String(event.id)}?${expandOf(id)}`);
      expect(body.singleValueExtendedProperties).toMatchObject([{ value: 'Green' }]);
    }
    const otherName = PROPERTY.replace('Color', 'color');
    const { body } = await ada.get(`/me/events/${String(event.id)}?${expandOf(otherName)}`);
    expect(body).not.toHaveProperty('singleValueExtendedProperties');
  });

  test('are found by their value in any letter case', async () => {
    const event = await madeEvent({ singleValueExtendedProperties: [{ id: PROPERTY, value: 'Green' }] });
    const { body } = await ada.get<Listed>(`/me/events?${anyOf(PROPERTY, 'GREEN')}`);
    expect(body.value.map(({ id }) => id)).toEqual([event.id]);
    const wrong = PROPERTY.replace('66f5', '66f6');
    expect((await ada.get<Listed>(`/me/events?${anyOf(wrong, 'Green')}`)).body.value).toEqual([]);
  });

  test('are replaced under the same id, however it is written', async () => {
    const event = await madeEvent({ singleValueExtendedProperties: [{ id: PROPERTY, value: 'Green' }] });
    const id = PROPERTY.replace('66f5a359', '66F5A359');
    await ada.patch(`/me/events/${String(event.id)}`, { singleValueExtendedProperties: [{ id, value: 'Red' }] });
    const { body } = await ada.get(`/me/events/${String(event.id)}?${expandOf(PROPERTY)}`);
    expect(body.singleValueExtendedProperties).toMatchObject([{ value: 'Red' }]);
  });

  test('hold several values under an array type', async () => {
    const id = 'StringArray {66f5a359-4659-4830-9070-00050ec6ac6e} Name Recreation';
    const event = await madeEvent({ multiValueExtendedProperties: [{ id, value: ['Food', 'Hiking'] }] });
    const { body } = await ada.get(
      `/me/events/${String(event.id)}?$expand=multiValueExtendedProperties($filter=id eq '${id}')`,
    );
    expect(body.multiValueExtendedProperties).toMatchObject([{ value: ['Food', 'Hiking'] }]);
  });

  test.each([
    ['singleValueExtendedProperties', 'Color', 'Green', 'ErrorInvalidProperty'],
    [
      'singleValueExtendedProperties',
      'Text {66f5a359-4659-4830-9070-00047ec6ac6e} Name Color',
      'Green',
      'ErrorInvalidProperty',
    ],
    ['singleValueExtendedProperties', 'String {66f5a359} Name Color', 'Green', 'ErrorInvalidProperty'],
    [
      'singleValueExtendedProperties',
      'String {66f5a359-4659-4830-9070-00047ec6ac6e} Id Color',
      'Green',
      'ErrorInvalidProperty',
    ],
    [
      'singleValueExtendedProperties',
      'StringArray {66f5a359-4659-4830-9070-00047ec6ac6e} Name Color',
      'Green',
      'ErrorInvalidExtendedProperty',
    ],
    ['singleValueExtendedProperties', 'Integer 0x0017', 'many', 'ErrorInvalidExtendedPropertyValue'],
    ['singleValueExtendedProperties', 'Boolean 0x0017', 'perhaps', 'ErrorInvalidExtendedPropertyValue'],
    ['multiValueExtendedProperties', PROPERTY, ['Green'], 'ErrorInvalidExtendedProperty'],
  ])('%s with the id %s and the value %s is refused with %s', async (name, id, value, code) => {
    const event = await madeEvent();
    const { status, body } = await ada.patch(`/me/events/${String(event.id)}`, { [name]: [{ id, value }] });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code });
  });

  test.each(['Integer {8ECCC264-6880-4EBE-992F-8888D2EEAA1D} Id 0x8012', 'Integer 0x00170003'])(
    '%s is an id',
    async (id) => {
      const event = await madeEvent({ singleValueExtendedProperties: [{ id, value: '42' }] });
      const { body } = await ada.get(`/me/events/${String(event.id)}?${expandOf(id)}`);
      expect(body.singleValueExtendedProperties).toMatchObject([{ value: '42' }]);
    },
  );

  test('are not the guests’', async () => {
    const event = await madeEvent({
      attendees: [{ emailAddress: { address: 'bo@contoso.example' } }],
      singleValueExtendedProperties: [{ id: PROPERTY, value: 'Green' }],
    });
    expect(event.id).toBeDefined();
    expect((await client.as('bo').get<Listed>(`/me/events?${anyOf(PROPERTY, 'Green')}`)).body.value).toEqual([]);
  });
});
