// The id_token of a sign-in is believed only when it was made for this app, this sign-in, this authority and this time.
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, expect, test } from 'vitest';
import { accountOfIdToken } from '../../../server/oauth/id-token.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';
const NOW = Temporal.Instant.from('2026-11-24T09:00:00Z');
const CLAIMS = {
  aud: 'client',
  iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  tid: TENANT,
  oid: '22222222-2222-4222-8222-222222222222',
  sub: 'pairwise',
  nonce: 'nonce',
  preferred_username: 'ada@contoso.example',
  exp: NOW.epochMilliseconds / 1000 + 3600,
};
const EXPECTED = { clientId: 'client', loginOrigin: 'https://login.microsoftonline.com', nonce: 'nonce', now: NOW };
let key: CryptoKey;

beforeAll(async () => {
  key = (await generateKeyPair('RS256')).privateKey;
});

const signed = (claims: object) => new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256' }).sign(key);

test('a good token says who signed in, by tenant and object', async () => {
  expect(accountOfIdToken(await signed(CLAIMS), EXPECTED)).toEqual({
    tenantId: TENANT,
    objectId: CLAIMS.oid,
    address: 'ada@contoso.example',
  });
});

test.each([
  ['another app', { aud: 'other' }],
  ['another sign-in', { nonce: 'other' }],
  ['no sign-in of ours', { nonce: undefined }],
  ['another authority', { iss: `https://login.evil.example/${TENANT}/v2.0` }],
  ['the authority of another tenant', { tid: '33333333-3333-4333-8333-333333333333' }],
  ['a time that is over', { exp: NOW.epochMilliseconds / 1000 - 3600 }],
  ['no end', { exp: undefined }],
  ['nobody', { oid: undefined }],
])('a token for %s is refused', async (_, change) => {
  const token = await signed({ ...CLAIMS, ...change });
  expect(() => accountOfIdToken(token, EXPECTED)).toThrow(expect.objectContaining({ code: 'id_token_invalid' }));
});

test('a token without a signature is refused', () => {
  const token = new UnsecuredJWT(CLAIMS).encode();
  expect(() => accountOfIdToken(token, EXPECTED)).toThrow(expect.objectContaining({ code: 'id_token_invalid' }));
});
