// The ledger: one entry per request that the sandbox received, those inside batches included.
import type { SandboxRequest } from './http.ts';
import { type AccessToken, findToken } from './tokens.ts';
import type { LedgerEntry, ServiceName, World } from './world.ts';

const entries = new WeakMap<SandboxRequest, LedgerEntry>();

/** Writes down a request as it arrives; its status follows. @param batch the entry of the batch that it came in */
export function openEntry(
  world: World,
  facts: { service: ServiceName; request: SandboxRequest; batch: LedgerEntry | null },
): LedgerEntry {
  const { service, request, batch } = facts;
  const entry: LedgerEntry = {
    at: world.clock.now().toString(),
    service,
    method: request.method,
    path: request.url.pathname + request.url.search,
    status: 0,
    mailbox: callerOf(request, world),
    clientRequestId: request.headers['client-request-id'] ?? null,
    ...(batch ? { batch: world.ledger.indexOf(batch) } : {}),
  };
  world.ledger.push(entry);
  entries.set(request, entry);
  return entry;
}

/** The entry of a request that is being answered. */
export function entryOf(request: SandboxRequest): LedgerEntry | null {
  return entries.get(request) ?? null;
}

/** The token that a request came with, expired or not. */
export function tokenOf(request: SandboxRequest, world: World): AccessToken | undefined {
  return findToken(world, (request.headers.authorization ?? '').replace(/^Bearer /i, ''));
}

/** The user principal name behind the request's token; null where there is none. */
function callerOf(request: SandboxRequest, world: World): string | null {
  const token = tokenOf(request, world);
  return (token?.userId && world.users.get(token.userId)?.userPrincipalName) || null;
}
