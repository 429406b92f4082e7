// What stops provisioning: a stable code, the facts, and what to do next.

/** Everything that the CLI and the settings pages explain instead of crashing. */
export type ProblemCode =
  | 'base_url_invalid'
  | 'base_url_missing'
  | 'display_name_invalid'
  | 'hand_over_refused'
  | 'hand_over_token_missing'
  | 'hand_over_token_invalid'
  | 'kept_secret_unreadable'
  | 'microsoft_refused'
  | 'microsoft_silent'
  | 'name_in_trash'
  | 'not_confirmed'
  | 'nothing_to_rotate'
  | 'option_invalid'
  | 'permission_unknown'
  | 'redirect_uri_invalid'
  | 'rotation_needs_server'
  | 'sandbox_unreachable'
  | 'secret_not_accepted'
  | 'secret_slots_full'
  | 'secrets_forbidden'
  | 'server_unreachable'
  | 'server_url_invalid'
  | 'sign_in_failed'
  | 'sign_in_url_refused'
  | 'wrong_tenant';

export interface ProblemFacts {
  message: string;
  advice: string;
  /** Microsoft's own code, e.g. `Authorization_RequestDenied` or `AADSTS7000215`. */
  microsoftCode?: string;
  /** Microsoft's ids of the failed request, for its support. */
  requestIds?: Record<string, string>;
  cause?: unknown;
}

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly advice: string;
  readonly microsoftCode: string | undefined;
  readonly requestIds: Record<string, string>;

  constructor(code: ProblemCode, { message, advice, microsoftCode, requestIds = {}, cause }: ProblemFacts) {
    super(message, { cause });
    this.name = 'Problem';
    this.code = code;
    this.advice = advice;
    this.microsoftCode = microsoftCode;
    this.requestIds = requestIds;
  }
}
