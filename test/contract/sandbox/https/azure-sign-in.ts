// A program that knows only Azure's own library: signs in as an application, and as a person on another device, and prints who it became.
import { ClientSecretCredential, DeviceCodeCredential } from '@azure/identity';

const SCOPE = 'https://graph.microsoft.com/.default';

/** What it is told on the command line. */
export interface SignInOrder {
  authorityHost: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  userPrincipalName: string;
  password: string;
}

/** What it prints: the sandbox's access tokens. */
export interface SignInResult {
  application: string;
  person: string;
}

const order = JSON.parse(process.argv[2] ?? '{}') as SignInOrder;
const { authorityHost, tenantId, clientId, clientSecret, userPrincipalName, password } = order;
const options = { authorityHost, disableInstanceDiscovery: true, retryOptions: { maxRetries: 0 } };

const application = new ClientSecretCredential(tenantId, clientId, clientSecret, options);
const person = new DeviceCodeCredential({
  ...options,
  tenantId,
  async userPromptCallback({ userCode, verificationUri }) {
    // The other device: a browser whose owner types the code, the name and the password.
    const body = new URLSearchParams({ user_code: userCode, login: userPrincipalName, passwd: password });
    await fetch(verificationUri, { method: 'POST', body });
  },
});
try {
  const result: SignInResult = {
    application: (await application.getToken(SCOPE)).token,
    person: (await person.getToken(SCOPE)).token,
  };
  process.stdout.write(JSON.stringify(result));
} catch (error) {
  // MSAL keeps the cause to itself; the same address, asked plainly, tells it.
  const cause = await fetch(authorityHost).then(
    ({ status }) => `it answers ${status}`,
    (failure: { cause?: { code?: unknown } }) => String(failure.cause?.code),
  );
  process.stderr.write(`${String(error)}: ${cause}\n`);
  process.exitCode = 1;
}
