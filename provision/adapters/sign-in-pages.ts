// The SignInPort on Entra's real endpoints: the token endpoint for the secret, the authorize page for the redirect URI.
import { aadstsCodeIn } from '../../graph/advice/advice.ts';
import type { TokenError } from '../../graph/models/token.ts';
import { redact } from '../../graph/transport/redaction.ts';
import type { Transport } from '../../graph/transport/transport.ts';
import type { SignInPort, SignInVerdict } from '../ports.ts';

const ACCEPTED: SignInVerdict = { accepted: true };

export function createSignInPages(transport: Transport): SignInPort {
  const { login, graph } = transport.cloud;
  return {
    async trySecret({ tenantId, clientId, secret }) {
      const form = { grant_type: 'client_credentials', client_id: clientId, scope: `${graph}/.default` };
      return verdictOf(async () => {
        const answer = await transport.fetch(`${login}/${tenantId}/oauth2/v2.0/token`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ ...form, client_secret: secret.reveal() }).toString(),
        });
        return answer.status === 200 ? ACCEPTED : tokenRefusal(await answer.text());
      });
    },

    async tryAuthorizeUrl({ clientId, redirectUri, scopes }) {
      const url = new URL(`${login}/common/oauth2/v2.0/authorize`);
      const query = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: scopes.join(' ') };
      url.search = new URLSearchParams(query).toString();
      return verdictOf(async () => {
        const answer = await transport.fetch(url.href, { method: 'GET' });
        return pageVerdict(answer.status, await answer.text());
      });
    },

    adminConsentUrl({ tenantId, clientId, redirectUri }) {
      const url = new URL(`${login}/${tenantId}/v2.0/adminconsent`);
      const query = { client_id: clientId, scope: `${graph}/Calendars.ReadWrite`, redirect_uri: redirectUri };
      url.search = new URLSearchParams(query).toString();
      return transport.browserUrl(url.href);
    },
  };
}

async function verdictOf(ask: () => Promise<SignInVerdict>): Promise<SignInVerdict> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { accepted: false, code: 'no_answer', message: redact(error.message) };
  }
}

function tokenRefusal(text: string): SignInVerdict {
  const { error = 'no_error_code', error_description: description = '' } = parse(text);
  return { accepted: false, code: aadstsCodeIn(description) ?? error, message: firstLine(description) };
}

/** Entra tells the person, not the caller: an error page may come with status 200, so its code is looked for in the text. */
function pageVerdict(status: number, page: string): SignInVerdict {
  const code = aadstsCodeIn(page);
  if (code === undefined && status < 400) return ACCEPTED;
  const start = code === undefined ? 0 : page.indexOf(code);
  return { accepted: false, code: code ?? `status_${status}`, message: firstLine(page.slice(start)).slice(0, 300) };
}

function parse(text: string): Partial<TokenError> {
  try {
    return JSON.parse(text) as Partial<TokenError>;
  } catch {
    return {};
  }
}

function firstLine(text: string): string {
  return redact(text.split(/[\r\n<]/)[0] ?? '');
}
