// A call to the data of a vault, and a refusal in Key Vault's words.
import type { SandboxAnswer, SandboxRequest } from '../../core/http.ts';
import type { Coverage } from '../../core/service.ts';
import type { World } from '../../core/world.ts';
import type { Azure, AzureResource, VaultSecret } from '../model.ts';
import type { Caller } from '../operation.ts';

export interface VaultCall {
  world: World;
  azure: Azure;
  request: SandboxRequest;
  vault: AzureResource;
  /** `https://{name}.vault.azure.net`. */
  origin: string;
  /** By name in lower case. */
  secrets: Map<string, VaultSecret>;
  caller: Caller;
  /** What the path names: a secret, and perhaps a version of it. */
  parameters: Readonly<Record<string, string>>;
  body: unknown;
}

export interface VaultOperation {
  method: string;
  /** As Microsoft writes it, e.g. `/secrets/{name}/{version}`. */
  route: string;
  path: RegExp;
  /** What roles grant: the last part of the data action. */
  dataAction: string;
  /** What access policies grant. */
  policy: string;
  coverage: Omit<Coverage, 'service' | 'behaviour'>;
  answer(call: VaultCall): SandboxAnswer;
}

/** Thrown inside an operation, turned into the error body by the service. */
export class VaultRefusal extends Error {
  readonly status: number;
  readonly code: string;
  /** The code of `innererror`. */
  readonly inner: string | null;
  readonly headers: Record<string, string>;
  constructor(
    status: number,
    code: string,
    message: string,
    extra: { inner?: string; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = 'VaultRefusal';
    this.status = status;
    this.code = code;
    this.inner = extra.inner ?? null;
    this.headers = extra.headers ?? {};
  }
}

/** The sandbox's time in seconds, as Key Vault counts. */
export function secondsNow({ world }: Pick<VaultCall, 'world'>): number {
  return Math.floor(world.clock.now().epochMilliseconds / 1_000);
}
