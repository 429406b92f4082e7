// AADSTS codes about codes and refresh tokens, and about consent.
import type { AadstsRow } from './row.ts';

const GRANT_ROWS_OF_CODES: readonly AadstsRow[] = [
  {
    code: 54005,
    error: 'invalid_grant',
    place: 'token',
    message:
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    meaning: 'the code was used before',
    provoked: 'redeem a code twice',
  },
  {
    code: 70008,
    error: 'invalid_grant',
    place: 'token',
    message:
      'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    meaning: 'the code is older than ten minutes',
    provoked: 'redeem a code after an hour',
  },
  {
    code: 501481,
    error: 'invalid_grant',
    place: 'token',
    message: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    meaning: 'the PKCE verifier is another one',
    provoked: 'redeem a code with another code_verifier',
  },
  {
    code: 50148,
    error: 'invalid_grant',
    place: 'token',
    message: "The code_verifier doesn't match the code_challenge supplied in the authorization request for PKCE.",
    meaning: 'the PKCE verifier is missing, or there was no challenge',
    provoked: 'redeem a code of a PKCE sign-in without code_verifier',
  },
  {
    code: 700005,
    error: 'invalid_grant',
    place: 'token',
    message:
      'Provided Authorization Code is intended to use against other tenant, thus rejected. OAuth2 Authorization Code must be redeemed against same tenant it was acquired for (/common or /{tenant}).',
    meaning: 'the code belongs to another organization',
    provoked: 'redeem a code at another organization’s token endpoint',
  },
  {
    code: 70016,
    error: 'authorization_pending',
    place: 'token',
    message: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
    meaning: 'nobody has typed the device code yet; slow_down when asked again at once',
    provoked: 'ask for the tokens of a fresh device code',
  },
  {
    code: 70018,
    error: 'bad_verification_code',
    place: 'token',
    message: 'Invalid verification code.',
    meaning: 'no such device code',
    provoked: 'ask for the tokens of a made-up device code',
  },
  {
    code: 70019,
    error: 'expired_token',
    place: 'token',
    message: 'Verification code expired.',
    meaning: 'the device code has expired',
    provoked: 'ask for the tokens after fifteen minutes',
  },
  {
    code: 70020,
    error: 'authorization_declined',
    place: 'token',
    message: 'The end user denied the authorization request.',
    meaning: 'the person pressed Cancel at the device page; only the error is documented, not the number',
    provoked: 'press Cancel at the device page',
  },
];

const REFRESH_ROWS: readonly AadstsRow[] = [
  {
    code: 70000,
    error: 'invalid_grant',
    place: 'token',
    message: 'Provided grant is invalid or malformed.',
    meaning: 'the refresh token is none',
    provoked: 'refresh with a made-up token',
    suberror: 'bad_token',
  },
  {
    code: 700082,
    error: 'invalid_grant',
    place: 'token',
    message:
      'The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for 90.00:00:00.',
    meaning: 'the refresh token was not used for 90 days',
    provoked: 'refresh after 91 days',
    suberror: 'bad_token',
  },
  {
    code: 700084,
    error: 'invalid_grant',
    place: 'token',
    message:
      'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page. The token was issued on {issued}.',
    meaning: 'a refresh token of the platform spa is older than a day',
    provoked: 'refresh it after 25 hours',
    suberror: 'bad_token',
  },
  {
    code: 50173,
    error: 'invalid_grant',
    place: 'token',
    message:
      "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{issued}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{validFrom}'.",
    meaning: 'sign-ins were revoked, by the user or an administrator',
    provoked: 'revoke the user’s sign-in sessions, then refresh',
    suberror: 'bad_token',
  },
  {
    code: 70043,
    error: 'invalid_grant',
    place: 'token',
    message:
      'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on {issued} and the maximum allowed lifetime for this request is 3600.',
    meaning: 'the organization wants people to sign in more often',
    provoked: null,
    suberror: 'token_expired',
  },
];

const CONSENT_ROWS: readonly AadstsRow[] = [
  {
    code: 65001,
    error: 'invalid_grant',
    place: 'token',
    message:
      "The user or administrator has not consented to use the application with ID '{app}' named '{name}'. Send an interactive authorization request for this user and resource.",
    meaning: 'consent is missing or was withdrawn; at the redirect the error is consent_required',
    provoked: 'delete the permission grant, then refresh',
    suberror: 'consent_required',
  },
  {
    code: 65004,
    error: 'access_denied',
    place: 'redirect',
    message: 'User declined to consent to access the app.',
    meaning: 'the person pressed Cancel',
    provoked: 'press Cancel at the consent page',
  },
  {
    code: 90094,
    error: 'access_denied',
    place: 'redirect',
    message: 'Admin consent is required for the permissions requested by this application.',
    meaning: 'the organization leaves this consent to administrators',
    provoked: 'setting consentPolicy adminOnly, then go back without an approval',
  },
  {
    code: 90095,
    error: 'access_denied',
    place: 'redirect',
    message:
      'Admin consent is required for the permissions requested by this application. An admin consent request may be sent to the admin.',
    meaning: 'the organization leaves this consent to administrators, and the person has asked for it',
    provoked: 'settings consentPolicy adminOnly and adminConsentRequests, then send a request',
  },
  {
    code: 90008,
    error: 'invalid_request',
    place: 'page',
    message:
      'The user or administrator has not consented to use the application with ID {app}. This happened because application is misconfigured: it must require access to Windows Azure Active Directory by specifying at least "Sign in and read user profile" permission.',
    meaning: 'the registration lists permissions, none of them Graph’s',
    provoked: 'sign in to an application that lists Azure’s permissions alone',
  },
  {
    code: 65005,
    error: 'invalid_resource',
    place: 'page',
    message:
      "The client has requested access to a resource which is not listed in the requested permissions in the client's application registration, or the resource was not found.",
    meaning: 'the registration doesn’t fit the resource (older wording)',
    provoked: null,
  },
  {
    code: 650056,
    error: 'invalid_client',
    place: 'page',
    message:
      "Misconfigured application. This could be due to one of the following: the client has not listed any permissions for '{resource}' in the requested permissions in the client's application registration. Or, the admin has not consented in the tenant. Client app ID: {app}.",
    meaning: '.default of a resource of which the registration lists no permission',
    provoked: 'authorize for https://graph.microsoft.com/.default without listed permissions',
  },
  {
    code: 650057,
    error: 'invalid_resource',
    place: 'page',
    message:
      "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration. Client app ID: {app}({name}). Resource value from request: {resource}.",
    meaning: '.default of a resource that the registration lacks, though it lists others',
    provoked: 'authorize for https://management.azure.com/.default with Graph’s permissions alone',
  },
  {
    code: 65002,
    error: 'invalid_client',
    place: 'page',
    message:
      "Consent between first party application '{app}' and first party resource '{resource}' must be configured via preauthorization - applications owned and operated by Microsoft must get approval from the API owner before requesting tokens for that API.",
    meaning: 'one of Microsoft’s own applications with a scope by name',
    provoked: 'authorize as the Azure CLI for https://graph.microsoft.com/Calendars.Read',
  },
];

export const GRANT_ROWS = [...GRANT_ROWS_OF_CODES, ...REFRESH_ROWS, ...CONSENT_ROWS];
