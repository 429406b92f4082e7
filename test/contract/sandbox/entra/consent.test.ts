// Consent: by people, by the policy of their organization, by administrators, and the admin consent endpoint's code-less callback.
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type Browser,
  codeOf,
  type EntraStage,
  GRAPH_APP_ID,
  LOGIN,
  type Met,
  openEntra,
  REDIRECT_URI,
  tenantOf,
} from './entra-stage.ts';

let stage: EntraStage;
beforeEach(() => {
  stage = openEntra();
});

/** Signs in and stops at whatever comes then. */
async function comeTo(login: string, url = stage.authorizeUrl()): Promise<{ browser: Browser; met: Met }> {
  const browser = stage.browser();
  await browser.open(url);
  const { userPrincipalName, password } = stage.user(login);
  return { browser, met: await browser.submit({ login: userPrincipalName, passwd: password }) };
}

const grants = () => [...stage.client.world().grants.values()];

describe('a person’s own consent', () => {
  test('is asked for once, and written down for that person', async () => {
    const { browser, met } = await comeTo('ada');
    expect(met.text).toContain('Calendars.ReadWrite');
    expect((await browser.submit({ decision: 'accept' })).fields.code).toEqual(expect.any(String));
    expect(grants()).toMatchObject([{ consentType: 'Principal', principalId: stage.user('ada').id }]);
    expect((await comeTo('ada')).met.fields.code).toEqual(expect.any(String));
    expect((await comeTo('bo')).met.text).toContain('Permissions requested');
  });

  test('is asked for again with prompt=consent, and for a scope more', async () => {
    await stage.signIn('ada');
    expect((await comeTo('ada', stage.authorizeUrl({ prompt: 'consent' }))).met.text).toContain('value="accept"');
    const more = stage.authorizeUrl({ scope: 'openid Calendars.ReadWrite MailboxSettings.Read' });
    expect((await comeTo('ada', more)).met.text).toContain('MailboxSettings.Read');
  });

  test('refused: access_denied with error_subcode=cancel, and nothing is written down', async () => {
    const { browser } = await comeTo('ada');
    const { fields } = await browser.submit({ decision: 'cancel' });
    expect(fields).toMatchObject({ error: 'access_denied', error_subcode: 'cancel', state: 'state-1' });
    expect(fields.error_description).toContain('AADSTS65004');
    expect(grants()).toEqual([]);
  });

  test('does not reach what only administrators may grant', async () => {
    const { met } = await comeTo('ada', stage.authorizeUrl({ scope: 'openid Application.ReadWrite.All' }));
    expect(met.text).toContain('Need admin approval');
  });
});

describe('the policy of the organization', () => {
  const foreign = () => stage.register({}, { tenant: tenantOf(stage.client, 'fabrikam.example') }).appId;

  test('microsoftManaged: another organization’s application gets no calendar from people', async () => {
    stage.client.world().settings.consentPolicy = 'microsoftManaged';
    const { met } = await comeTo('ada', stage.authorizeUrl({ client_id: foreign() }));
    expect(met.text).toContain('Need admin approval');
    expect(met.text).not.toContain('value="accept"');
  });

  test.each([
    ['what the policy does not list', () => stage.authorizeUrl({ client_id: foreign(), scope: 'openid User.Read' })],
    ['the organization’s own application', () => stage.authorizeUrl()],
  ])('microsoftManaged: people may consent to %s', async (_, url) => {
    stage.client.world().settings.consentPolicy = 'microsoftManaged';
    expect((await comeTo('ada', url())).met.text).toContain('value="accept"');
  });

  test('microsoftManaged: a personal account has no administrator, and consents itself', async () => {
    stage.client.world().settings.consentPolicy = 'microsoftManaged';
    expect((await comeTo('pat@outlook.example')).met.text).toContain('value="accept"');
  });

  test('a tenant’s own policy wins over the setting', async () => {
    stage.tenant.consentPolicy = 'adminOnly';
    expect((await comeTo('ada')).met.text).toContain('Need admin approval');
    expect((await comeTo('eve@fabrikam.example')).met.text).toContain('value="accept"');
  });

  test('nobody gets past it by sending the form that was not shown', async () => {
    stage.tenant.consentPolicy = 'adminOnly';
    const { browser } = await comeTo('ada');
    expect(codeOf(await browser.submit({ decision: 'accept' }))).toBe(90094);
    expect(grants()).toEqual([]);
  });

  test('a request for approval is granted by an administrator’s consent; then the person is let in', async () => {
    stage.tenant.consentPolicy = 'adminOnly';
    stage.client.world().settings.adminConsentRequests = true;
    const { browser, met } = await comeTo('ada');
    expect(met.text).toContain('Approval required');
    expect(met.text).toContain('name="justification"');
    const sent = await browser.submit({ decision: 'request', justification: 'for my calendar' });
    expect(sent.text).toContain('Request sent');
    expect(codeOf(await browser.submit({ decision: 'cancel' }))).toBe(90095);
    const admin = await comeTo('admin', adminConsentUrl({}));
    await admin.browser.submit({ decision: 'accept' });
    expect((await comeTo('ada')).met.fields.code).toEqual(expect.any(String));
  });
});

