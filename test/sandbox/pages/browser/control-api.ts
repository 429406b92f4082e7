// Asks the sandbox's control API, and turns its refusals into errors with its own words.

/** A refusal of the control, in its words; or the news that nobody answered. */
export class ControlError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'ControlError';
    this.code = code;
  }
}

/** @param path below `/_sandbox/`. @throws ControlError */
export function ask<Answer>(path: string): Promise<Answer> {
  return send<Answer>('GET', path);
}

/** @throws ControlError */
export function tell<Answer = null>(method: 'PUT' | 'POST', path: string, body: unknown): Promise<Answer> {
  return send<Answer>(method, path, JSON.stringify(body));
}

async function send<Answer>(method: string, path: string, body: string | null = null): Promise<Answer> {
  const response = await fetch(path, { method, body }).catch((error: unknown) => {
    throw new ControlError('sandbox_away', `The sandbox does not answer (${String(error)}). Is it still running?`);
  });
  const text = await response.text();
  const answer: unknown = text === '' ? null : JSON.parse(text);
  if (response.ok) return answer as Answer;
  const { error } = answer as { error: { code: string; message: string } };
  throw new ControlError(error.code, error.message);
}
