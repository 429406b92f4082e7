// What a service of the sandbox is, and how its operations say who may call them and how well their behaviour is known.
import type { SandboxAnswer, SandboxRequest } from './http.ts';
import type { FaultEffect, ServiceName, World } from './world.ts';

export interface Service {
  name: ServiceName;
  /** Whether a request is for this service, judged by its path alone (one port serves all). */
  owns(request: SandboxRequest): boolean;
  /** Counts a request against the service's limits, from its arrival to its answer; a service without it has none. */
  admit?(request: SandboxRequest, world: World): Admission;
  /** A refusal in the service's own words; without it: a plain JSON error. */
  refuse?(refusal: Refusal, request: SandboxRequest, world: World): SandboxAnswer;
  /** @param fault what befalls this request beyond a refusal or a lost connection, which are seen to outside. */
  handle(request: SandboxRequest, world: World, fault: FaultEffect | null): Promise<SandboxAnswer>;
}

/** Whether a request may go on; what it holds is given back with `release`. */
export interface Admission {
  refusal: Refusal | null;
  /** How long the answer takes. */
  latencyMs: number;
  release(): void;
}

/** Why a request is refused before anything is done. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
  headers?: Record<string, string>;
  /** More for the error's `innerError`. */
  innerError?: Record<string, unknown>;
}

/** How a behaviour is known: Microsoft's documentation, reports of real tenants, or our own conclusion. */
export type Evidence = 'documented' | 'observed' | 'inferred';

/** A row of the generated coverage table. */
export interface Coverage {
  service: ServiceName;
  /** `GET /me/events/{id}`, `DELETE by organizer mails a cancellation`. */
  behaviour: string;
  evidence: Evidence;
  /** Where it is known from: a documentation page, an issue. */
  source: string;
  /** What differs from Microsoft, where it is known. */
  difference?: string;
}
