// The steps of a rotation, from each place where an earlier one may have ended.
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { planRotation } from '../../../provision/plan/rotation.ts';
import type { SecretSituation } from '../../../provision/plan/secret.ts';
import type { SecretRecord } from '../../../provision/ports.ts';
import { Secret } from '../../../provision/secret.ts';
import { application, credential } from './directory-objects.ts';

const SERVER = 'https://calendar.example.org';
const OLD = credential('old');
const NEW = credential('new');

const holding = (secretKeyId: string | null, clientId: string | null = 'client-id') => ({
  url: SERVER,
  said: { baseUrl: SERVER, redirectUri: `${SERVER}/microsoft_account/authentication`, clientId, secretKeyId },
});
const kept = (replaces: string | null): SecretRecord => ({
  stage: 'kept',
  clientId: 'client-id',
  tenantId: 'tenant-id',
  keyId: 'new',
  expiresAt: '2028-05-31T00:00:00Z',
  secret: new Secret('value'),
  replaces,
});
const handedOver = (keyId: string, replaces: string | null): SecretRecord => ({
  stage: 'handed-over',
  clientId: 'client-id',
  keyId,
  server: SERVER,
  replaces,
});

const steps = (credentials: (typeof OLD)[], change: Partial<SecretSituation>) =>
  planRotation({
    application: application({ passwordCredentials: credentials }),
    record: null,
    server: holding('old'),
    policy: { kind: 'none' },
    now: Temporal.Instant.from('2026-11-24T12:00:00Z'),
    ...change,
  }).changes.map((change) => ('keyId' in change ? `${change.kind} ${change.keyId}` : change.kind));

test('begins with a new secret, hands it over, and ends with the old one', () => {
  expect(steps([OLD], {})).toEqual(['add-secret', 'hand-over', 'retire-secret old']);
});

test('begins anew after a rotation that was completed', () => {
  expect(steps([NEW], { record: handedOver('new', 'old'), server: holding('new') })).toEqual([
    'add-secret',
    'hand-over',
    'retire-secret new',
  ]);
});

test('goes on with the secret that is kept here', () => {
  expect(steps([OLD, NEW], { record: kept('old') })).toEqual(['hand-over', 'retire-secret old']);
});

test('goes on where the answer to the hand-over was lost', () => {
  expect(steps([OLD, NEW], { record: kept('old'), server: holding('new') })).toEqual([
    'forget-kept-secret new',
    'retire-secret old',
  ]);
});

test('goes on where only the old secret is left to remove', () => {
  const record = handedOver('new', 'old');
  expect(steps([OLD, NEW], { record, server: holding('new') })).toEqual(['retire-secret old']);
});

test('removes a secret whose value never arrived, and expired ones, to have a slot', () => {
  const record: SecretRecord = { stage: 'asked', clientId: 'client-id', credentialNames: ['secret new'] };
  expect(steps([OLD, NEW], { record })).toEqual(['remove-secret new', 'add-secret', 'hand-over', 'retire-secret old']);
  const expired = credential('expired', { endDateTime: '2026-01-01T00:00:00Z' });
  expect(steps([OLD, expired], {})).toEqual(['remove-secret expired', 'add-secret', 'hand-over', 'retire-secret old']);
});

test('an expired secret of the server is replaced and not removed twice', () => {
  const old = credential('old', { endDateTime: '2026-01-01T00:00:00Z' });
  expect(steps([old], {})).toEqual(['remove-secret old', 'add-secret', 'hand-over']);
});

test('retires nothing of an app that the server does not use', () => {
  expect(steps([OLD], { server: holding('old', 'another-client') })).toEqual(['add-secret', 'hand-over']);
});

test.each<[string, Partial<SecretSituation>]>([
  ['nothing_to_rotate', { application: null }],
  ['rotation_needs_server', { server: null }],
  ['rotation_needs_server', { server: { url: SERVER, said: null } }],
  ['secret_slots_full', { application: application({ passwordCredentials: [OLD, credential('foreign')] }) }],
])('stops with %s', (code, change) => {
  expect(() => steps([OLD], change)).toThrow(expect.objectContaining({ code }));
});
