// A refusal of Entra: raised anywhere, told on Microsoft's page, at the redirect, or in the token endpoint's body.
import { jsonAnswer, type SandboxAnswer, type SandboxRequest } from '../core/http.ts';
import type { World } from '../core/world.ts';
import type { AadstsRow } from './aadsts/row.ts';
import { aadstsRow, statusOf } from './aadsts/rows.ts';
import { consumerWords } from './consumer-dialect.ts';
import { errorPage } from './pages/pages.ts';

/** What fills the names in braces of a row's message. */
export type RefusalFacts = Readonly<Record<string, string>>;

/** One row of the AADSTS table, about one request. `error` is the OAuth word that clients branch on. */
export class EntraRefusal extends Error {
  readonly row: AadstsRow;
  readonly error: string;
  /** @param error in place of the row's own, where Entra pairs one number with several. */
  constructor(code: number, facts: RefusalFacts = {}, error?: string) {
    const row = aadstsRow(code);
    if (!row) throw new RangeError(`AADSTS${code} stands in no row.`);
    super(row.message.replaceAll(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? name));
    this.name = 'EntraRefusal';
    this.row = row;
    this.error = error ?? row.error;
  }
}

/** Whose words a refusal is told in: Entra's with numbers, or those of login.live.com without. */
export type Dialect = 'organizations' | 'consumers';

interface Told {
  error: string;
  description: string;
  /** The rest of the token endpoint's body. */
  more: Record<string, unknown>;
}

/** The refusal as a client reads it. */
export function tell(world: World, refusal: EntraRefusal, request: SandboxRequest, dialect: Dialect): Told {
  const correlation = correlationOf(request) ?? world.random.uuid();
  const words = dialect === 'consumers' ? consumerWords(refusal.row.code, refusal.message) : null;
  if (words) return { ...words, more: { correlation_id: correlation } };
  const { code, suberror, claims } = refusal.row;
  const trace = {
    trace_id: world.random.uuid(),
    correlation_id: correlation,
    timestamp: world.clock.now().toString({ smallestUnit: 'second' }).replace('T', ' '),
  };
  const lines = [
    `AADSTS${code}: ${refusal.message}`,
    `Trace ID: ${trace.trace_id}`,
    `Correlation ID: ${trace.correlation_id}`,
    `Timestamp: ${trace.timestamp}`,
  ];
  const more = {
    error_codes: [code],
    timestamp: trace.timestamp,
    trace_id: trace.trace_id,
    correlation_id: trace.correlation_id,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    ...(suberror === undefined ? {} : { suberror }),
    ...(claims ? { claims: claimsChallenge(world) } : {}),
  };
  return { error: refusal.error, description: lines.join('\r\n'), more };
}

/** What the next sign-in has to bring; the policy behind it has an invented id. */
function claimsChallenge(world: World): string {
  return JSON.stringify({ access_token: { capolids: { essential: true, values: [world.random.uuid()] } } });
}

/** The id that the client gave its request, in a header or a parameter as MSAL does. */
function correlationOf({ headers, url, body }: SandboxRequest): string | null {
  const given =
    headers['client-request-id'] ??
    url.searchParams.get('client-request-id') ??
    new URLSearchParams(body).get('client-request-id');
  return given && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given) ? given : null;
}

/** The token endpoint's error body: 401 for a client that can't prove itself, else 400. */
export function tokenErrorAnswer(
  world: World,
  refusal: EntraRefusal,
  request: SandboxRequest,
  dialect: Dialect,
): SandboxAnswer {
  const { error, description, more } = tell(world, refusal, request, dialect);
  return jsonAnswer(statusOf({ error, place: 'token' }), {
    error,
    error_description: description,
    ...more,
  });
}

/** An error on Entra's own page, because the redirect URI can't be trusted, or the person has to read it. */
export function pageErrorAnswer(
  world: World,
  refusal: EntraRefusal,
  request: SandboxRequest,
  dialect: Dialect,
): SandboxAnswer {
  const { error, description } = tell(world, refusal, request, dialect);
  return {
    status: 400,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: errorPage(dialect === 'consumers' ? `${error}: ${description}` : description),
  };
}
