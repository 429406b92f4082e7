// AADSTS codes about the request itself: parameters, redirect URIs, tenants, scopes, resources.
import type { AadstsRow } from './row.ts';

const PARAMETER_ROWS: readonly AadstsRow[] = [
  {
    code: 900144,
    error: 'invalid_request',
    place: 'token',
    message: "The request body must contain the following parameter: '{name}'.",
    meaning: 'a parameter is missing',
    provoked: 'leave out grant_type',
  },
  {
    code: 90014,
    error: 'invalid_request',
    place: 'token',
    message:
      "The required field '{name}' is missing from the credential. Ensure that you have all the necessary parameters for the login request.",
    meaning: 'a part of the credentials is missing',
    provoked: 'grant_type=password without a password',
  },
  {
    code: 9002313,
    error: 'invalid_request',
    place: 'token',
    message: 'Invalid request. Request is malformed or invalid.',
    meaning: 'the request, or the code in it, can’t be read; with a code the error is invalid_grant',
    provoked: 'redeem a code that nobody issued',
  },
  {
    code: 900561,
    error: 'invalid_request',
    place: 'page',
    message: 'The endpoint only accepts POST requests. Received a GET request.',
    meaning: 'GET where POST belongs',
    provoked: 'GET the token endpoint',
  },
  {
    code: 70003,
    error: 'unsupported_grant_type',
    place: 'token',
    message: "The app requested an unsupported grant type '{name}'.",
    meaning: 'no such grant type',
    provoked: 'grant_type=magic',
  },
  {
    code: 9001023,
    error: 'invalid_grant',
    place: 'token',
    message:
      'The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.',
    meaning: 'name and password, or an application by itself, at a shared authority',
    provoked: 'grant_type=password at /common',
  },
  {
    code: 70005,
    error: 'unsupported_response_type',
    place: 'redirect',
    message: "The provided value for the input parameter 'response_type' is not supported: {name}.",
    meaning: 'no such response type',
    provoked: 'response_type=token',
  },
  {
    code: 700054,
    error: 'unsupported_response_type',
    place: 'redirect',
    message: "response_type 'id_token' is not enabled for the application.",
    meaning: 'an id_token straight from the sign-in, which the registration doesn’t allow',
    provoked: 'response_type=id_token with enableIdTokenIssuance off',
  },
  {
    code: 70007,
    error: 'unsupported_response_mode',
    place: 'page',
    message: "'{name}' is not a supported value of 'response_mode' when requesting a token.",
    meaning: 'no such response mode, or query with an id_token',
    provoked: 'response_mode=pigeon',
  },
  {
    code: 501491,
    error: 'invalid_request',
    place: 'redirect',
    message: 'Invalid size of Code_Challenge parameter, or a Code_Challenge_Method that is not known.',
    meaning: 'the PKCE challenge is too short or too long, or its method unknown',
    provoked: 'code_challenge=short',
  },
];

