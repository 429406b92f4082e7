// Entra's errors: on its own page, at the redirect, and in the token endpoint's body.
import type { SandboxAnswer } from '../core/http.ts';
import { jsonAnswer } from '../core/http.ts';
import type { World } from '../core/world.ts';
import { errorPage } from './pages.ts';

/** A refusal with its AADSTS number; `error` is the OAuth word that clients branch on. */
export class EntraRefusal extends Error {
  readonly number: number;
  readonly error: string;
  readonly extra: Record<string, unknown>;
  constructor(number: number, error: string, message: string, extra: Record<string, unknown> = {}) {
    super(message);
    this.name = 'EntraRefusal';
    this.number = number;
    this.error = error;
    this.extra = extra;
  }
}

/** `AADSTSnnnnn: …` with its trace lines, as every error of Entra reads. */
export function describe(world: World, refusal: EntraRefusal): { description: string; trace: Record<string, string> } {
  const trace = {
    trace_id: world.random.uuid(),
    correlation_id: world.random.uuid(),
    timestamp: world.clock.now().toString({ smallestUnit: 'second' }).replace('T', ' '),
  };
  const lines = [
    `AADSTS${refusal.number}: ${refusal.message}`,
    `Trace ID: ${trace.trace_id}`,
    `Correlation ID: ${trace.correlation_id}`,
    `Timestamp: ${trace.timestamp}`,
  ];
  return { description: lines.join('\r\n'), trace };
}

/** The token endpoint's error body: 401 for a client that can't prove itself, else 400. */
export function tokenErrorAnswer(world: World, refusal: EntraRefusal): SandboxAnswer {
  const { description, trace } = describe(world, refusal);
  const status = refusal.error === 'invalid_client' || refusal.error === 'unauthorized_client' ? 401 : 400;
  return jsonAnswer(refusal.error === 'unauthorized_client' ? 400 : status, {
    error: refusal.error,
    error_description: description,
    error_codes: [refusal.number],
    ...trace,
    error_uri: `https://login.microsoftonline.com/error?code=${refusal.number}`,
    ...refusal.extra,
  });
}

/** An error that Entra shows on its own page, because the redirect URI can't be trusted. */
export function pageErrorAnswer(world: World, refusal: EntraRefusal): SandboxAnswer {
  const { description } = describe(world, refusal);
  return { status: 400, headers: { 'content-type': 'text/html; charset=utf-8' }, body: errorPage(description) };
}
