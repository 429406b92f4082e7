// Entra's rules for a web redirect URI of an app that takes personal accounts too, checked before any call.
import { Problem } from './problem.ts';

const CHARACTERS_MAX = 256;
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1']);

interface Rule {
  name: string;
  isBroken(uri: string, url: URL): boolean;
  advice: string;
}

/** @see https://learn.microsoft.com/entra/identity-platform/reply-url */
const RULES: readonly Rule[] = [
  {
    name: 'length',
    isBroken: (uri) => uri.length > CHARACTERS_MAX,
    advice: `Use a shorter base URL: a redirect URI has at most ${CHARACTERS_MAX} characters.`,
  },
  {
    name: 'scheme',
    isBroken: (_, { protocol, hostname }) =>
      protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK_HOSTS.has(hostname)),
    advice: 'Use https. Plain http is taken for localhost and 127.0.0.1 only.',
  },
  {
    name: 'wildcard',
    isBroken: (uri) => uri.includes('*'),
    advice: 'Name one host: wildcards are refused where personal accounts are allowed.',
  },
  {
    name: 'query',
    isBroken: (uri) => uri.includes('?'),
    advice: 'Leave the query string out: it is refused where personal accounts are allowed.',
  },
  {
    name: 'fragment',
    isBroken: (uri) => uri.includes('#'),
    advice: 'Leave out what begins with #: a redirect URI has no fragment.',
  },
  {
    name: 'characters',
    isBroken: (uri) => /[!$'(),;\s]/.test(uri),
    advice: "Use a base URL without blanks and without ! $ ' ( ) , ;",
  },
  {
    name: 'international host',
    isBroken: (uri, { hostname }) => hostname.includes('xn--') || /[^\u0020-\u007e]/.test(uri),
    advice: 'Use a host name of plain ASCII letters: international names are refused, in punycode too.',
  },
  {
    name: 'credentials',
    isBroken: (_, { username, password }) => username !== '' || password !== '',
    advice: 'Leave user name and password out of the URL.',
  },
];

/** @throws Problem `redirect_uri_invalid`, which names the broken rule. */
export function checkRedirectUri(uri: string): void {
  const url = new URL(uri);
  const broken = RULES.find((rule) => rule.isBroken(uri, url));
  if (!broken) return;
  throw new Problem('redirect_uri_invalid', {
    message: `Entra would refuse the redirect URI ${uri} (rule: ${broken.name}).`,
    advice: broken.advice,
  });
}
