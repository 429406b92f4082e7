// The one way out: which hosts it reaches, how the sandbox is put in their place, and what it never lets through.
import { expect, test } from 'vitest';
import { cloudByName } from '../../../graph/transport/clouds.ts';
import { createGraphClient } from '../../../graph/transport/graph-client.ts';
import { createOriginMap } from '../../../graph/transport/origin-map.ts';
import { REDACTED, redact } from '../../../graph/transport/redaction.ts';
import { createTransport, type HttpSend } from '../../../graph/transport/transport.ts';

const cloud = cloudByName('public');

/** A transport that keeps what it was asked to send. */
function recordingTransport(sandboxUrl?: string) {
  const sent: { url: string; headers: Headers; redirect: string | undefined }[] = [];
  const send: HttpSend = async (url, init) => {
    sent.push({ url, headers: new Headers(init.headers), redirect: init.redirect });
    return Response.json({ value: [] });
  };
  return { sent, transport: createTransport({ cloud, originMap: createOriginMap(cloud, sandboxUrl, false), send }) };
}

test('without a sandbox, requests go to Microsoft’s own names and redirects are not followed', async () => {
  const { sent, transport } = recordingTransport();
  await transport.fetch('https://graph.microsoft.com/v1.0/me?$select=id', {});
  expect(sent[0]?.url).toBe('https://graph.microsoft.com/v1.0/me?$select=id');
  expect(sent[0]?.headers.has('x-forwarded-host')).toBe(false);
  expect(sent[0]?.redirect).toBe('manual');
});

test('with a sandbox, the original host travels in X-Forwarded-Host', async () => {
  const { sent, transport } = recordingTransport('http://127.0.0.1:8480');
  await transport.fetch('https://login.microsoftonline.com/common/oauth2/v2.0/token', { method: 'POST' });
  expect(sent[0]?.url).toBe('http://127.0.0.1:8480/common/oauth2/v2.0/token');
  expect(sent[0]?.headers.get('x-forwarded-host')).toBe('login.microsoftonline.com');
  expect(sent[0]?.headers.get('x-forwarded-proto')).toBe('https');
  expect(transport.browserUrl('https://login.microsoftonline.com/common/oauth2/v2.0/authorize?state=a')).toBe(
    'http://127.0.0.1:8480/common/oauth2/v2.0/authorize?state=a',
  );
});

test.each([
  'https://evil.example/v1.0/me',
  'http://graph.microsoft.com/v1.0/me',
  'https://graph.microsoft.com:444/v1.0/me',
  'https://graph.microsoft.com.evil.example/v1.0/me',
  'http://169.254.169.254/latest/meta-data',
])('%s is refused before anything leaves', async (url) => {
  const { sent, transport } = recordingTransport();
  await expect(transport.fetch(url, { headers: { authorization: 'Bearer token' } })).rejects.toMatchObject({
    code: 'host_not_allowed',
  });
  expect(sent).toEqual([]);
});

test('a delta link on a foreign host is refused by the Graph client, and no token leaves', async () => {
  const { sent, transport } = recordingTransport();
  const client = createGraphClient(transport, async () => 'secret-token');
  await expect(client.send({ method: 'GET', path: 'https://evil.example/v1.0/me/events' })).rejects.toMatchObject({
    code: 'host_not_allowed',
  });
  expect(sent).toEqual([]);
});

test('the Graph client signs requests and keeps every answer as it came', async () => {
  const seen: Headers[] = [];
  const transport = createTransport({
    cloud,
    originMap: new Map(),
    async send(_, init) {
      seen.push(new Headers(init.headers));
      return Response.json(
        { error: { code: 'ApplicationThrottled', message: '' } },
        { status: 429, headers: { 'Retry-After': '2.128' } },
      );
    },
  });
  const answer = await createGraphClient(transport, async () => 'token').send({ method: 'GET', path: '/me/events' });
  expect(answer.status).toBe(429);
  expect(answer.headers['retry-after']).toBe('2.128');
  expect(seen).toHaveLength(1);
  expect(seen[0]?.get('authorization')).toBe('Bearer token');
});

test('an error of the token source reaches the caller with its code', async () => {
  const { transport } = recordingTransport();
  const failure = Object.assign(new Error('Sign in again.'), { code: 'needs_sign_in' });
  const client = createGraphClient(transport, () => Promise.reject(failure));
  await expect(client.send({ method: 'GET', path: '/me' })).rejects.toBe(failure);
});

test.each([
  ['http://192.168.0.7:8480', false, 'sandbox_not_loopback'],
  ['https://graph.evil.example', false, 'sandbox_not_loopback'],
  ['8480', false, 'sandbox_url_invalid'],
  ['http://127.0.0.1:8480', true, 'sandbox_in_production'],
])('SANDBOX_URL %s (production: %s) is refused as %s', (url, production, code) => {
  expect(() => createOriginMap(cloud, url, production)).toThrow(expect.objectContaining({ code }));
});

test.each([
  '{"access_token":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln","token_type":"Bearer"}',
  'client_id=1&client_secret=abc8Q~def&grant_type=authorization_code&code=0.AXoA-very-secret',
  'GET /microsoft_account/authentication?code=0.AXoA-very-secret&state=1',
  'Authorization: Bearer EwBIA8l6BAAU-very-secret',
  '{"secretText":"abc8Q~def-very-secret"}',
  'error at eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
])('redacts %s', (text) => {
  const clean = redact(text);
  expect(clean).toContain(REDACTED);
  expect(clean).not.toMatch(/very-secret|abc8Q~def|eyJhbGci/);
});

test('error codes survive redaction', () => {
  const text = '{"error":{"code":"ErrorItemNotFound","message":"gone"}}';
  expect(redact(text)).toBe(text);
});
