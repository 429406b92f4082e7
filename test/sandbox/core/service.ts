// What a service of the sandbox is, and how its operations say who may call them and how well their behaviour is known.
import type { SandboxAnswer, SandboxRequest } from './http.ts';
import type { FaultEffect, ServiceName, World } from './world.ts';

export interface Service {
  name: ServiceName;
  /** Whether a request is for this service, judged by its path alone (one port serves all). */
  owns(request: SandboxRequest): boolean;
  /** @param fault what befalls this request beyond a refusal or a lost connection, which are seen to outside. */
  handle(request: SandboxRequest, world: World, fault: FaultEffect | null): Promise<SandboxAnswer>;
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
