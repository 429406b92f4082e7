// A request's path and query as a log may show them: readable, without secrets, and with long ids cut short.

/** Names of query parameters whose values open something, or tie a sign-in to somebody. */
const SECRET_NAME =
  /token|secret|assertion|passw|verifier|^(?:code|device_code|user_code|otc|state|nonce|request|sig)$/i;
const HIDDEN = '[hidden]';

/** Longer parts of a path are ids that nobody reads whole. */
const SEGMENT_LENGTH_MAX = 40;
const SEGMENT_HEAD = 8;
const SEGMENT_TAIL = 6;
const VALUE_LENGTH_MAX = 120;

/** @param target as it came, e.g. `/common/oauth2/v2.0/authorize?code=…`. */
export function shownPath(target: string): string {
  const at = target.indexOf('?');
  const path = (at < 0 ? target : target.slice(0, at)).split('/').map(shownSegment).join('/');
  if (at < 0) return path;
  return `${path}?${target
    .slice(at + 1)
    .split('&')
    .map(shownParameter)
    .join('&')}`;
}

function shownSegment(segment: string): string {
  const text = readable(segment);
  if (text.length <= SEGMENT_LENGTH_MAX) return text;
  return `${text.slice(0, SEGMENT_HEAD)}…${text.slice(-SEGMENT_TAIL)}`;
}

function shownParameter(parameter: string): string {
  const [name = '', ...rest] = parameter.split('=');
  if (rest.length === 0) return readable(name);
  if (SECRET_NAME.test(readable(name))) return `${readable(name)}=${HIDDEN}`;
  const value = readable(rest.join('='));
  return `${readable(name)}=${value.length > VALUE_LENGTH_MAX ? `${value.slice(0, VALUE_LENGTH_MAX)}…` : value}`;
}

/** Decoded, unless what comes out could move the cursor of a terminal. */
function readable(text: string): string {
  try {
    const decoded = decodeURIComponent(text);
    return /\p{C}/u.test(decoded) ? text : decoded;
  } catch {
    return text;
  }
}
