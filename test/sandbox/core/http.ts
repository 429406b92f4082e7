// A request and an answer as plain data, so that the sandbox runs in process without sockets.

export interface SandboxRequest {
  /** Upper case. */
  method: string;
  /** As the client meant it, e.g. `https://graph.microsoft.com/v1.0/me`: the original host stands in it, not the local one. */
  url: URL;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface SandboxAnswer {
  status: number;
  /** Names in lower case; an array only for `set-cookie`. */
  headers: Record<string, string | string[]>;
  body: string;
  /** Raw content in place of the body, e.g. of an attached file. */
  bytes?: Uint8Array;
  /** How fast the body comes; undefined: at once. Heeded where there is a socket. */
  bytesPerSecond?: number;
}

/** An answer with a JSON body. */
export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): SandboxAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** An answer without a body. */
export function emptyAnswer(status: number, headers: Record<string, string> = {}): SandboxAnswer {
  return { status, headers, body: '' };
}
