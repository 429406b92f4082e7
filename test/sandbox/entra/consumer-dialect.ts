// How personal accounts' side of Microsoft words its refusals: OAuth errors without AADSTS numbers (login.live.com).

interface Words {
  error: string;
  description: string;
}

const UNKNOWN_CLIENT: Words = {
  error: 'unauthorized_client',
  description:
    'The client does not exist or is not enabled for consumers. If you are the application developer, configure a new application through the App Registrations in the Azure Portal at https://go.microsoft.com/fwlink/?linkid=2083908.',
};
const WRONG_REDIRECT: Words = {
  error: 'invalid_request',
  description:
    "The provided value for the input parameter 'redirect_uri' is not valid. The expected value is a URI which matches a redirect URI registered for this client application.",
};
const GRANT_ENDED: Words = {
  error: 'invalid_grant',
  description:
    'The user could not be authenticated or the grant is expired. The user must first sign in and if needed grant the client application access to the requested scope.',
};
const WRONG_SECRET: Words = {
  error: 'invalid_client',
  description: "The provided value for the input parameter 'client_secret' is not valid.",
};
const notValid = (error: string, parameter: string): Words => ({
  error,
  description: `The provided value for the input parameter '${parameter}' is not valid.`,
});

/** By AADSTS code; what is not here keeps Entra's error and loses its number. */
const WORDS: Readonly<Record<number, Words | undefined>> = {
  700016: UNKNOWN_CLIENT,
  50011: WRONG_REDIRECT,
  900971: WRONG_REDIRECT,
  70004: WRONG_REDIRECT,
  90102: WRONG_REDIRECT,
  7000215: WRONG_SECRET,
  7000222: {
    error: 'invalid_client',
    description: 'The client secret supplied for this client application has expired.',
  },
  7000218: {
    error: 'invalid_request',
    description: "The request body must contain the following parameter: 'client_secret or client_assertion'.",
  },
  700025: { error: 'invalid_request', description: "Public clients can't send a client secret." },
  90023: { error: 'invalid_request', description: "Public clients can't send a client secret." },
  9002313: notValid('invalid_grant', 'code'),
  54005: notValid('invalid_grant', 'code'),
  70008: {
    error: 'invalid_grant',
    description: "The provided value for the 'code' parameter is not valid. The code has expired.",
  },
  501481: notValid('invalid_grant', 'code_verifier'),
  50148: notValid('invalid_grant', 'code_verifier'),
  70000: notValid('invalid_grant', 'refresh_token'),
  700082: GRANT_ENDED,
  50173: GRANT_ENDED,
  65001: GRANT_ENDED,
  70011: notValid('invalid_scope', 'scope'),
  28002: notValid('invalid_scope', 'scope'),
  65004: {
    error: 'access_denied',
    description: 'The user has denied access to the scope requested by the client application.',
  },
  50058: {
    error: 'login_required',
    description:
      'Silent authentication was denied. The user must first sign in and if needed grant the client application access to the requested scope.',
  },
};

/** @param message Entra's words, for what has no others here; null where only Entra can have said it. */
export function consumerWords(code: number, message: string): Words | null {
  return WORDS[code] ?? (code === 900144 ? { error: 'invalid_request', description: message } : null);
}
