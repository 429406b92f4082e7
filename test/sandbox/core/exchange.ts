// One request from arrival to answer: ledger, faults, limits, latency, then the service. For whole batches and for each inner request.
import { ConnectionDropped, refusalOf, requestFault } from './faults.ts';
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from './http.ts';
import { openEntry } from './ledger.ts';
import { isEarly, rememberRetryAfter } from './retry-after.ts';
import type { Admission, Refusal, Service } from './service.ts';
import type { FaultEffect, LedgerEntry, World } from './world.ts';

/**
 * Lets a service answer, and writes the ledger.
 * @param batch the ledger's entry of the batch that the request came in.
 * @throws ConnectionDropped when a fault loses the request or its answer.
 */
export async function exchange(
  service: Service,
  request: SandboxRequest,
  world: World,
  batch: LedgerEntry | null = null,
): Promise<SandboxAnswer> {
  const entry = openEntry(world, { service: service.name, request, batch });
  if (isEarly(world, request, batch ?? entry)) entry.early = true;
  const fault = requestFault(world, {
    service: service.name,
    method: request.method,
    target: entry.path,
    mailbox: entry.mailbox,
    inner: batch !== null,
  });
  if (fault) entry.fault = fault;
  const effect = fault?.effect ?? {};
  const admission = service.admit?.(request, world) ?? open(world);
  try {
    const delayMs = admission.latencyMs + (effect.delayMs ?? 0);
    if (delayMs > 0) await world.ports.sleep(delayMs);
    if (effect.halfOpen || effect.dropResponse === 'before') throw new ConnectionDropped(effect.halfOpen);
    const answered = admission.refusal
      ? refuse(service, admission.refusal, request, world)
      : await answerUnder(service, effect, request, world);
    entry.status = answered.status;
    const isLost =
      effect.dropResponse === 'after' || (effect.timeoutAfter !== undefined && effect.status === undefined);
    if (isLost) throw new ConnectionDropped();
    // Inside a batch the client learns of it when the whole has come; the batch sees to that.
    if (!batch) rememberRetryAfter(world, request, answered);
    return effect.bytesPerSecond === undefined ? answered : { ...answered, bytesPerSecond: effect.bytesPerSecond };
  } finally {
    admission.release();
  }
}

async function answerUnder(
  service: Service,
  effect: FaultEffect,
  request: SandboxRequest,
  world: World,
): Promise<SandboxAnswer> {
  const isCommitted = effect.status === undefined || effect.committed || effect.timeoutAfter !== undefined;
  const answered = isCommitted ? await service.handle(request, world, effect) : null;
  if (answered && effect.status === undefined) return answered;
  return refuse(service, refusalOf(world, effect), request, world);
}

function refuse(service: Service, refusal: Refusal, request: SandboxRequest, world: World): SandboxAnswer {
  if (service.refuse) return service.refuse(refusal, request, world);
  const { status, code, message, headers = {} } = refusal;
  return jsonAnswer(status, { error: { code, message } }, headers);
}

function open(world: World): Admission {
  return { refusal: null, latencyMs: world.settings.latencyMs, release: () => {} };
}

/** The `Date` header of an answer: the sandbox's time, skewed where that is asked for. */
export function dateHeader(world: World, request: LedgerEntry | null): string {
  const skewMs = world.settings.dateSkewMs + (request?.fault?.effect.dateSkewMs ?? 0);
  return new Date(world.clock.now().epochMilliseconds + skewMs).toUTCString();
}
