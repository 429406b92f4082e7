// From MSAL's errors and Microsoft's redirects to one stable code each.
import { AuthError, InteractionRequiredAuthError } from '@azure/msal-node';
import { aadstsCodeIn } from '../../graph/advice/advice.ts';

/** A sign-in at Microsoft, or the use of it, failed. `code` is Microsoft's or one of ours; see `problemOf`. */
export class MicrosoftSignInError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`The sign-in at Microsoft failed: ${code}`);
    this.name = 'MicrosoftSignInError';
    this.code = code;
  }
}

/** The code of a failure; Microsoft's text is not kept, since it may quote what was sent. */
export function codeOfFailure(error: unknown): string {
  if (error instanceof MicrosoftSignInError) return error.code;
  if (error instanceof AuthError) return aadstsCodeIn(error.errorMessage) ?? error.errorCode;
  return 'connection_lost';
}

/** The code of an `error` that Microsoft sent the browser back with. */
export function codeOfRedirect(error: string, description: string): string {
  return aadstsCodeIn(description) ?? (/^[a-z_]{1,64}$/.test(error) ? error : 'server_error');
}

/** Whether only a new sign-in helps: the refresh token is dead, or more consent is needed. */
export function needsInteraction(error: unknown): boolean {
  return (
    error instanceof InteractionRequiredAuthError || (error instanceof AuthError && error.errorCode === 'invalid_grant')
  );
}
