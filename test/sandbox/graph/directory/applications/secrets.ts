// Client secrets of an application: made by the service, told once, two at most where personal accounts sign in.
import { Temporal } from 'temporal-polyfill';
import { jsonAnswer, type SandboxAnswer } from '../../../core/http.ts';
import type { Application, World } from '../../../core/world.ts';
import type { Output } from '../../odata/shape.ts';
import type { GraphCall, GraphRefusal } from '../../operation.ts';
import { isStructure } from '../merge.ts';
import { checkSecretPolicy } from '../policies/enforce.ts';
import { noContent } from '../query/answers.ts';
import { bodyOf } from '../read-body.ts';
import { badRequest } from '../refusals.ts';
import { writableApplication } from './find-application.ts';

/** Audiences with personal accounts hold no more (supported-accounts-validation). */
const SECRETS_MAX_WITH_PERSONAL_ACCOUNTS = 2;
/** Where no end is asked for (application-addpassword). */
const SECRET_LIFE_DEFAULT = { years: 2 };
const HINT_LENGTH = 3;

export interface NewSecret {
  displayName: string | null;
  customKeyIdentifier: string | null;
  /** ISO 8601 instants. */
  startDateTime: string;
  endDateTime: string;
}

export function addPassword(call: GraphCall): SandboxAnswer {
  const application = writableApplication(call);
  const { passwordCredential = {} } = bodyOf(call);
  if (!isStructure(passwordCredential)) throw badRequest('Invalid value specified for parameter passwordCredential.');
  const told = addSecret(call, application, readNewSecret(passwordCredential, call.world));
  return jsonAnswer(200, {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.passwordCredential',
    ...told,
  });
}

/** What is asked of a new secret. @throws GraphRefusal 400 for values of one's own, and for times that don't fit */
export function readNewSecret(asked: Output, world: World): NewSecret {
  if (asked.keyId || asked.secretText) throw credentialsRefused();
  const start = readInstant(asked.startDateTime, 'start') ?? world.clock.now();
  const end =
    readInstant(asked.endDateTime, 'end') ?? start.toZonedDateTimeISO('UTC').add(SECRET_LIFE_DEFAULT).toInstant();
  if (Temporal.Instant.compare(end, start) <= 0) throw invalidDate('end');
  return {
    displayName: typeof asked.displayName === 'string' ? asked.displayName : null,
    customKeyIdentifier: typeof asked.customKeyIdentifier === 'string' ? asked.customKeyIdentifier : null,
    startDateTime: start.toString({ smallestUnit: 'second' }),
    endDateTime: end.toString({ smallestUnit: 'second' }),
  };
}

function readInstant(text: unknown, which: 'start' | 'end'): Temporal.Instant | null {
  if (text === undefined || text === null) return null;
  if (typeof text !== 'string') throw invalidDate(which);
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw invalidDate(which);
  }
}

function invalidDate(which: 'start' | 'end'): GraphRefusal {
  const message = `Password credential ${which} date is invalid.`;
  const name = which === 'end' ? 'EndDate' : 'StartDate';
  return badRequest(message, [{ code: `InvalidKey${name}`, message, target: name }]);
}

/** Adds a secret. @returns the credential with its text, which nobody sees again */
export function addSecret(call: GraphCall, application: Application, asked: NewSecret): Output {
  const { world } = call;
  checkCount(application);
  checkSecretPolicy(call, application, asked);
  const keyId = world.random.uuid();
  const secretText = `${Buffer.from(world.random.bytes(3)).toString('hex').slice(0, 3)}8Q~${Buffer.from(world.random.bytes(26)).toString('base64url').slice(0, 34)}`;
  const { startDateTime, endDateTime } = asked;
  const usableFrom = world.clock.now().epochMilliseconds;
  application.secrets.push({ keyId, secretText, startDateTime, endDateTime, usableFrom });
  const shown = { ...asked, hint: secretText.slice(0, HINT_LENGTH), keyId };
  const before = application.resource.passwordCredentials as Output[];
  application.resource = { ...application.resource, passwordCredentials: [...before, { ...shown, secretText: null }] };
  return { ...shown, secretText };
}

function checkCount(application: Application): void {
  const hasPersonal = String(application.resource.signInAudience).includes('PersonalMicrosoftAccount');
  const count = application.secrets.length + 1;
  if (!hasPersonal || count <= SECRETS_MAX_WITH_PERSONAL_ACCOUNTS) return;
  const message = `Not allowed to add ${count} passwords. You can only add a maximum of ${SECRETS_MAX_WITH_PERSONAL_ACCOUNTS} passwords.`;
  throw badRequest(message, [{ code: 'TooManyPasswords', message, target: 'passwordCredentials' }]);
}

export function removePassword(call: GraphCall): SandboxAnswer {
  const application = writableApplication(call);
  const { keyId } = bodyOf(call);
  if (!application.secrets.some((secret) => secret.keyId === keyId)) {
    throw badRequest(`No password credential found with keyId '${String(keyId)}'.`);
  }
  keepSecrets(
    application,
    application.secrets.filter((secret) => secret.keyId !== keyId).map((secret) => ({ keyId: secret.keyId })),
  );
  return noContent();
}

/** What a PATCH lists stays, the rest goes. @throws GraphRefusal 400 for one that isn't there yet: that is an action's work */
export function keepSecrets(application: Application, listed: readonly Output[]): void {
  const kept = new Set(listed.map(({ keyId }) => keyId));
  if (listed.some(({ keyId }) => !application.secrets.some((secret) => secret.keyId === keyId))) {
    throw credentialsRefused();
  }
  application.secrets = application.secrets.filter(({ keyId }) => kept.has(keyId));
  const before = application.resource.passwordCredentials as Output[];
  application.resource = {
    ...application.resource,
    passwordCredentials: before.filter(({ keyId }) => kept.has(keyId)),
  };
}

/** msgraph-bicep-types issue 38. */
export function credentialsRefused(): GraphRefusal {
  return badRequest('New password credentials must be generated using service actions.');
}
