// How to meet each AADSTS code about codes, refresh tokens and consent.
import { type EntraStage, GRAPH_APP_ID, LOGIN, type Met, post } from '../entra-stage.ts';
import type { Provocations } from './provocation.ts';

const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
const AZURE = '797f4846-ba00-4fd7-ba43-dac1f8f63013';

async function codeOf(stage: EntraStage): Promise<string> {
  const { fields } = await stage.signIn('ada');
  return String(fields.code);
}

async function refreshLater(stage: EntraStage, duration: string): Promise<Met> {
  const { fields } = await stage.tokens('ada');
  stage.client.advance(duration);
  return stage.token(stage.refreshForm(fields.refresh_token));
}

export interface DeviceFlow {
  userCode: string;
  ask(): Promise<Met>;
  /** Types the code at the page. */
  type(fields: Readonly<Record<string, string>>): Promise<Met>;
}

export async function beginDeviceFlow(stage: EntraStage): Promise<DeviceFlow> {
  const form = { client_id: AZURE_CLI, scope: 'openid https://graph.microsoft.com/.default' };
  const { fields } = await post(stage.client, `${LOGIN}/organizations/oauth2/v2.0/devicecode`, form);
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
  const userCode = String(fields.user_code);
  return {
    userCode,
    ask: () => stage.token({ client_id: AZURE_CLI, grant_type, device_code: String(fields.device_code) }),
    type: (typed) => post(stage.client, String(fields.verification_uri), { user_code: userCode, ...typed }),
  };
}

const required = (resourceAppId: string) => [
  { resourceAppId, resourceAccess: [{ id: '1ec239c2-d7c9-4623-a91a-a9775856bb36', type: 'Scope' }] },
];

const whole = (stage: EntraStage, resource: string, requiredResourceAccess: unknown[]): Promise<Met> => {
  stage.application.resource.requiredResourceAccess = requiredResourceAccess;
  return stage.signIn('ada', { scope: `openid ${resource}/.default` });
};

/** Somebody whose organization leaves consent to administrators. @returns the page that says so */
async function meetPolicy(stage: EntraStage, decisions: readonly Record<string, string>[]): Promise<Met> {
  const browser = stage.browser();
  const { userPrincipalName, password } = stage.user('ada');
  await browser.open(stage.authorizeUrl());
  let met = await browser.submit({ login: userPrincipalName, passwd: password });
  for (const decision of decisions) met = await browser.submit(decision);
  return met;
}

const CODE_PROVOCATIONS: Provocations = {
  async 54005(stage) {
    const form = stage.codeForm(await codeOf(stage));
    await stage.token(form);
    return stage.token(form);
  },
  async 70008(stage) {
    const form = stage.codeForm(await codeOf(stage));
    stage.client.advance('PT1H');
    return stage.token(form);
  },
  501481: async (stage) => stage.token({ ...stage.codeForm(await codeOf(stage)), code_verifier: 'w'.repeat(64) }),
  async 50148(stage) {
    const { code_verifier: _, ...form } = stage.codeForm(await codeOf(stage));
    return stage.token(form);
  },
  700005: async (stage) => stage.token(stage.codeForm(await codeOf(stage)), { authority: 'fabrikam.example' }),
  70016: async (stage) => (await beginDeviceFlow(stage)).ask(),
  70018: (stage) =>
    stage.token({ client_id: AZURE_CLI, grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: 'x' }),
  async 70019(stage) {
    const flow = await beginDeviceFlow(stage);
    stage.client.advance('PT16M');
    return flow.ask();
  },
  async 70020(stage) {
    const flow = await beginDeviceFlow(stage);
    await flow.type({ decision: 'cancel' });
    return flow.ask();
  },
  70000: (stage) => stage.token(stage.refreshForm('made-up')),
  700082: (stage) => refreshLater(stage, 'P91D'),
  async 700084(stage) {
    const { web } = stage.application.resource;
    stage.application.resource = { ...stage.application.resource, web: {}, spa: web };
    const { fields } = await stage.signIn('ada');
    const { client_secret: _, ...form } = stage.codeForm(String(fields.code));
    const headers = { origin: 'https://app.example' };
    const tokens = await stage.token(form, { headers });
    stage.client.advance('PT25H');
    const { client_secret: __, ...refresh } = stage.refreshForm(tokens.fields.refresh_token);
    return stage.token(refresh, { headers });
  },
  async 50173(stage) {
    const { fields } = await stage.tokens('ada');
    stage.client.advance('PT1M');
    stage.user('ada').sessionsValidFrom = stage.client.world().clock.now().epochMilliseconds;
    return stage.token(stage.refreshForm(fields.refresh_token));
  },
};

const CONSENT_PROVOCATIONS: Provocations = {
  async 65001(stage) {
    const { fields } = await stage.tokens('ada');
    stage.client.world().grants.clear();
    return stage.token(stage.refreshForm(fields.refresh_token));
  },
  65004: (stage) => meetPolicy(stage, [{ decision: 'cancel' }]),
  90094(stage) {
    stage.client.world().settings.consentPolicy = 'adminOnly';
    return meetPolicy(stage, [{ decision: 'cancel' }]);
  },
  90095(stage) {
    Object.assign(stage.client.world().settings, { consentPolicy: 'adminOnly', adminConsentRequests: true });
    return meetPolicy(stage, [{ decision: 'request', justification: 'for my calendar' }, { decision: 'cancel' }]);
  },
  90008(stage) {
    stage.application.resource.requiredResourceAccess = required(AZURE);
    return stage.signIn('ada');
  },
  650056: (stage) => whole(stage, 'https://graph.microsoft.com', []),
  650057: (stage) => whole(stage, 'https://management.azure.com', required(GRAPH_APP_ID)),
  65002: (stage) =>
    stage.signIn('ada', {
      client_id: AZURE_CLI,
      redirect_uri: 'http://localhost:50000',
      scope: 'https://graph.microsoft.com/Calendars.Read',
    }),
};

export const GRANT_PROVOCATIONS: Provocations = { ...CODE_PROVOCATIONS, ...CONSENT_PROVOCATIONS };
