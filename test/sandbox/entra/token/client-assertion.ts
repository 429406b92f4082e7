// A client certificate's proof: a JWT that the application signed itself (entra: certificate-credentials).
import { X509Certificate } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import type { SandboxRequest } from '../../core/http.ts';
import type { Application, ApplicationCertificate, World } from '../../core/world.ts';
import { EntraRefusal } from '../errors.ts';

const ALGORITHMS = ['RS256', 'PS256'];
/** Clocks of clients may be off by so much. */
const CLOCK_SKEW_S = 300;

/**
 * Checks who an assertion is of, whom it is for, when it holds, and who signed it. The same assertion may come again:
 * Entra doesn't refuse that, and MSAL uses one until it expires.
 * @throws EntraRefusal
 */
export async function checkAssertion(
  world: World,
  application: Application,
  assertion: string,
  request: SandboxRequest,
): Promise<void> {
  const { header, claims } = decode(assertion);
  const facts = { app: application.appId, issuer: String(claims.iss) };
  if (claims.iss !== application.appId)
    throw new EntraRefusal(claims.sub === application.appId ? 70021 : 700021, facts);
  if (claims.sub !== application.appId) throw new EntraRefusal(700021, facts);
  checkAudience(claims, request);
  checkTime(world, claims);
  const certificate = certificateOf(application, header);
  const thumbprint = certificate?.x509.fingerprint.replaceAll(':', '') ?? thumbprintIn(header);
  const refuse = (reason: string) => new EntraRefusal(700027, { ...facts, reason, thumbprint });
  if (!certificate) throw refuse('The key was not found.');
  const now = world.clock.now().epochMilliseconds;
  const { startDateTime, endDateTime } = certificate.registered;
  if (Date.parse(endDateTime) <= now || Date.parse(startDateTime) > now) throw refuse('The key used is expired.');
  const isSigned = await compactVerify(assertion, certificate.x509.publicKey, { algorithms: ALGORITHMS }).then(
    () => true,
    () => false,
  );
  if (!isSigned) throw refuse('The provided signature value did not match the expected signature value.');
}

function decode(assertion: string): { header: ProtectedHeaderParameters; claims: JWTPayload } {
  try {
    const [header, claims] = [decodeProtectedHeader(assertion), decodeJwt(assertion)];
    if (ALGORITHMS.includes(String(header.alg)) && claims.exp !== undefined) return { header, claims };
  } catch {
    // Told below.
  }
  throw new EntraRefusal(50027);
}

/** The token endpoint itself, or its tenant's issuer, under whatever name the tenant was addressed. */
function checkAudience(claims: JWTPayload, { url }: SandboxRequest): void {
  const audiences = [claims.aud ?? []].flat();
  const fits = audiences.some((audience) => {
    if (!URL.canParse(audience)) return false;
    const { pathname, host } = new URL(audience);
    const isHere = host === url.host || host === 'login.microsoftonline.com';
    return isHere && /^\/[^/]+\/(oauth2\/v2\.0\/token|v2\.0)$/.test(pathname);
  });
  if (!fits) throw new EntraRefusal(700023, { scope: audiences.join(' ') }, 'invalid_client');
}

function checkTime(world: World, { nbf, iat, exp = 0 }: JWTPayload): void {
  const now = Math.floor(world.clock.now().epochMilliseconds / 1000);
  const from = nbf ?? iat ?? 0;
  if (from <= now + CLOCK_SKEW_S && exp > now - CLOCK_SKEW_S) return;
  const instant = (seconds: number) => new Date(seconds * 1000).toISOString();
  throw new EntraRefusal(700024, { now: instant(now), from: instant(from), until: instant(exp) });
}

interface KnownCertificate {
  registered: ApplicationCertificate;
  x509: X509Certificate;
}

/** The application's certificate that the header names by thumbprint. */
function certificateOf(application: Application, header: ProtectedHeaderParameters): KnownCertificate | undefined {
  const known = (application.certificates ?? []).map((registered) => ({
    registered,
    x509: new X509Certificate(Buffer.from(registered.certificate, 'base64')),
  }));
  const [sha1, sha256] = [header.x5t, header['x5t#S256']].map((value) => hexOf(value));
  return known.find(({ x509 }) => {
    const [own, own256] = [x509.fingerprint.replaceAll(':', ''), x509.fingerprint256.replaceAll(':', '')];
    return (sha1 !== '' && own === sha1) || (sha256 !== '' && own256 === sha256);
  });
}

function thumbprintIn(header: ProtectedHeaderParameters): string {
  return hexOf(header.x5t) || hexOf(header['x5t#S256']);
}

function hexOf(thumbprint: unknown): string {
  return typeof thumbprint === 'string' ? Buffer.from(thumbprint, 'base64url').toString('hex').toUpperCase() : '';
}
