// A call to the directory that did not succeed: what Graph answered, or that no answer came.

export interface FailureFacts {
  /** What was tried, e.g. `PATCH /applications(uniqueName='…')`. */
  call: string;
  /** Null when no answer came: the call may have taken effect. */
  status: number | null;
  /** Graph's code, e.g. `Authorization_RequestDenied`; `no_answer` when none came. */
  code: string;
  message: string;
  /** The more exact codes below it, e.g. `InvalidKeyEndDate`. */
  detailCodes: readonly string[];
  /** What Retry-After asked for. */
  retryAfterMs: number | null;
  requestIds: Record<string, string>;
}

export class DirectoryFailure extends Error {
  readonly facts: Readonly<FailureFacts>;

  constructor(facts: FailureFacts, cause?: unknown) {
    super(`${facts.call}: ${facts.status ?? 'no answer'} ${facts.code}: ${facts.message}`, { cause });
    this.name = 'DirectoryFailure';
    this.facts = facts;
  }
}
