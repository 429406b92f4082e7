// How to meet each AADSTS code about people who sign in.
import { type EntraStage, type Met, signInWith } from '../entra-stage.ts';
import { principalOf } from './clients.ts';
import type { Provocations } from './provocation.ts';

async function typeIn(stage: EntraStage, login: string, passwd: string): Promise<Met> {
  const browser = stage.browser();
  await browser.open(stage.authorizeUrl());
  return browser.submit({ login, passwd });
}

export const ACCOUNT_PROVOCATIONS: Provocations = {
  50034: (stage) => typeIn(stage, 'nobody@contoso.example', 'x'),
  50126: (stage) => typeIn(stage, 'ada@contoso.example', 'wrong'),
  50057(stage) {
    const ada = stage.user('ada');
    ada.accountEnabled = false;
    return typeIn(stage, ada.userPrincipalName, ada.password);
  },
  50058: (stage) => stage.browser().open(stage.authorizeUrl({ prompt: 'none' })),
  async 16000(stage) {
    const browser = stage.browser();
    await signInWith(browser, stage.authorizeUrl(), stage.user('ada'));
    await signInWith(browser, stage.authorizeUrl({ prompt: 'login' }), stage.user('bo'));
    return browser.open(stage.authorizeUrl({ prompt: 'none' }));
  },
  50020: (stage) => stage.signIn('ada', {}, 'fabrikam.example'),
  500200: (stage) => stage.signIn('pat@outlook.example', {}, 'organizations'),
  500208: (stage) => stage.signIn('ada', {}, 'consumers'),
  async 90072(stage) {
    const { fields } = await stage.tokens('ada');
    return stage.token(stage.refreshForm(fields.refresh_token), { authority: 'fabrikam.example' });
  },
  50105(stage) {
    principalOf(stage).resource.appRoleAssignmentRequired = true;
    return stage.signIn('ada');
  },
};
