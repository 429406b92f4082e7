// AADSTS codes about people: accounts, passwords, assignments, Conditional Access; and Microsoft's own troubles.
import type { AadstsRow } from './row.ts';

const ACCOUNT_ROWS_OF_PEOPLE: readonly AadstsRow[] = [
  {
    code: 50034,
    error: 'invalid_grant',
    place: 'form',
    message:
      'The user account {user} does not exist in the {tenant} directory. To sign into this application, the account must be added to the directory.',
    meaning: 'no such account',
    provoked: 'sign in as nobody@contoso.example',
  },
  {
    code: 50126,
    error: 'invalid_grant',
    place: 'form',
    message: 'Error validating credentials due to invalid username or password.',
    meaning: 'wrong password',
    provoked: 'sign in with another password',
  },
  {
    code: 50057,
    error: 'invalid_grant',
    place: 'form',
    message: 'The user account is disabled.',
    meaning: 'the account is disabled',
    provoked: 'set accountEnabled of the user to false',
  },
  {
    code: 50058,
    error: 'login_required',
    place: 'redirect',
    message:
      'A silent sign-in request was sent but no user is signed in. The cookies used to represent the user’s session were not sent in the request to Microsoft Entra ID.',
    meaning: 'prompt=none, and nobody is signed in',
    provoked: 'authorize with prompt=none and no session',
  },
  {
    code: 16000,
    error: 'interaction_required',
    place: 'redirect',
    message:
      'Either multiple user identities are available for the current request or selected account is not supported for the scenario.',
    meaning: 'prompt=none, and several people are signed in',
    provoked: 'sign in two people, then authorize with prompt=none',
  },
  {
    code: 50020,
    error: 'invalid_request',
    place: 'page',
    message:
      "User account '{user}' from identity provider '{provider}' does not exist in tenant '{tenant}' and cannot access the application '{app}'({name}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Microsoft Entra user account.",
    meaning: 'the account belongs to another organization',
    provoked: 'sign in at the other organization’s authority',
  },
  {
    code: 500200,
    error: 'invalid_request',
    place: 'page',
    message:
      "User account '{user}' is a personal Microsoft account. Personal Microsoft accounts are not supported for this application unless explicitly invited to an organization. Try signing out and signing back in with an organizational account.",
    meaning: 'a personal account where only organizations’ are taken',
    provoked: 'sign in with a personal account at /organizations',
  },
  {
    code: 500208,
    error: 'invalid_request',
    place: 'page',
    message: 'The domain is not a valid login domain for the account type.',
    meaning: 'an organization’s account where only personal ones are taken',
    provoked: 'sign in with an organization’s account at /consumers',
  },
  {
    code: 90072,
    error: 'invalid_grant',
    place: 'token',
    message:
      "User account '{user}' from identity provider '{provider}' does not exist in tenant '{tenant}' and cannot access the application '{app}'({name}) in that tenant. The account needs to be added as an external user in the tenant first.",
    meaning: 'the account belongs to another organization, as the token endpoint says it',
    provoked: 'refresh at another organization’s authority',
  },
  {
    code: 50105,
    error: 'invalid_grant',
    place: 'page',
    message:
      "Your administrator has configured the application {name} ('{app}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{user}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.",
    meaning: 'the application is for assigned people only',
    provoked: 'set appRoleAssignmentRequired of the service principal',
  },
];

const crossTenant = (code: number, message: string, meaning: string): AadstsRow => ({
  code,
  error: 'access_denied',
  place: 'page',
  message,
  meaning,
  provoked: null,
});

const CROSS_TENANT_ROWS: readonly AadstsRow[] = [
  crossTenant(
    500212,
    'The user’s administrator has set an outbound access policy that doesn’t allow access to the resource tenant.',
    'the own organization forbids the other',
  ),
  crossTenant(
    500213,
    'The resource tenant’s cross-tenant access policy doesn’t allow this user to access this tenant.',
    'the other organization forbids this one',
  ),
  crossTenant(500021, "Access to '{tenant}' tenant is denied.", 'the network lets people into certain tenants only'),
];

const interaction = (code: number, message: string, meaning: string, suberror: string): AadstsRow => ({
  code,
  error: 'interaction_required',
  place: 'token',
  message,
  meaning,
  provoked: null,
  suberror,
  claims: true,
});

/** None of it arises by itself here: the sandbox has neither second factors nor Conditional Access. */
const CONDITIONAL_ACCESS_ROWS: readonly AadstsRow[] = [
  interaction(
    50076,
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'.",
    'a second factor is asked for',
    'basic_action',
  ),
  interaction(
    50079,
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resource}'.",
    'a second factor has to be set up',
    'basic_action',
  ),
  interaction(
    50072,
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resource}'.",
    'a second factor has to be set up, in the middle of a sign-in',
    'basic_action',
  ),
  interaction(
    50158,
    'External security challenge not satisfied.',
    'another provider’s check is asked for',
    'basic_action',
  ),
  interaction(
    53000,
    'Device is not in required device state: {state}. Conditional Access policy requires a compliant device, and the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.',
    'the device is not managed as it should be',
    'message_only',
  ),
  interaction(
    53001,
    'Device is not in required device state: {state}. Conditional Access policy requires a domain joined device, and the device is not domain joined.',
    'the device is not joined to the domain',
    'message_only',
  ),
  interaction(
    53002,
    'The app used is not an approved app for Conditional Access.',
    'the application is not approved',
    'message_only',
  ),
  interaction(
    53003,
    'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    'Conditional Access blocks it',
    'message_only',
  ),
  interaction(
    530032,
    'User is blocked due to risk on home tenant or by the security policies of the tenant.',
    'the organization’s security policies block it',
    'message_only',
  ),
  interaction(
    530034,
    'A delegated administrator was blocked from accessing the tenant due to account risk in their home tenant.',
    'a partner’s administrator is blocked',
    'message_only',
  ),
  interaction(
    530035,
    'Access has been blocked by security defaults. This is due to the request using legacy auth or being deemed unsafe by security defaults policies.',
    'security defaults block it',
    'message_only',
  ),
];

const trouble = (code: number, error: string, message: string, meaning: string): AadstsRow => ({
  code,
  error,
  place: 'token',
  message,
  meaning,
  provoked: null,
});

const TRANSIENT_ROWS: readonly AadstsRow[] = [
  trouble(
    90055,
    'temporarily_unavailable',
    'There are too many incoming requests.',
    'the tenant is throttled; a fault rule with status 429 says so, too',
  ),
  trouble(
    90033,
    'temporarily_unavailable',
    'A transient error has occurred. Please try again.',
    'the directory doesn’t answer',
  ),
  trouble(
    90006,
    'temporarily_unavailable',
    'The service is temporarily unavailable.',
    'another service doesn’t answer',
  ),
  trouble(50033, 'temporarily_unavailable', 'A transient error has occurred. Please try again.', 'a transient error'),
  trouble(90024, 'temporarily_unavailable', 'A transient error has occurred. Please try again.', 'it took too long'),
  trouble(
    70012,
    'server_error',
    'A server error occurred while authenticating an MSA (consumer) user. Try again.',
    'personal accounts can’t sign in',
  ),
];

export const ACCOUNT_ROWS = [
  ...ACCOUNT_ROWS_OF_PEOPLE,
  ...CROSS_TENANT_ROWS,
  ...CONDITIONAL_ACCESS_ROWS,
  ...TRANSIENT_ROWS,
];
