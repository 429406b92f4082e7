// A transport into a sandbox in the same process: the product's own client chain, without sockets.
import { Temporal } from 'temporal-polyfill';
import { cloudByName } from '../../graph/transport/clouds.ts';
import { createGraphClient, type GraphClient } from '../../graph/transport/graph-client.ts';
import { createTransport, type Transport } from '../../graph/transport/transport.ts';
import type { Sandbox } from '../sandbox/create-sandbox.ts';

/** The product speaks to Microsoft's names; the sandbox answers. */
export function transportInto(sandbox: Sandbox): Transport {
  return createTransport({
    cloud: cloudByName('public'),
    originMap: new Map(),
    async send(url, init) {
      const answer = await sandbox.handle({
        method: init.method ?? 'GET',
        url: new URL(url),
        headers: Object.fromEntries(new Headers(init.headers)),
        body: typeof init.body === 'string' ? init.body : '',
      });
      const headers = new Headers();
      for (const [name, value] of Object.entries(answer.headers))
        headers.set(name, Array.isArray(value) ? value.join(', ') : value);
      return new Response(answer.body === '' ? null : answer.body, { status: answer.status, headers });
    },
  });
}

/** A Graph client of a person of the sandbox, by sign-in name; its token is renewed as time goes on. */
export function clientInto(sandbox: Sandbox, user: string, now: () => Temporal.Instant): GraphClient {
  let known: { token: string; until: Temporal.Instant } | null = null;
  return createGraphClient(transportInto(sandbox), async () => {
    if (known && Temporal.Instant.compare(now(), known.until) < 0) return known.token;
    known = { token: await tokenFor(sandbox, user), until: now().add({ minutes: TOKEN_USED_MINUTES }) };
    return known.token;
  });
}

/** A token is used for so long, well within its life. */
const TOKEN_USED_MINUTES = 30;

async function tokenFor(sandbox: Sandbox, user: string): Promise<string> {
  const answer = await sandbox.handle({
    method: 'POST',
    url: new URL('http://localhost/_sandbox/token'),
    headers: {},
    body: JSON.stringify({ user, scopes: ['Calendars.ReadWrite'] }),
  });
  return (JSON.parse(answer.body) as { access_token: string }).access_token;
}
