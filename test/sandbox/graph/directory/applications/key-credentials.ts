// Certificates of an application: listed whole by PATCH, or one by one with a proof that an older one is held.
import { createHash, X509Certificate } from 'node:crypto';
import { jwtVerify } from 'jose';
import { Temporal } from 'temporal-polyfill';
import { jsonAnswer, type SandboxAnswer } from '../../../core/http.ts';
import type { Application, ApplicationCertificate } from '../../../core/world.ts';
import type { Output } from '../../odata/shape.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import { isStructure } from '../merge.ts';
import { checkKeyPolicy } from '../policies/enforce.ts';
import { noContent } from '../query/answers.ts';
import { bodyOf } from '../read-body.ts';
import { badRequest, invalidValue } from '../refusals.ts';
import { writableApplication } from './find-application.ts';

/** Whom a proof of possession is for (application-rollkey). */
const PROOF_AUDIENCE = '00000002-0000-0000-c000-000000000000';
/** Of a key that is no certificate, where no end is asked for. */
const KEY_LIFE_DEFAULT_HOURS = 365 * 24;
const USAGES = ['Sign', 'Verify'];
const TYPES = ['AsymmetricX509Cert', 'X509CertAndPassword', 'Symmetric'];

/** What a PATCH lists stays or is added, the rest goes; one that stays is named by its key id, and can't be changed. */
export function replaceKeys(call: GraphCall, application: Application, listed: readonly Output[]): void {
  const before = keysOf(application);
  const keys: Output[] = [];
  for (const asked of listed) {
    const known = before.find(({ keyId }) => keyId === asked.keyId);
    if (known && isChanged(known, asked)) {
      throw badRequest(`Update to existing credential with KeyId '${String(asked.keyId)}' is not allowed.`);
    }
    keys.push(known ?? readNewKey(call, application, asked));
  }
  storeKeys(application, keys);
}

function isChanged(known: Output, asked: Output): boolean {
  const { key } = asked;
  return typeof key === 'string' && key !== known.key;
}

function keysOf({ resource }: Application): Output[] {
  return resource.keyCredentials as Output[];
}

function storeKeys(application: Application, keys: readonly Output[]): void {
  application.resource = { ...application.resource, keyCredentials: [...keys] };
  application.certificates = keys.flatMap(
    ({ keyId, key, startDateTime, endDateTime, type }): ApplicationCertificate[] =>
      type === 'AsymmetricX509Cert'
        ? [
            {
              keyId: String(keyId),
              certificate: String(key),
              startDateTime: String(startDateTime),
              endDateTime: String(endDateTime),
            },
          ]
        : [],
  );
}

/** @throws GraphRefusal 400 for what could not be used */
function readNewKey(call: GraphCall, application: Application, asked: Output): Output {
  const { type = 'AsymmetricX509Cert', usage = 'Verify', key } = asked;
  if (!USAGES.includes(String(usage))) throw invalidCredential('usage', USAGES);
  if (!TYPES.includes(String(type))) throw invalidCredential('type', TYPES);
  if (type === 'Symmetric' && String(application.resource.signInAudience).includes('PersonalMicrosoftAccount')) {
    const message = 'With personal accounts an application has asymmetric keys alone.';
    throw invalidValue('keyCredentials', 'Application', {
      code: 'KeyTypeNotSupported',
      message,
      target: 'keyCredentials',
    });
  }
  if (typeof key !== 'string' || key === '') throw invalidKey('Key value is required for a new credential.', 'Value');
  const certificate = type === 'Symmetric' ? null : certificateOf(key);
  const life = lifeOf(call, asked, certificate);
  checkKeyPolicy(call, application, life);
  return {
    customKeyIdentifier: asked.customKeyIdentifier ?? (certificate && thumbprint(certificate)),
    displayName: asked.displayName ?? certificate?.subject.replaceAll('\n', ', ') ?? null,
    ...life,
    key,
    keyId: typeof asked.keyId === 'string' ? asked.keyId : call.world.random.uuid(),
    type,
    usage,
  };
}

