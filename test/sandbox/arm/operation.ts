// What an operation of Resource Manager is: a method, a path, who may call it, how well it is known, and what answers it.
import type { SandboxAnswer, SandboxRequest } from '../core/http.ts';
import type { Coverage } from '../core/service.ts';
import type { World } from '../core/world.ts';
import type { Azure, AzureSubscription } from './model.ts';

export type Method = 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';

/** Who asks: a user, or an application by itself. */
export interface Caller {
  tenantId: string;
  /** The id of the user, or of the application's service principal. */
  principalId: string;
  appId: string;
  /** A user principal name or a client id, as refusals name it. */
  name: string;
}

export interface ArmCall {
  world: World;
  azure: Azure;
  request: SandboxRequest;
  caller: Caller;
  /** What the path names in braces. */
  parameters: Readonly<Record<string, string>>;
  apiVersion: string;
  /** The parsed JSON body; undefined where there was none. */
  body: unknown;
  /** The path without doubled slashes and without one at the end. */
  path: string;
}

/** A call below `/subscriptions/{subscriptionId}`. */
export interface SubscriptionCall extends ArmCall {
  subscription: AzureSubscription;
}

interface AboutOperation {
  method: Method;
  /** `/subscriptions/{subscriptionId}/locations`; `{+resourceId}` takes all that follows. */
  path: string;
  /** The API versions it knows: those of Resource Manager itself where it says nothing; null where they are checked later. */
  apiVersions?: readonly string[] | null;
  coverage: Omit<Coverage, 'service' | 'behaviour'>;
}

export interface TenantOperation extends AboutOperation {
  level: 'tenant';
  answer(call: ArmCall): SandboxAnswer;
}

export interface SubscriptionOperation extends AboutOperation {
  level: 'subscription';
  /** The action that the caller needs and the scope it needs it on; null: the answer shows only what the caller may read. */
  access: ((call: SubscriptionCall) => { action: string; scope: string }) | null;
  answer(call: SubscriptionCall): SandboxAnswer;
}

export type ArmOperation = TenantOperation | SubscriptionOperation;

/** A refusal in Resource Manager's words; thrown inside an operation, turned into the error body by the service. */
export class ArmRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  readonly details: readonly { code: string; message: string; target?: string }[] | undefined;
  constructor(
    status: number,
    code: string,
    message: string,
    extra: { headers?: Record<string, string>; details?: ArmRefusal['details'] } = {},
  ) {
    super(message);
    this.name = 'ArmRefusal';
    this.status = status;
    this.code = code;
    this.headers = extra.headers ?? {};
    this.details = extra.details;
  }
}

/** What the sandbox lacks, though Microsoft has it. */
export class ArmGap extends Error {}

/** A member of a request's body or of a part of it. */
export function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** @throws ArmRefusal 400 for a body that is no JSON object. */
export function bodyRecord({ body }: ArmCall): Record<string, unknown> {
  const record = recordOf(body);
  if (record) return record;
  throw new ArmRefusal(
    400,
    'InvalidRequestContent',
    'The request content was invalid and could not be deserialized: the body is not a JSON object.',
  );
}
