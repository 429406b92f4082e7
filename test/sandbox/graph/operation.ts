// One operation of the local Graph: its method, its path, who may call it, and the function that answers.
import type { SandboxAnswer, SandboxRequest } from '../core/http.ts';
import type { Coverage } from '../core/service.ts';
import type { AccessToken } from '../core/tokens.ts';
import type { FaultEffect, User, World } from '../core/world.ts';

export interface Operation {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /**
   * Below the version root, segments in braces are parameters: `/applications/{id}/addPassword`.
   * `{mailbox}` stands for `me` or `users/{id or UPN}` and is resolved to `call.owner`.
   * Matching ignores letter case, and accepts the key in parentheses as well: `/users('…')`, `/applications(appId='…')`.
   */
  path: string;
  /** Any one of these delegated scopes or application roles is enough; empty: a token is all it takes. */
  permissions: readonly string[];
  coverage: Pick<Coverage, 'evidence' | 'source' | 'difference'>;
  /** Its body is what its Content-Type says, not JSON; `call.body` is then undefined. */
  takesAnyContent?: true;
  answer(call: GraphCall): SandboxAnswer | Promise<SandboxAnswer>;
}

export interface GraphCall {
  world: World;
  request: SandboxRequest;
  version: 'v1.0' | 'beta';
  token: AccessToken;
  /** The signed-in user; null for an application's own token. */
  caller: User | null;
  /** The user that `{mailbox}` in the path resolved to; null where the path has none. */
  owner: User | null;
  /** Decoded path parameters by name; for a key written `(appId='…')` also the property's name: `{ id: '…', idProperty: 'appId' }`. */
  parameters: Readonly<Record<string, string>>;
  /** The parsed JSON body; undefined where there was none. */
  body: unknown;
  /** What a fault rule does to this call beyond its status, e.g. to the pages of a delta round. */
  fault: FaultEffect | null;
}

/** A refusal in Graph's own words; thrown inside an operation, turned into the error body by the service. */
export class GraphRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  readonly details: { code: string; message: string; target?: string }[] | undefined;
  /** More for the error's `innerError`. */
  readonly innerError: Record<string, unknown>;
  constructor(
    status: number,
    code: string,
    message: string,
    extra: {
      headers?: Record<string, string>;
      details?: { code: string; message: string; target?: string }[];
      innerError?: Record<string, unknown>;
    } = {},
  ) {
    super(message);
    this.name = 'GraphRefusal';
    this.status = status;
    this.code = code;
    this.headers = extra.headers ?? {};
    this.details = extra.details;
    this.innerError = extra.innerError ?? {};
  }
}
