// What Microsoft's error codes mean here, and what to do next: one table, so that the CLI and the pages say the same.

export interface Advice {
  cause: string;
  nextStep: string;
}

/** Codes with one meaning for us share a row. AADSTS numbers as in Entra's error reference; then OAuth and Graph codes. */
const ROWS: readonly { codes: readonly string[]; advice: Advice }[] = [
  {
    codes: ['AADSTS50011', 'AADSTS900971', 'AADSTS70004', 'AADSTS90102', 'redirect_uri_invalid'],
    advice: {
      cause: 'The redirect URI of this server is not registered with the app in Entra, or differs in a character.',
      nextStep:
        'An administrator registers the redirect URI that the settings show, exactly as it stands there, as a Web platform redirect URI.',
    },
  },
  {
    codes: ['AADSTS700016', 'unauthorized_client'],
    advice: {
      cause:
        'Microsoft does not know the client ID: it is wrong, belongs to another cloud, was deleted, or is a minute old.',
      nextStep: 'An administrator compares the client ID in the settings with the Application (client) ID in Entra.',
    },
  },
  {
    codes: ['AADSTS50194'],
    advice: {
      cause: 'The app is registered for one organization only.',
      nextStep: 'An administrator sets its supported account types to any organization and personal accounts.',
    },
  },
  {
    codes: ['AADSTS9002332', 'AADSTS50020', 'AADSTS500200', 'AADSTS500208', 'AADSTS16000'],
    advice: {
      cause: 'The app does not take this kind of account.',
      nextStep:
        'Sign in with another account, or ask an administrator to widen the supported account types of the app.',
    },
  },
  {
    codes: ['AADSTS7000215', 'invalid_client'],
    advice: {
      cause: 'Microsoft does not accept the client secret.',
      nextStep:
        'An administrator enters the Value of the secret (not its Secret ID), or runs provisioning. A new secret may take a minute.',
    },
  },
  {
    codes: ['AADSTS7000222'],
    advice: {
      cause: 'The client secret has expired.',
      nextStep:
        'An administrator makes a new secret, by provisioning or in Entra, and enters its Value in the settings.',
    },
  },
  {
    codes: ['AADSTS700025', 'AADSTS90023'],
    advice: {
      cause: 'The redirect URI is registered for a public client, which takes no secret.',
      nextStep: 'An administrator moves the redirect URI to the Web platform.',
    },
  },
  {
    codes: ['AADSTS7000229', 'AADSTS7000112', 'AADSTS70001'],
    advice: {
      cause: 'The app is disabled in the organization, or has no service principal there.',
      nextStep: 'An administrator of the organization enables the enterprise application, or grants consent once more.',
    },
  },
  {
    codes: ['AADSTS65004', 'access_denied'],
    advice: {
      cause: 'The sign-in at Microsoft was cancelled, or access to the calendar was declined.',
      nextStep:
        'Press Outlook again and accept. Without access to the calendar nothing can be synced; nothing was changed.',
    },
  },
  {
    codes: ['AADSTS65001', 'AADSTS90094', 'AADSTS90095', 'AADSTS90008', 'consent_required'],
    advice: {
      cause: "The organization wants an administrator's consent before people may use this app.",
      nextStep:
        'Ask an administrator of your Microsoft organization to grant the app consent, then press Outlook again.',
    },
  },
  {
    codes: ['AADSTS65005', 'AADSTS650056', 'AADSTS650057'],
    advice: {
      cause: 'The registration of the app lacks a permission that is asked for.',
      nextStep: 'An administrator runs provisioning, which puts the permissions right.',
    },
  },
  {
    codes: ['AADSTS650052', 'AADSTS500011', 'MailboxNotEnabledForRESTAPI', 'MailboxNotSupportedForRESTAPI'],
    advice: {
      cause: 'The account has no mailbox in Exchange Online: no licence, or a mailbox on the company’s own server.',
      nextStep: 'Sign in with an account that has an Outlook calendar in the cloud, or ask for a licence.',
    },
  },
  {
    codes: ['AADSTS50105'],
    advice: {
      cause: 'The organization lets only assigned people use this app.',
      nextStep: 'Ask an administrator to assign you to the enterprise application.',
    },
  },
  {
    codes: [
      'AADSTS50076',
      'AADSTS50079',
      'AADSTS50072',
      'AADSTS50158',
      'AADSTS53000',
      'AADSTS53001',
      'AADSTS53002',
      'AADSTS53003',
    ],
    advice: {
      cause: 'The organization asks for more when signing in: a second factor, a managed device or another place.',
      nextStep: 'Press Outlook and sign in again; if that is refused, ask an administrator about Conditional Access.',
    },
  },
  {
    codes: [
      'AADSTS70000',
      'AADSTS700082',
      'AADSTS70008',
      'AADSTS50173',
      'AADSTS70043',
      'AADSTS50089',
      'invalid_grant',
      'interaction_required',
      'needs_sign_in',
    ],
    advice: {
      cause: 'The sign-in at Microsoft has expired or was withdrawn.',
      nextStep: 'Press Outlook and sign in again. Nothing is lost: after a review, the sync goes on where it was.',
    },
  },
  {
    codes: ['AADSTS54005', 'AADSTS501481', 'AADSTS700005', 'state_invalid'],
    advice: {
      cause: 'This sign-in was used already, took too long, or was begun in another window.',
      nextStep: 'Go back to the calendar and press Outlook again, in one window.',
    },
  },
  {
    codes: ['AADSTS90002', 'AADSTS90072', 'AADSTS500212', 'AADSTS500213', 'AADSTS500021'],
    advice: {
      cause: 'The organization of this account is unknown, or does not allow the app’s organization.',
      nextStep: 'Check the account; an administrator checks cross-tenant access.',
    },
  },
  {
    codes: ['AADSTS90033', 'AADSTS90006', 'AADSTS50033', 'AADSTS90024', 'temporarily_unavailable', 'server_error'],
    advice: { cause: 'Microsoft has a passing problem.', nextStep: 'Wait a minute and try again.' },
  },
  {
    codes: ['AADSTS65002'],
    advice: {
      cause: 'The app that signs in for provisioning may not ask for this permission.',
      nextStep: 'Sign in in another way with --auth, or with an app of your own with --client-id.',
    },
  },
  {
    codes: ['Authorization_RequestDenied'],
    advice: {
      cause: 'The signed-in account may not do this in the directory.',
      nextStep: 'Sign in as an Application Administrator, a Cloud Application Administrator or an owner of the app.',
    },
  },
  {
    codes: ['Directory_QuotaExceeded'],
    advice: {
      cause: 'The account has made as many directory objects as it may; deleted ones count while they can be restored.',
      nextStep:
        'Delete apps that nobody needs for good (Deleted applications in Entra), or sign in as an administrator.',
    },
  },
  {
    codes: ['CredentialInvalidLifetimeAsPerAppPolicy', 'CredentialTypeNotAllowedAsPerAppPolicy'],
    advice: {
      cause: "The tenant's app management policy limits or forbids client secrets.",
      nextStep: 'Ask whoever looks after the app management policy of the tenant for an exception for this app.',
    },
  },
  {
    codes: ['SignInAudienceNotAllowedAsPerAppPolicy'],
    advice: {
      cause: 'A policy of the tenant forbids apps for other organizations and personal accounts.',
      nextStep: 'Ask for an exception for this app, or register it in another tenant.',
    },
  },
];

const adviceByCode = new Map(ROWS.flatMap(({ codes, advice }) => codes.map((code) => [code, advice] as const)));

/** The advice for a code; undefined for one that the table does not know. */
export function adviceFor(code: string): Advice | undefined {
  return adviceByCode.get(code);
}

/** The first `AADSTSnnnnn` in Microsoft's text; undefined where there is none. */
export function aadstsCodeIn(text: string): string | undefined {
  return /\bAADSTS\d{4,8}\b/.exec(text)?.[0];
}
