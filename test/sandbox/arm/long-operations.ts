// Azure's long-running work: answered at once with 202 and an address to ask, done later by the sandbox's clock.
import { emptyAnswer, jsonAnswer, type SandboxAnswer } from '../core/http.ts';
import type { Azure, LongOperation } from './model.ts';
import { ArmRefusal, type SubscriptionCall, type SubscriptionOperation } from './operation.ts';

/** Resource Manager suggests no longer waits. */
const RETRY_AFTER_S_MAX = 15;

/** Where the work is done: by Resource Manager itself, or by a provider in a region. */
export type Worker = { namespace: string; location: string } | null;

/** Starts work that takes effect when `azureOperationMs` are over. */
export function startOperation(call: SubscriptionCall, work: Pick<LongOperation, 'finish' | 'result'>): LongOperation {
  const startedAt = call.world.clock.now().epochMilliseconds;
  const operation: LongOperation = {
    token: call.world.random.uuid(),
    subscriptionId: call.subscription.subscriptionId,
    startedAt,
    doneAt: startedAt + call.world.settings.azureOperationMs,
    isDone: false,
    ...work,
  };
  call.azure.operations.set(operation.token, operation);
  return operation;
}

/** Lets everything take effect whose time has come, in order. */
export function settle(azure: Azure, now: number): void {
  const due = [...azure.operations.values()].filter(({ isDone, doneAt }) => !isDone && doneAt <= now);
  for (const operation of due.toSorted((one, other) => one.doneAt - other.doneAt)) {
    operation.isDone = true;
    operation.finish();
  }
  for (const resource of azure.resources.values()) {
    if (resource.settledAt === null || resource.settledAt > now) continue;
    resource.settledAt = null;
    resource.provisioningState = 'Succeeded';
  }
  for (const [name, { scheduledPurgeAt }] of azure.deletedVaults) {
    if (scheduledPurgeAt > now) continue;
    azure.deletedVaults.delete(name);
    azure.secrets.delete(name);
  }
}

/** `Location` and `Retry-After`: ask there until it is not 202 any more. */
export function locationHeaders(
  call: SubscriptionCall,
  operation: LongOperation,
  worker: Worker,
): Record<string, string> {
  return { location: addressOf(call, operation, { worker, kind: 'operationresults' }), ...retryAfter(call, operation) };
}

/** `Azure-AsyncOperation` and `Retry-After`: ask there for a status. */
export function statusHeaders(
  call: SubscriptionCall,
  operation: LongOperation,
  worker: Worker,
): Record<string, string> {
  const address = addressOf(call, operation, { worker, kind: 'operationStatuses' });
  return { 'azure-asyncoperation': address, ...retryAfter(call, operation) };
}

/** Whole seconds until it is done, at the most so many as Resource Manager suggests. */
function retryAfter({ world }: SubscriptionCall, { doneAt }: LongOperation): Record<string, string> {
  const leftMs = Math.max(0, doneAt - world.clock.now().epochMilliseconds);
  return { 'retry-after': String(Math.min(RETRY_AFTER_S_MAX, Math.floor(leftMs / 1_000))) };
}

function addressOf(
  { request, subscription, apiVersion }: SubscriptionCall,
  { token }: LongOperation,
  { worker, kind }: { worker: Worker; kind: 'operationresults' | 'operationStatuses' },
): string {
  const scope = `/subscriptions/${subscription.subscriptionId}`;
  const folder = worker ? `/providers/${worker.namespace}/locations/${worker.location}` : '';
  return `${request.url.origin}${scope}${folder}/${kind}/${token}?api-version=${apiVersion}`;
}

function results(call: SubscriptionCall): SandboxAnswer {
  const operation = operationOf(call);
  if (!operation.isDone) {
    // The address that was asked is the one to ask again.
    return emptyAnswer(202, { location: call.request.url.href, ...retryAfter(call, operation) });
  }
  const { status, body } = operation.result();
  return body === undefined ? emptyAnswer(status) : jsonAnswer(status, body);
}

function status(call: SubscriptionCall): SandboxAnswer {
  const operation = operationOf(call);
  const instant = (ms: number) => new Date(ms).toISOString();
  const about = { id: call.path, name: operation.token, startTime: instant(operation.startedAt) };
  return operation.isDone
    ? jsonAnswer(200, { ...about, status: 'Succeeded', endTime: instant(operation.doneAt) })
    : jsonAnswer(200, { ...about, status: 'InProgress' }, retryAfter(call, operation));
}

function operationOf({ azure, parameters, subscription }: SubscriptionCall): LongOperation {
  const operation = azure.operations.get(parameters.operation ?? '');
  if (operation?.subscriptionId === subscription.subscriptionId) return operation;
  throw new ArmRefusal(404, 'OperationNotFound', `The operation '${parameters.operation ?? ''}' was not found.`);
}

const source = 'azure-resource-manager/management/async-operations';
const SUBSCRIPTION = '/subscriptions/{subscriptionId}';
const WORKER = `${SUBSCRIPTION}/providers/{namespace}/locations/{location}`;

/** The addresses that answers with 202 name. Whoever may see the subscription may ask. */
export const longOperations: readonly SubscriptionOperation[] = [
  { path: `${SUBSCRIPTION}/operationresults/{operation}`, answer: results },
  { path: `${WORKER}/operationresults/{operation}`, answer: results },
  { path: `${WORKER}/operationStatuses/{operation}`, answer: status },
].map(({ path, answer }) => ({
  method: 'GET',
  level: 'subscription',
  path,
  access: null,
  // The version is that of the request that began the work.
  apiVersions: null,
  coverage: {
    evidence: 'documented',
    source,
    difference: 'always succeeds, after the setting azureOperationMs',
  },
  answer,
}));
