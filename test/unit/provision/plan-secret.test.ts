// The client secret: one test for each answer to "who holds one that works?", and for the two slots.
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { planSecret, type SecretSituation } from '../../../provision/plan/secret.ts';
import type { SecretRecord } from '../../../provision/ports.ts';
import { Secret } from '../../../provision/secret.ts';
import { application, credential } from './directory-objects.ts';

const SERVER = 'https://calendar.example.org';
const said = (secretKeyId: string | null, clientId: string | null = 'client-id') => ({
  url: SERVER,
  said: { baseUrl: SERVER, redirectUri: `${SERVER}/microsoft_account/authentication`, clientId, secretKeyId },
});
const kept = (keyId: string): SecretRecord => ({
  stage: 'kept',
  clientId: 'client-id',
  tenantId: 'tenant-id',
  keyId,
  expiresAt: '2028-05-31T00:00:00Z',
  secret: new Secret('value'),
  replaces: null,
});
const handedOver = (keyId: string, server = SERVER): SecretRecord => ({
  stage: 'handed-over',
  clientId: 'client-id',
  keyId,
  server,
  replaces: null,
});

function plan(change: Partial<SecretSituation>) {
  const { changes, notes } = planSecret({
    application: application({ passwordCredentials: [credential('a')] }),
    record: null,
    server: null,
    policy: { kind: 'none' },
    now: Temporal.Instant.from('2026-11-24T12:00:00Z'),
    ...change,
  });
  return { kinds: changes.map(({ kind }) => kind), changes, notes: notes.map(({ code }) => code) };
}

const withSecrets = (...passwordCredentials: ReturnType<typeof credential>[]) => application({ passwordCredentials });
const EXPIRED = { endDateTime: '2026-11-01T00:00:00Z' };
const DUE = { endDateTime: '2026-12-10T00:00:00Z' };

describe('who holds a secret that works', () => {
  test('the server: nothing to do', () => {
    expect(plan({ server: said('a') })).toMatchObject({ kinds: [], notes: [] });
  });

  test('the server, and this machine still: the sealed copy goes', () => {
    expect(plan({ server: said('a'), record: kept('a') })).toMatchObject({ kinds: ['forget-kept-secret'], notes: [] });
  });

  test('this machine: it is handed over where a server was named', () => {
    expect(plan({ server: said(null, null), record: kept('a') })).toMatchObject({ kinds: ['hand-over'], notes: [] });
    expect(plan({ record: kept('a') })).toMatchObject({ kinds: [], notes: ['secret_waits_for_server'] });
  });

  test('a server that could not be asked is believed to hold what it was given', () => {
    const away = { url: SERVER, said: null };
    expect(plan({ server: away, record: handedOver('a') })).toMatchObject({ kinds: [] });
    const another = handedOver('a', 'https://other.example.org');
    expect(plan({ server: away, record: another })).toMatchObject({ kinds: ['add-secret', 'hand-over'] });
  });

  test('a server that was given one and says that it has none gets a new one', () => {
    expect(plan({ server: said(null), record: handedOver('a') })).toMatchObject({ kinds: ['add-secret', 'hand-over'] });
  });

  test('no server named: what was handed over is taken to be there still', () => {
    expect(plan({ record: handedOver('a') })).toMatchObject({ kinds: [], notes: [] });
  });

  test('somebody, but not this machine, and no server named: it is said, and nothing is made', () => {
    expect(plan({})).toMatchObject({ kinds: [], notes: ['secret_elsewhere'] });
  });

  test('nobody: one is made for 730 days and handed over', () => {
    const { changes } = plan({ application: withSecrets(), server: said(null, null) });
    expect(changes).toEqual([
      {
        kind: 'add-secret',
        lifetimeDays: 730,
        expiresAt: '2028-11-23T12:00:00Z',
        isLifetimeCertain: true,
        replaces: null,
      },
      { kind: 'hand-over', server: SERVER },
    ]);
  });

  test('the server uses another app: that everybody signs in again is said before', () => {
    expect(plan({ server: said('z', 'another-client') })).toMatchObject({
      kinds: ['add-secret', 'hand-over'],
      notes: ['server_changes_app'],
    });
  });
});

describe('the two slots', () => {
  test('a secret near its end is replaced while it still works', () => {
    expect(plan({ application: withSecrets(credential('a', DUE)), server: said('a') })).toMatchObject({
      kinds: ['add-secret', 'hand-over'],
    });
  });

  test('an expired one makes room', () => {
    const { changes } = plan({
      application: withSecrets(credential('a', EXPIRED), credential('b', DUE)),
      server: said('b'),
    });
    expect(changes).toMatchObject([
      { kind: 'remove-secret', keyId: 'a', reason: 'expired' },
      { kind: 'add-secret' },
      { kind: 'hand-over' },
    ]);
  });

  test('one whose value never arrived goes, even where nothing else is to do', () => {
    const record: SecretRecord = { stage: 'asked', clientId: 'client-id', credentialNames: ['mine'] };
    const lost = credential('lost', { displayName: 'mine' });
    const { changes } = plan({ application: withSecrets(lost, credential('a')), server: said('a'), record });
    expect(changes).toMatchObject([{ kind: 'remove-secret', keyId: 'lost', reason: 'answer-lost' }]);
  });

  test('two that others use: a person decides, nothing is removed', () => {
    const full = withSecrets(credential('a'), credential('b'));
    expect(() => plan({ application: full, server: said(null) })).toThrow(
      expect.objectContaining({ code: 'secret_slots_full' }),
    );
  });

  test('another secret beside ours is named', () => {
    expect(plan({ application: withSecrets(credential('a'), credential('b')), server: said('a') })).toMatchObject({
      kinds: [],
      notes: ['foreign_secret'],
    });
  });
});

describe("the tenant's policy", () => {
  const none = { application: withSecrets(), server: said(null) };

  test('shortens the life, and says so', () => {
    const lifetimeMax = Temporal.Duration.from('P180D');
    const { changes, notes } = plan({ ...none, policy: { kind: 'limited', policyId: 'p', lifetimeMax } });
    expect(changes[0]).toMatchObject({ lifetimeDays: 180, isLifetimeCertain: true });
    expect(notes).toEqual(['secret_shortened']);
  });

  test('forbids secrets: the plan stops', () => {
    expect(() => plan({ ...none, policy: { kind: 'forbidden', policyId: 'p' } })).toThrow(
      expect.objectContaining({ code: 'secrets_forbidden' }),
    );
  });

  test('can not be read: the life may have to be shorter', () => {
    expect(plan({ ...none, policy: { kind: 'unknown' } }).changes[0]).toMatchObject({ isLifetimeCertain: false });
  });
});
