// A secret value that can't be printed by accident: only reveal() gives it.
import { inspect } from 'node:util';
import { REDACTED } from '../graph/transport/redaction.ts';

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value, for the one place that has to send or seal it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