const REDIRECT_ROWS: readonly AadstsRow[] = [
  {
    code: 50011,
    error: 'invalid_request',
    place: 'page',
    message:
      "The redirect URI '{uri}' specified in the request does not match the redirect URIs configured for the application '{app}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this error.",
    meaning: 'the redirect URI is not registered',
    provoked: 'authorize with a slash more',
  },
  {
    code: 900971,
    error: 'invalid_request',
    place: 'page',
    message: 'No reply address provided.',
    meaning: 'the application has no redirect URI at all',
    provoked: 'authorize for an application without redirect URIs',
  },
  {
    code: 70004,
    error: 'invalid_request',
    place: 'page',
    message: "The redirect URI '{uri}' is not valid: it has a fragment or a scheme that is not allowed.",
    meaning: 'the redirect URI could never be registered',
    provoked: 'a redirect URI with a fragment',
  },
  {
    code: 90102,
    error: 'invalid_request',
    place: 'page',
    message: "'redirect_uri' value must be a valid absolute Uri.",
    meaning: 'the redirect URI is not absolute',
    provoked: 'redirect_uri=/callback',
  },
  {
    code: 90002,
    error: 'invalid_request',
    place: 'page',
    message:
      "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
    meaning: 'no such tenant',
    provoked: 'authorize at /nowhere.example',
  },
  {
    code: 50059,
    error: 'invalid_request',
    place: 'page',
    message: 'No tenant-identifying information found in either the request or implied by any provided credentials.',
    meaning: 'admin consent at an authority that names no organization',
    provoked: 'adminconsent at /common',
  },
  {
    code: 50089,
    error: 'invalid_grant',
    place: 'page',
    message: 'Authentication failed due to flow token expired.',
    meaning: 'the sign-in page was left open for too long',
    provoked: 'sign in an hour after the page was opened',
  },
  {
    code: 165000,
    error: 'invalid_request',
    place: 'page',
    message: 'Invalid Request: The request tokens do not match the user context. Start again.',
    meaning: 'the form belongs to no sign-in that waits',
    provoked: 'send the sign-in form with another request id',
  },
];

const SCOPE_ROWS: readonly AadstsRow[] = [
  {
    code: 70011,
    error: 'invalid_scope',
    place: 'redirect',
    message:
      "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
    meaning: 'a scope that can’t be one',
    provoked: 'authorize with scope=Calendars!',
  },
  {
    code: 28000,
    error: 'invalid_scope',
    place: 'redirect',
    message: 'Provided value for the input parameter scope is not valid because it contains more than one resource.',
    meaning: 'authorize for scopes of several resources together with /.default',
    provoked: 'authorize with the .default of two resources',
  },
  {
    code: 28002,
    error: 'invalid_scope',
    place: 'token',
    message:
      "Provided value for the input parameter scope '{scope}' is not valid when requesting an access token. Please specify a valid scope.",
    meaning: 'a scope that can’t be one, at the token endpoint',
    provoked: 'refresh with scope=Calendars!',
  },
  {
    code: 28003,
    error: 'invalid_scope',
    place: 'token',
    message:
      'Provided value for the input parameter scope cannot be empty when requesting an access token using the provided authorization code. Please specify a valid scope.',
    meaning: 'an empty scope at the token endpoint',
    provoked: 'redeem a code with scope=',
  },
  {
    code: 700022,
    error: 'invalid_scope',
    place: 'token',
    message:
      "Provided value for the input parameter scope '{scope}' is not valid because it contains more than one resource.",
    meaning: 'scopes of several resources in one token request',
    provoked: 'redeem a code for scopes of Graph and of Azure',
  },
  {
    code: 700023,
    error: 'invalid_scope',
    place: 'token',
    message: "Provided value for the input parameter scope '{scope}' is not valid because it contains no resource.",
    meaning: 'no resource among the scopes; also, as invalid_client, an assertion for another audience',
    provoked: 'a client assertion whose aud is another address',
  },
  {
    code: 1002012,
    error: 'invalid_scope',
    place: 'token',
    message:
      'The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
    meaning: 'an application by itself asks for one scope',
    provoked: 'client_credentials with scope=https://graph.microsoft.com/Calendars.Read',
  },
  {
    code: 500011,
    error: 'invalid_resource',
    place: 'token',
    message:
      'The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
    meaning: 'nobody knows the resource',
    provoked: 'client_credentials for https://unknown.example/.default',
  },
  {
    code: 650052,
    error: 'invalid_client',
    place: 'token',
    message:
      "The app is trying to access a service '{resource}' that your organization '{tenant}' lacks a service principal for. Contact your IT Admin to review the configuration of your service subscriptions or consent to the application in order to create the required service principal.",
    meaning: 'the organization has not subscribed to the service',
    provoked: 'client_credentials for https://outlook.office.com/.default',
  },
];

export const REQUEST_ROWS = [...PARAMETER_ROWS, ...REDIRECT_ROWS, ...SCOPE_ROWS];
