// Takes secrets out of text before it reaches a log, an error or a trace.

/** What a secret is replaced by. */
export const REDACTED = '[redacted]';

/** Names whose values are secrets wherever they stand: JSON, form bodies, query strings, headers. */
const SECRET_NAMES = [
  'access_token',
  'refresh_token',
  'id_token',
  'client_secret',
  'client_assertion',
  'code_verifier',
  'code',
  'device_code',
  'assertion',
  'secretText',
  'clientSecret',
  'password',
  'clientState',
  'handoverToken',
  'authorization',
  'cookie',
  'set-cookie',
].join('|');

const JSON_VALUE = new RegExp(`("(?:${SECRET_NAMES})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi');
const FORM_VALUE = new RegExp(`((?:^|[?&\\s])(?:${SECRET_NAMES})=)[^&\\s"']+`, 'gi');
const BEARER = /(\b(?:Bearer|Basic)\s+)[\w.~+/=-]+/gi;
const JWT_LIKE = /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*){1,3}/g;

/**
 * The same text with the values of known secret names, bearer tokens and anything shaped like a JWT replaced.
 * Error codes survive: `"code":"ErrorItemNotFound"` is no secret, so a JSON `code` goes only where it looks like one.
 */
export function redact(text: string): string {
  return text
    .replace(JSON_VALUE, (match, name: string) => (isErrorCode(match) ? match : `${name}"${REDACTED}"`))
    .replace(FORM_VALUE, `$1${REDACTED}`)
    .replace(BEARER, `$1${REDACTED}`)
    .replace(JWT_LIKE, REDACTED);
}

function isErrorCode(match: string): boolean {
  return /^"code"\s*:\s*"[A-Za-z][A-Za-z_]{0,63}"$/.test(match);
}
