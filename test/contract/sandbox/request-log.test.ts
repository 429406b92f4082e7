// The log of requests that people read: what stands in a line, what stands below it, and what never does.
import { describe, expect, test } from 'vitest';
import { createRequestLog } from '../../sandbox/command/request-log.ts';
import { shownPath } from '../../sandbox/command/shown-path.ts';
import type { SandboxRequest } from '../../sandbox/core/http.ts';
import { ConnectionDropped } from '../../sandbox/create-sandbox.ts';
import { openSandbox, type SandboxClient } from './sandbox-client.ts';

/** The log of a sandbox, and a way to send requests that it hears of, as Ada where they are for Graph. */
async function openLog(client: SandboxClient = openSandbox()) {
  const lines: string[] = [];
  const log = createRequestLog({ writeLine: (line) => lines.push(line), paint: (_, text) => text });
  const issued = await client.control('POST', '/token', { user: 'ada@contoso.example' });
  const headers = {
    authorization: `Bearer ${String(issued.body.access_token)}`,
    'content-type': 'application/json',
  };
  return {
    client,
    async send(method: string, target: string, body: unknown = '') {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const request: SandboxRequest = { method, url: new URL(target, 'http://localhost'), headers, body: text };
      const world = client.world();
      const status = await client.sandbox.handle(request).then(
        (answer) => answer.status,
        (error: unknown) => {
          if (error instanceof ConnectionDropped) return null;
          throw error;
        },
      );
      log({ request, world, status, durationMs: 12.4 });
    },
    /** Lines with single spaces. */
    lines: () => lines.map((line) => line.replaceAll(/ +/g, ' ').trim()),
  };
}

describe('a line', () => {
  test('tells the time, the service, the status, how long it took, who asked, and for what; a new date its own', async () => {
    const { client, send, lines } = await openLog();
    await send('GET', '/v1.0/me/calendar?$select=name');
    client.advance('P1D');
    await send('POST', '/common/oauth2/v2.0/token');
    expect(lines()).toEqual([
      '── 2026-11-24 (UTC, by the sandbox’s clock) ──',
      '09:00:00 graph 200 12 ms ada@contoso.example GET /v1.0/me/calendar?$select=name',
      '── 2026-11-25 (UTC, by the sandbox’s clock) ──',
      expect.stringMatching(/^09:00:00 entra 400 12 ms \S+ POST \/common\/oauth2\/v2.0\/token$/) as string,
    ]);
  });

  test('marks what a fault struck, a dropped connection, and who came before a Retry-After was over', async () => {
    const { client, send, lines } = await openLog();
    client.world().faults = [
      { match: { path: 'calendar$', nth: 1 }, effect: { status: 429, retryAfter: 60 }, matched: 0 },
      { match: { path: 'calendars$' }, effect: { dropResponse: 'after' }, matched: 0 },
    ];
    await send('GET', '/v1.0/me/calendar');
    await send('GET', '/v1.0/me/events');
    await send('GET', '/v1.0/me/calendars');
    expect(lines().slice(1)).toEqual([
      '09:00:00 graph 429 12 ms ada@contoso.example GET /v1.0/me/calendar [fault status retryAfter]',
      '09:00:00 graph 200 12 ms ada@contoso.example GET /v1.0/me/events [early]',
      '09:00:00 graph lost 12 ms ada@contoso.example GET /v1.0/me/calendars [early] [fault dropResponse]',
    ]);
  });

  test('of a batch is followed by one for each of its requests', async () => {
    const { send, lines } = await openLog();
    const requests = [
      { id: '1', method: 'GET', url: '/me/calendar' },
      { id: '2', method: 'GET', url: '/me/events/none' },
    ];
    await send('POST', '/v1.0/$batch', { requests });
    await send('GET', '/v1.0/me/calendar');
    expect(lines().slice(1)).toEqual([
      '09:00:00 graph 200 12 ms ada@contoso.example POST /v1.0/$batch',
      '200 ada@contoso.example └ GET /v1.0/me/calendar',
      expect.stringMatching(/^4\d\d ada@contoso.example └ GET \/v1.0\/me\/events\/none$/) as string,
      '09:00:00 graph 200 12 ms ada@contoso.example GET /v1.0/me/calendar',
    ]);
  });

  test('is written for what changes the sandbox, not for what looks at it', async () => {
    const { send, lines } = await openLog();
    await send('GET', '/_sandbox/requests');
    await send('PUT', '/_sandbox/clock', { advance: 'PT1H' });
    expect(lines().slice(1)).toEqual(['10:00:00 control 200 12 ms – PUT /_sandbox/clock']);
  });
});

describe('a path', () => {
  test.each(['code', 'client_secret', 'access_token', 'id_token_hint', 'device_code', 'client_assertion', 'passwd'])(
    'hides %s, however it is written',
    (name) => {
      const encoded = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
      expect(shownPath(`/x?a=1&${name}=S3CRET`)).toBe(`/x?a=1&${name}=[hidden]`);
      expect(shownPath(`/x?${encoded}=S3CRET=`)).toBe(`/x?${name}=[hidden]`);
      expect(shownPath(`/x?${name.toUpperCase()}=S3CRET`)).not.toContain('S3CRET');
    },
  );

  test('hides delta and skip tokens, and cuts long ids short', () => {
    expect(shownPath('/me/events/delta?$deltatoken=abc&$skiptoken=def&$top=3')).toBe(
      '/me/events/delta?$deltatoken=[hidden]&$skiptoken=[hidden]&$top=3',
    );
    expect(shownPath(`/me/events/AAMkAGI1${'x'.repeat(120)}AAAA==/accept`)).toBe('/me/events/AAMkAGI1…AAAA==/accept');
  });

  test('is decoded to be read, but not where that would command the terminal', () => {
    expect(shownPath("/me/events?$filter=subject%20eq%20'Focus%20time'")).toBe(
      "/me/events?$filter=subject eq 'Focus time'",
    );
    expect(shownPath('/%1b%5b31m?a=%0d%1b%5b2J&b=%zz')).toBe('/%1b%5b31m?a=%0d%1b%5b2J&b=%zz');
  });
});
