// A transport into a sandbox in the same process: the product's own client chain, without sockets.
import { cloudByName } from '../../graph/transport/clouds.ts';
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
