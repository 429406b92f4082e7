// How to meet each AADSTS code about requests, by what is sent.
import { type EntraStage, LOGIN, type Met, post } from '../entra-stage.ts';
import type { Provocations } from './provocation.ts';

const open = (stage: EntraStage, parameters: Record<string, string | null>, authority?: string): Promise<Met> =>
  stage.browser().open(stage.authorizeUrl(parameters, authority));

async function redeem(stage: EntraStage, change: Record<string, string>): Promise<Met> {
  const { fields } = await stage.signIn('ada');
  return stage.token({ ...stage.codeForm(String(fields.code)), ...change });
}

const application = (stage: EntraStage, scope: string): Promise<Met> => {
  const { client_id = '', client_secret = '' } = stage.codeForm('');
  const form = { client_id, client_secret, grant_type: 'client_credentials', scope };
  return stage.token(form, { authority: 'contoso.example' });
};

export const REQUEST_PROVOCATIONS: Provocations = {
  900144: (stage) => stage.token({ client_id: stage.application.appId }),
  90014: (stage) => {
    const { client_id = '', client_secret = '' } = stage.codeForm('');
    const form = { client_id, client_secret, grant_type: 'password', username: 'ada@contoso.example', scope: 'openid' };
    return stage.token(form, { authority: 'organizations' });
  },
  9002313: (stage) => stage.token(stage.codeForm('made-up')),
  900561: (stage) => stage.browser().open(`${LOGIN}/common/oauth2/v2.0/token`),
  70003: (stage) => stage.token({ ...stage.codeForm('x'), grant_type: 'magic' }),
  9001023: (stage) => stage.token({ ...stage.codeForm('x'), grant_type: 'password' }),
  70005: (stage) => open(stage, { response_type: 'token' }),
  700054: (stage) => open(stage, { response_type: 'id_token' }),
  70007: (stage) => open(stage, { response_mode: 'pigeon' }),
  501491: (stage) => open(stage, { code_challenge: 'short' }),
  50011: (stage) => open(stage, { redirect_uri: 'https://app.example/callback/' }),
  900971: (stage) => open(stage, { client_id: stage.register({ web: { redirectUris: [] } }).appId }),
  70004: (stage) => open(stage, { redirect_uri: 'https://app.example/callback#part' }),
  90102: (stage) => open(stage, { redirect_uri: '/callback' }),
  90002: (stage) => open(stage, {}, 'nowhere.example'),
  50059: (stage) => stage.browser().open(`${LOGIN}/common/v2.0/adminconsent?client_id=${stage.application.appId}`),
  async 50089(stage) {
    const browser = stage.browser();
    await browser.open(stage.authorizeUrl());
    stage.client.advance('PT1H');
    return browser.submit({ login: 'ada@contoso.example', passwd: stage.user('ada').password });
  },
  165000: (stage) => post(stage.client, `${LOGIN}/common/login`, { request: 'of nobody' }),
  70011: (stage) => open(stage, { scope: 'openid Calendars!' }),
  28000: (stage) =>
    open(stage, { scope: 'https://graph.microsoft.com/.default https://management.azure.com/.default' }),
  28002: async (stage) => {
    const { fields } = await stage.tokens('ada');
    return stage.token({ ...stage.refreshForm(fields.refresh_token), scope: 'Calendars!' });
  },
  28003: (stage) => redeem(stage, { scope: '' }),
  700022: (stage) => redeem(stage, { scope: 'Calendars.ReadWrite https://management.azure.com/user_impersonation' }),
  1002012: (stage) => application(stage, 'https://graph.microsoft.com/Calendars.Read'),
  500011: (stage) => application(stage, 'https://unknown.example/.default'),
  650052: (stage) => application(stage, 'https://outlook.office.com/.default'),
};
