// What a client asked for and the sandbox lacks: announced to the process, so that a test run can fail on it.
import { channel } from 'node:diagnostics_channel';
import type { SandboxRequest } from './http.ts';

const gaps = channel('sandbox:gap');

/** Tells whoever listens in this process that a request met a 501; nobody needs to. */
export function announceGap({ method, url }: SandboxRequest): void {
  gaps.publish(`${method} ${url.pathname}`);
}

/** @param listener gets each request that met a 501, e.g. `GET /v1.0/me/drive`. @returns a function that ends it. */
export function onGap(listener: (request: string) => void): () => void {
  const hear = (message: unknown) => listener(String(message));
  gaps.subscribe(hear);
  return () => gaps.unsubscribe(hear);
}