test('an administrator may tick to consent for everybody', async () => {
  const { browser, met } = await comeTo('admin');
  expect(met.text).toContain('Consent on behalf of your organization');
  await browser.submit({ decision: 'accept', organization: 'true' });
  expect(grants()).toMatchObject([{ consentType: 'AllPrincipals', principalId: null }]);
  expect((await comeTo('bo')).met.fields.code).toEqual(expect.any(String));
});

test('the tick of somebody who is no administrator counts for themselves alone', async () => {
  const { browser } = await comeTo('ada');
  await browser.submit({ decision: 'accept', organization: 'true' });
  expect(grants()).toMatchObject([{ consentType: 'Principal' }]);
});

function adminConsentUrl(
  change: Record<string, string>,
  authority = 'contoso.example',
  path = 'v2.0/adminconsent',
): string {
  const url = new URL(`${LOGIN}/${authority}/${path}`);
  url.search = new URLSearchParams({
    client_id: stage.application.appId,
    redirect_uri: REDIRECT_URI,
    scope: 'https://graph.microsoft.com/Calendars.ReadWrite',
    state: 'state-2',
    ...change,
  }).toString();
  return url.toString();
}

describe('the admin consent endpoint', () => {
  test.each(['contoso.example', 'organizations'])(
    'at /%s: a callback without a code, and a grant for all',
    async (authority) => {
      const { browser, met } = await comeTo('admin', adminConsentUrl({}, authority));
      expect(met.text).toContain('review for your organization');
      const { fields } = await browser.submit({ decision: 'accept' });
      expect(fields).toEqual({
        admin_consent: 'True',
        tenant: stage.tenant.id,
        scope: 'https://graph.microsoft.com/Calendars.ReadWrite',
        state: 'state-2',
      });
      expect(grants()).toMatchObject([{ consentType: 'AllPrincipals', scope: 'Calendars.ReadWrite' }]);
    },
  );

  test('makes the service principal in a tenant that never saw the application', async () => {
    const fabrikam = tenantOf(stage.client, 'fabrikam.example');
    const { browser } = await comeTo('admin@fabrikam.example', adminConsentUrl({}, 'organizations'));
    await browser.submit({ decision: 'accept' });
    const principals = [...stage.client.world().servicePrincipals.values()];
    expect(principals.filter(({ appId }) => appId === stage.application.appId)).toHaveLength(2);
    expect(grants()).toMatchObject([{ tenantId: fabrikam.id }]);
  });

  test('of version 1 asks for all that is listed, and names no scope', async () => {
    stage.application.resource.requiredResourceAccess = [
      {
        resourceAppId: GRAPH_APP_ID,
        resourceAccess: [{ id: '1ec239c2-d7c9-4623-a91a-a9775856bb36', type: 'Scope' }],
      },
    ];
    const { browser } = await comeTo('admin', adminConsentUrl({}, 'contoso.example', 'adminconsent'));
    const { fields } = await browser.submit({ decision: 'accept' });
    expect(fields).toEqual({ admin_consent: 'True', tenant: stage.tenant.id, state: 'state-2' });
    expect(grants()).toMatchObject([{ scope: 'Calendars.ReadWrite' }]);
  });

  test('refused by the administrator', async () => {
    const { browser } = await comeTo('admin', adminConsentUrl({}));
    const { fields } = await browser.submit({ decision: 'cancel' });
    expect(fields).toMatchObject({ error: 'access_denied', admin_consent: 'True', state: 'state-2' });
    expect(fields).not.toHaveProperty('code');
  });

  test('sends somebody who is no administrator back without consent', async () => {
    const { browser, met } = await comeTo('ada', adminConsentUrl({}));
    expect(met.text).toContain('Need admin approval');
    expect(codeOf(await browser.submit({ decision: 'accept' }))).toBe(90094);
    expect(grants()).toEqual([]);
  });

  test.each([
    ['a redirect URI that is not registered', { redirect_uri: 'https://evil.example/' }, 'contoso.example', 50011],
    ['an authority without an organization', {}, 'common', 50059],
    ['no scope', { scope: '' }, 'contoso.example', 900144],
  ])('refuses %s on its page', async (_, change, authority, code) => {
    const met = await stage.browser().open(adminConsentUrl(change, authority));
    expect(codeOf(met)).toBe(code);
    expect(met.location).toBeNull();
  });
});
