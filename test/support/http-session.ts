// A browser without pages: keeps cookies, sends the CSRF token, follows nothing by itself.

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed JSON; undefined where the answer is none. */
  json: unknown;
}

export interface HttpSession {
  request(
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Answer>;
  /** The JSON of an answer that must have succeeded. @throws Error with the answer's text otherwise. */
  call<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
  cookies: Map<string, string>;
}

/** A fresh visitor of a server. */
export function openHttpSession(baseUrl: string): HttpSession {
  const cookies = new Map<string, string>();
  let csrfToken: string | null = null;

  async function send(method: string, path: string, init: { headers: Record<string, string>; body?: string }) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, baseUrl), {
      ...init,
      method,
      redirect: 'manual',
      headers: { ...(cookie ? { cookie } : {}), ...init.headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, json: parse(text) };
  }

  async function request(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    if (method !== 'GET' && csrfToken === null && path.startsWith('/api/'))
      await session.request('GET', '/api/session');
    const answer = await send(method, path, {
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' || csrfToken === null ? {} : { 'x-csrf-token': csrfToken }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const token = (answer.json as { csrfToken?: unknown } | undefined)?.csrfToken;
    if (typeof token === 'string') csrfToken = token;
    return answer;
  }

  const session: HttpSession = {
    request,
    cookies,
    async call<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
      const answer = await request(method, path, { body, ...(headers ? { headers } : {}) });
      if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
      return answer.json as T;
    },
  };
  return session;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
