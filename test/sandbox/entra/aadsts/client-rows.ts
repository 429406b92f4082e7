// AADSTS codes about the application: whether it is known, enabled, for this kind of account, and whether it proves itself.
import type { AadstsRow } from './row.ts';

const REGISTRATION_ROWS: readonly AadstsRow[] = [
  {
    code: 700016,
    error: 'unauthorized_client',
    place: 'page',
    message:
      "Application with identifier '{app}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
    meaning: 'the client id is not known, was deleted, or is not known yet',
    provoked: 'authorize with a made-up client id',
  },
  {
    code: 700011,
    error: 'unauthorized_client',
    place: 'token',
    message: 'Application with identifier {app} was not found in the directory.',
    meaning: 'the application has no trace in this organization',
    provoked: null,
  },
  {
    code: 7000229,
    error: 'unauthorized_client',
    place: 'token',
    message:
      'The client application {app} is missing service principal in the tenant {tenant}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119',
    meaning: 'the application has no service principal in this organization',
    provoked: 'client_credentials before a service principal was made',
  },
  {
    code: 7000112,
    error: 'unauthorized_client',
    place: 'page',
    message: "Application '{app}'({name}) is disabled.",
    meaning: 'the organization has disabled the application’s service principal',
    provoked: 'set accountEnabled of the service principal to false',
  },
  {
    code: 70001,
    error: 'unauthorized_client',
    place: 'token',
    message: 'The application named {app} was not found or is disabled in the tenant named {tenant}.',
    meaning: 'the application is disabled (older wording)',
    provoked: null,
  },
  {
    code: 1000031,
    error: 'unauthorized_client',
    place: 'page',
    message: 'Application {name} cannot be accessed at this time. Contact your administrator.',
    meaning: 'Microsoft has disabled the application',
    provoked: 'give the application a disabledByMicrosoftStatus',
  },
  {
    code: 50194,
    error: 'unauthorized_client',
    place: 'page',
    message:
      "Application '{app}'({name}) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.",
    meaning: 'an application of one organization at a shared authority',
    provoked: 'authorize at /common with signInAudience AzureADMyOrg',
  },
  {
    code: 9002332,
    error: 'unauthorized_client',
    place: 'page',
    message:
      "Application '{app}'({name}) is configured for use by Microsoft Entra users only. Please do not use the /consumers endpoint to serve this request.",
    meaning: 'an application for organizations at /consumers',
    provoked: 'authorize at /consumers with signInAudience AzureADMultipleOrgs',
  },
  {
    code: 9002331,
    error: 'unauthorized_client',
    place: 'page',
    message:
      "Application '{app}'({name}) is configured for use by Microsoft Account users only. Please use the /consumers endpoint to serve this request.",
    meaning: 'an application for personal accounts at an organization’s authority',
    provoked: 'authorize at /organizations with signInAudience PersonalMicrosoftAccount',
  },
];

const SECRET_ROWS: readonly AadstsRow[] = [
  {
    code: 7000215,
    error: 'invalid_client',
    place: 'token',
    message:
      "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{app}'.",
    meaning: 'the secret is wrong, or its id was sent, or it has not reached every replica yet',
    provoked: 'send the keyId of the secret in place of its value',
  },
  {
    code: 7000222,
    error: 'invalid_client',
    place: 'token',
    message:
      "The provided client secret keys for app '{app}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
    meaning: 'the secret has expired',
    provoked: 'move the clock behind the secret’s end',
  },
  {
    code: 7000218,
    error: 'invalid_client',
    place: 'token',
    message: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    meaning: 'a web application without its secret',
    provoked: 'redeem a code without client_secret',
  },
  {
    code: 700025,
    error: 'invalid_client',
    place: 'token',
    message: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    meaning: 'a secret from a public client',
    provoked: 'send a secret with a code that went to a redirect URI of the platform publicClient',
  },
  {
    code: 90023,
    error: 'invalid_request',
    place: 'token',
    message: "Public clients can't send a client secret.",
    meaning: 'a secret from a page’s own script',
    provoked: 'send a secret with a code that went to a redirect URI of the platform spa',
  },
  {
    code: 9002327,
    error: 'invalid_request',
    place: 'token',
    message:
      "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
    meaning: 'a code of the platform spa, redeemed by a server',
    provoked: 'redeem it without an Origin header',
  },
];

const ASSERTION_ROWS: readonly AadstsRow[] = [
  {
    code: 700027,
    error: 'invalid_client',
    place: 'token',
    message:
      "Client assertion contains an invalid signature. [Reason - {reason}, Thumbprint of key used by client: '{thumbprint}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '{app}'.]",
    meaning: 'the certificate is not the application’s, has expired, or did not sign',
    provoked: 'sign the assertion with another key',
  },
  {
    code: 700024,
    error: 'invalid_client',
    place: 'token',
    message:
      'Client assertion is not within its valid time range. Current time: {now}, assertion valid from {from}, expiry time of assertion {until}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials.',
    meaning: 'the assertion has expired, or begins later',
    provoked: 'send an assertion with an exp in the past',
  },
  {
    code: 700021,
    error: 'invalid_client',
    place: 'token',
    message:
      "Client assertion application identifier doesn't match 'client_id' parameter. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials.",
    meaning: 'the assertion speaks for another application',
    provoked: 'an assertion whose sub is another client id',
  },
  {
    code: 70021,
    error: 'invalid_client',
    place: 'token',
    message: "No matching federated identity record found for presented assertion. Assertion Issuer: '{issuer}'.",
    meaning: 'an assertion of an identity provider that the application doesn’t trust',
    provoked: 'an assertion whose iss is another provider',
  },
  {
    code: 50027,
    error: 'invalid_client',
    place: 'token',
    message: 'JWT token is invalid or malformed.',
    meaning: 'what was sent as an assertion is none',
    provoked: 'client_assertion=nonsense',
  },
];

export const CLIENT_ROWS = [...REGISTRATION_ROWS, ...SECRET_ROWS, ...ASSERTION_ROWS];
