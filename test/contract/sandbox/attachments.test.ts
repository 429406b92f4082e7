// Small attachments of an event: whole resources, limits, raw content, and what the guests hear of them.
import { beforeEach, describe, expect, test } from 'vitest';
import { type GraphUser, openSandbox, type SandboxClient } from './sandbox-client.ts';

interface Listed {
  value: Record<string, unknown>[];
}

let client: SandboxClient;
let ada: GraphUser;
let event: Record<string, unknown>;
let path: string;

beforeEach(async () => {
  client = openSandbox();
  ada = client.as('ada');
  ({ body: event } = await ada.post('/me/events', {
    subject: 'Lunch',
    start: { dateTime: '2026-12-01T12:00:00', timeZone: 'UTC' },
    end: { dateTime: '2026-12-01T13:00:00', timeZone: 'UTC' },
    attendees: [{ emailAddress: { address: 'bo@contoso.example' } }],
  }));
  path = `/me/events/${String(event.id)}`;
  client.takeMails();
});

const file = (more: Record<string, unknown> = {}) => ({
  '@odata.type': '#microsoft.graph.fileAttachment',
  name: 'menu.txt',
  contentBytes: Buffer.from('mac and cheese today').toString('base64'),
  ...more,
});

describe('a file', () => {
  test('is answered whole, as documented', async () => {
    const documented = file({ contentBytes: 'base64bWFjIGFuZCBjaGVlc2UgdG9kYXk=' });
    const { status, body } = await ada.post(`${path}/attachments`, documented);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      '@odata.type': '#microsoft.graph.fileAttachment',
      lastModifiedDateTime: '2026-11-24T09:00:00Z',
      name: 'menu.txt',
      contentType: 'text/plain',
      size: 178,
      isInline: false,
      contentId: null,
      contentLocation: null,
      contentBytes: 'bWFjIGFuZCBjaGVlc2UgdG9kYXk=',
    });
    expect(body['@odata.context']).toMatch(/\/events\('[^']+'\)\/attachments\/\$entity$/);
  });

  test('is listed, read, and taken away', async () => {
    const { body } = await ada.post(`${path}/attachments`, file());
    const one = `${path}/attachments/${String(body.id)}`;
    expect((await ada.get<Listed>(`${path}/attachments`)).body.value).toHaveLength(1);
    expect((await ada.get(one)).body).toMatchObject({ id: body.id, name: 'menu.txt' });
    expect((await ada.get(path)).body.hasAttachments).toBe(true);
    expect((await ada.delete(one)).status).toBe(204);
    expect((await ada.get(one)).status).toBe(404);
    expect((await ada.get(path)).body.hasAttachments).toBe(false);
  });

  test('gives its bytes under its own content type', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const { body } = await ada.post(
      `${path}/attachments`,
      file({ name: 'all.bin', contentBytes: Buffer.from(bytes).toString('base64') }),
    );
    const token = await client.control('POST', '/token', { user: 'ada@contoso.example', scopes: ['Calendars.Read'] });
    const answer = await client.sandbox.handle({
      method: 'GET',
      url: new URL(`https://graph.microsoft.com/v1.0${path}/attachments/${String(body.id)}/$value`),
      headers: { authorization: `Bearer ${String(token.body.access_token)}` },
      body: '',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/octet-stream');
    expect(answer.bytes).toEqual(Buffer.from(bytes));
  });

  test('that lies in the text is no attachment of the event', async () => {
    await ada.post(`${path}/attachments`, file({ name: 'logo.png', isInline: true, contentId: 'logo' }));
    expect((await ada.get(path)).body.hasAttachments).toBe(false);
  });

  test.each([
    [{ '@odata.type': undefined }, 400],
    [{ '@odata.type': '#microsoft.graph.event' }, 400],
    [{ name: undefined }, 400],
    [{ contentBytes: 'not base64!' }, 400],
    [{ contentBytes: undefined }, 400],
    [{ colour: 'red' }, 400],
    [{ contentBytes: Buffer.alloc(3 * 1024 * 1024).toString('base64') }, 413],
  ])('with %o is refused', async (more, status) => {
    expect((await ada.post(`${path}/attachments`, file(more))).status).toBe(status);
  });

  test('just under 3 MB is small enough', async () => {
    const contentBytes = Buffer.alloc(3 * 1024 * 1024 - 1).toString('base64');
    expect((await ada.post(`${path}/attachments`, file({ contentBytes }))).status).toBe(201);
  });
});

describe('an attached item', () => {
  const holiday = {
    '@odata.type': '#microsoft.graph.itemAttachment',
    name: 'Holiday event',
    item: {
      '@odata.type': 'microsoft.graph.event',
      subject: 'Discuss gifts for children',
      start: { dateTime: '2016-12-02T18:00:00', timeZone: 'Pacific Standard Time' },
      end: { dateTime: '2016-12-02T19:00:00', timeZone: 'Pacific Standard Time' },
    },
  };

  test('comes without its item, unless that is expanded', async () => {
    const { status, body } = await ada.post(`${path}/attachments`, holiday);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      '@odata.type': '#microsoft.graph.itemAttachment',
      name: 'Holiday event',
      contentType: null,
    });
    expect(body).not.toHaveProperty('item');
    const one = `${path}/attachments/${String(body.id)}`;
    const expanded = await ada.get(`${one}?$expand=microsoft.graph.itemattachment/item`);
    expect(expanded.body.item).toMatchObject({
      '@odata.type': '#microsoft.graph.event',
      id: '',
      subject: 'Discuss gifts for children',
      start: { dateTime: '2016-12-03T02:00:00.0000000', timeZone: 'UTC' },
    });
  });
});

test('the content of a link cannot be read', async () => {
  const { body } = await ada.post(`${path}/attachments`, {
    '@odata.type': '#microsoft.graph.referenceAttachment',
    name: 'Plan',
  });
  expect(body).toMatchObject({ '@odata.type': '#microsoft.graph.referenceAttachment', name: 'Plan' });
  expect((await ada.get(`${path}/attachments/${String(body.id)}/$value`)).status).toBe(405);
});

describe('what guests hear', () => {
  test('an organizer’s attachment updates them, and is in their copy', async () => {
    await ada.post(`${path}/attachments`, file());
    expect(client.takeMails()).toEqual(['update bo@contoso.example']);
    const bo = client.as('bo');
    const { body } = await bo.get<Listed>(`/me/events?$filter=iCalUId eq '${String(event.iCalUId)}'`);
    expect(body.value[0]?.hasAttachments).toBe(true);
    const { body: attachments } = await bo.get<Listed>(`/me/events/${String(body.value[0]?.id)}/attachments`);
    expect(attachments.value).toMatchObject([{ name: 'menu.txt' }]);
  });

  test('nothing, where the setting says so', async () => {
    await client.control('PUT', '/settings', { mailOnAttachments: false });
    await ada.post(`${path}/attachments`, file());
    expect(client.takeMails()).toEqual([]);
  });

  test('nothing of what a guest attaches to his own copy', async () => {
    const bo = client.as('bo');
    const { body } = await bo.get<Listed>(`/me/events?$filter=iCalUId eq '${String(event.iCalUId)}'`);
    expect((await bo.post(`/me/events/${String(body.value[0]?.id)}/attachments`, file())).status).toBe(201);
    expect(client.takeMails()).toEqual([]);
    expect((await ada.get(path)).body.hasAttachments).toBe(false);
  });
});