/** Within the certificate's own life, which also fills in what was left out; other keys live a year. */
function lifeOf(
  call: GraphCall,
  asked: Output,
  certificate: X509Certificate | null,
): { startDateTime: string; endDateTime: string } {
  const [first, last] = certificate
    ? [certificate.validFromDate, certificate.validToDate].map((date) => date.getTime())
    : [null, null];
  const start = instantOf(asked.startDateTime, first ?? null) ?? call.world.clock.now();
  const end = instantOf(asked.endDateTime, last ?? null) ?? start.add({ hours: KEY_LIFE_DEFAULT_HOURS });
  const isBeyond = last !== null && last !== undefined && end.epochMilliseconds > last;
  if (Temporal.Instant.compare(end, start) <= 0 || isBeyond) {
    throw invalidKey('Key credential end date is invalid.', 'EndDate');
  }
  if (first !== null && first !== undefined && start.epochMilliseconds < first) {
    throw invalidKey('Key credential start date is invalid.', 'StartDate');
  }
  return {
    startDateTime: start.toString({ smallestUnit: 'second' }),
    endDateTime: end.toString({ smallestUnit: 'second' }),
  };
}

/** What was asked for, or else the milliseconds given. */
function instantOf(text: unknown, otherwise: number | null): Temporal.Instant | null {
  if (typeof text === 'string') return Temporal.Instant.from(text);
  return otherwise === null ? null : Temporal.Instant.fromEpochMilliseconds(otherwise);
}

function certificateOf(key: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(key, 'base64'));
  } catch {
    throw invalidKey('Key credential value is no certificate.', 'Value');
  }
}

function thumbprint(certificate: X509Certificate): string {
  return createHash('sha1').update(certificate.raw).digest('base64');
}

/** msgraph-sdk-java issue 1823. */
function invalidCredential(property: string, accepted: readonly string[]): GraphRefusal {
  return badRequest(
    `The value for the property "${property}" in one of your credentials is invalid. Acceptable values are ${accepted.join(', ')}.`,
  );
}

/** azure-rest-api-specs issue 11985 for the end date. */
function invalidKey(message: string, target: string): GraphRefusal {
  return badRequest(message, [{ code: `InvalidKey${target}`, message, target }]);
}

/** `POST …/addKey` @throws GraphRefusal 401 without a proof signed by a key that the application has */
export async function addKey(call: GraphCall): Promise<SandboxAnswer> {
  const application = writableApplication(call);
  const { keyCredential, proof } = bodyOf(call);
  if (!isStructure(keyCredential)) throw badRequest('Invalid value specified for parameter keyCredential.');
  await checkProof(call, application, proof);
  const added = readNewKey(call, application, keyCredential);
  storeKeys(application, [...keysOf(application), added]);
  return jsonAnswer(200, {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.keyCredential',
    ...added,
    key: null,
  });
}

export async function removeKey(call: GraphCall): Promise<SandboxAnswer> {
  const application = writableApplication(call);
  const { keyId, proof } = bodyOf(call);
  await checkProof(call, application, proof);
  const kept = keysOf(application).filter((key) => key.keyId !== keyId);
  if (kept.length === keysOf(application).length) {
    throw badRequest(`No key credential found with keyId '${String(keyId)}'.`);
  }
  storeKeys(application, kept);
  return noContent();
}

async function checkProof(call: GraphCall, application: Application, proof: unknown): Promise<void> {
  const currentDate = new Date(call.world.clock.now().epochMilliseconds);
  for (const { certificate } of application.certificates ?? []) {
    const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
    try {
      const expected = { audience: PROOF_AUDIENCE, issuer: [application.id, application.appId], currentDate };
      await jwtVerify(String(proof), publicKey, expected);
      return;
    } catch {
      // Another of the keys may have signed it.
    }
  }
  throw new GraphRefusal(401, 'Authentication_MissingOrMalformed', 'Access Token missing or malformed.');
}
