// The error body of Microsoft Graph. Decisions rest on `code`, never on `message`.

export interface GraphErrorBody {
  error: {
    code: string;
    message: string;
    innerError?: { code?: string; date?: string; 'request-id'?: string; 'client-request-id'?: string };
    details?: { code: string; message: string; target?: string }[];
  };
}

/**
 * The error code of an answer's body.
 * @returns the code as Graph spells it, or `undefined` where the body is no error body (an empty 503, a proxy's page).
 */
export function errorCodeOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { error } = body as { error?: unknown };
  if (typeof error !== 'object' || error === null) return undefined;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
