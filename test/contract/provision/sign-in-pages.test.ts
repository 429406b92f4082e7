// What Entra says of good and of wrong credentials, as the SignInPort reads it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudByName } from '../../../graph/transport/clouds.ts';
import { createOriginMap } from '../../../graph/transport/origin-map.ts';
import { createTransport, type Transport } from '../../../graph/transport/transport.ts';
import { createSignInPages } from '../../../provision/adapters/sign-in-pages.ts';
import type { SignInPort } from '../../../provision/ports.ts';
import { Secret } from '../../../provision/secret.ts';
import { type Provisioning, startProvisioning } from './provisioning.ts';

const REDIRECT_URI = 'http://localhost:3000/microsoft_account/authentication';
const SCOPES = ['openid', 'Calendars.ReadWrite'];

let provisioning: Provisioning;
let transport: Transport;
let signIn: SignInPort;
let app: { clientId: string; tenantId: string; secret: Secret };

beforeAll(async () => {
  provisioning = await startProvisioning();
  await provisioning.run(['--yes']);
  const cloud = cloudByName('public');
  transport = createTransport({ cloud, originMap: createOriginMap(cloud, provisioning.sandbox.url, false) });
  signIn = createSignInPages(transport);
  const applications = [...provisioning.sandbox.sandbox.world().applications.values()];
  const registered = applications.find(({ resource }) => resource['uniqueName'] === 'outlook-calendar-sync');
  app = {
    clientId: registered?.appId ?? '',
    tenantId: registered?.tenantId ?? '',
    secret: new Secret(registered?.secrets[0]?.secretText ?? ''),
  };
});
afterAll(async () => {
  await transport.close();
  await provisioning.close();
});

test('the right secret and redirect URI are accepted', async () => {
  expect(await signIn.trySecret(app)).toEqual({ accepted: true });
  const client = { clientId: app.clientId, redirectUri: REDIRECT_URI, scopes: SCOPES };
  expect(await signIn.tryAuthorizeUrl(client)).toEqual({ accepted: true });
});

test('a wrong secret is refused by number, and the value is not repeated', async () => {
  const verdict = await signIn.trySecret({ ...app, secret: new Secret('surely-not-the-secret') });
  expect(verdict).toMatchObject({ accepted: false, code: 'AADSTS7000215' });
  expect(JSON.stringify(verdict)).not.toContain('surely-not-the-secret');
});

test('a redirect URI that differs in a slash is refused by number', async () => {
  const client = { clientId: app.clientId, redirectUri: `${REDIRECT_URI}/`, scopes: SCOPES };
  expect(await signIn.tryAuthorizeUrl(client)).toMatchObject({ accepted: false, code: 'AADSTS50011' });
});

test('an unknown client id is refused by number', async () => {
  const clientId = '00000000-0000-4000-8000-00000000dead';
  expect(await signIn.trySecret({ ...app, clientId })).toMatchObject({ accepted: false, code: 'AADSTS700016' });
});

test('a lost connection is a verdict, too', async () => {
  provisioning.breakNext({ service: 'entra', path: '/token$', nth: 1 }, { dropResponse: 'before' });
  expect(await signIn.trySecret(app)).toMatchObject({ accepted: false, code: 'no_answer' });
});
