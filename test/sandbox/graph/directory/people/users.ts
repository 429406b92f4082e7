// People of a tenant: found, made, changed, deleted, and signed out everywhere.
import { jsonAnswer, type SandboxAnswer } from '../../../core/http.ts';
import type { User } from '../../../core/world.ts';
import { propertyOf, typeModel } from '../../../schema/entity-model.ts';
import type { Output } from '../../odata/shape.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import {
  type DirectoryList,
  type DirectoryShape,
  directoryCollection,
  directoryCount,
  directoryEntity,
  noContent,
} from '../query/answers.ts';
import { readBody } from '../read-body.ts';
import { badRequest, denied, invalidValue, missingValue, notFound, objectConflict } from '../refusals.ts';
import { beginReplication, isSeen } from '../replication.ts';
import { isPersonal, refusePersonalAccount, requireRole, USER_MANAGERS } from '../rights.ts';
import { directoryStateOf } from '../state.ts';
import { tenantIdOf } from '../tenant.ts';
import { DEFAULT_USER_PROPERTIES, userOutput, wholeUser, writeUserProperties } from './user-output.ts';

const READ_ONLY = [
  'id',
  'createdDateTime',
  'deletedDateTime',
  'signInSessionsValidFromDateTime',
  'proxyAddresses',
  'mailboxSettings',
];
const RULES = { type: 'user', resource: 'User', readOnly: READ_ONLY };
const REQUIRED = ['accountEnabled', 'displayName', 'mailNickname', 'passwordProfile', 'userPrincipalName'];
/** Entra's shortest password (concept-sspr-policy). */
const PASSWORD_LENGTH_MIN = 8;

const shape: DirectoryShape<User> = {
  type: 'user',
  honours: [],
  searchable: ['displayName', 'givenName', 'surname', 'mail', 'mailNickname', 'userPrincipalName'],
  write: (user, names) => (names ? userOutput(user, spelled(names)) : userOutput(user, DEFAULT_USER_PROPERTIES)),
};

function spelled(names: ReadonlySet<string>): string[] {
  const model = typeModel('user');
  return [...names, 'id'].flatMap((name) => (model && propertyOf(model, name, 'v1.0')?.name) ?? []);
}

export function usersOf(call: GraphCall): User[] {
  return [...call.world.users.values()].filter(({ tenantId }) => tenantId === tenantIdOf(call));
}

function listOf(call: GraphCall): DirectoryList<User> {
  refusePersonalAccount(call);
  return { path: 'users', shape, rows: usersOf(call).filter(({ id }) => isSeen(call.world, id)) };
}

export function listUsers(call: GraphCall): SandboxAnswer {
  return directoryCollection(call, listOf(call));
}

export function countUsers(call: GraphCall): SandboxAnswer {
  return directoryCount(call, listOf(call));
}

export function getUser(call: GraphCall): SandboxAnswer {
  const row = readUser(call);
  if (isPersonal(call) && row.id !== call.token.userId) throw denied();
  return directoryEntity(call, { path: 'users', shape, row });
}

export function getMe(call: GraphCall): SandboxAnswer {
  return directoryEntity(call, { path: 'users', shape, row: callerOf(call) });
}

/** @throws GraphRefusal 400 for an application by itself */
export function callerOf(call: GraphCall): User {
  if (call.caller) return call.caller;
  throw new GraphRefusal(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
}

/** By id or user principal name. @throws GraphRefusal 404 */
export function readUser(call: GraphCall): User {
  const key = (call.parameters.id ?? '').toLowerCase();
  const user = usersOf(call).find(({ id, userPrincipalName }) => id === key || userPrincipalName === key);
  if (!user || !isSeen(call.world, user.id)) throw notFound(call.parameters.id ?? '');
  return user;
}

/** Without a mailbox: nobody licenses anybody here. */
export function createUser(call: GraphCall): SandboxAnswer {
  refusePersonalAccount(call);
  requireRole(call, USER_MANAGERS);
  const { world } = call;
  const body = readBody(call, RULES);
  for (const name of REQUIRED) if (body[name] === undefined || body[name] === null) throw missingValue(name, 'User');
  const userPrincipalName = String(body.userPrincipalName).toLowerCase();
  checkPrincipalName(call, userPrincipalName, null);
  const user: User = {
    id: world.random.uuid(),
    tenantId: tenantIdOf(call),
    displayName: '',
    givenName: '',
    surname: '',
    userPrincipalName,
    mail: userPrincipalName,
    password: '',
    roles: [],
    timeZone: 'Etc/UTC',
    hasMailbox: false,
    accountEnabled: true,
  };
  applyTo(user, body);
  writeUserProperties(user, { createdDateTime: world.clock.now().toString({ smallestUnit: 'second' }) });
  world.users.set(user.id, user);
  beginReplication(world, user.id);
  return directoryEntity(call, { path: 'users', shape, row: user, status: 201 });
}

export function updateUser(call: GraphCall): SandboxAnswer {
  refusePersonalAccount(call);
  requireRole(call, USER_MANAGERS);
  const user = readUser(call);
  const body = readBody(call, RULES);
  if (typeof body.userPrincipalName === 'string') checkPrincipalName(call, body.userPrincipalName.toLowerCase(), user);
  applyTo(user, body);
  return noContent();
}

/** What the world itself knows of a user, and the rest beside it. */
function applyTo(user: User, body: Output): void {
  const {
    accountEnabled,
    displayName,
    givenName,
    surname,
    userPrincipalName,
    mail: _,
    passwordProfile,
    ...rest
  } = body;
  if (displayName === null || displayName === '') throw invalidValue('displayName', 'User');
  if (passwordProfile !== undefined) user.password = passwordIn(passwordProfile);
  if (typeof accountEnabled === 'boolean') user.accountEnabled = accountEnabled;
  if (typeof displayName === 'string') user.displayName = displayName;
  if (givenName !== undefined) user.givenName = textOf(givenName);
  if (surname !== undefined) user.surname = textOf(surname);
  if (typeof userPrincipalName === 'string') user.userPrincipalName = userPrincipalName.toLowerCase();
  writeUserProperties(user, rest);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function passwordIn(profile: unknown): string {
  const { password } = (profile ?? {}) as { password?: unknown };
  if (typeof password === 'string' && password.length >= PASSWORD_LENGTH_MIN) return password;
  throw badRequest(
    'The specified password does not comply with password complexity requirements. Please provide a different password.',
    [{ code: 'PasswordComplexity', message: 'The password is too short.', target: 'passwordProfile' }],
  );
}

function checkPrincipalName(call: GraphCall, name: string, user: User | null): void {
  const domain = call.world.tenants.get(tenantIdOf(call))?.domain;
  if (!name.endsWith(`@${domain ?? ''}`)) {
    const message =
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.';
    throw badRequest(message, [{ code: 'InvalidValue', message, target: 'userPrincipalName' }]);
  }
  const holder = usersOf(call).find(({ userPrincipalName }) => userPrincipalName === name);
  if (holder && holder !== user) throw objectConflict('userPrincipalName');
}

/** Into the trash for 30 days. */
export function deleteUser(call: GraphCall): SandboxAnswer {
  refusePersonalAccount(call);
  requireRole(call, USER_MANAGERS);
  const { world } = call;
  const user = readUser(call);
  const deletedDateTime = world.clock.now().toString({ smallestUnit: 'second' });
  directoryStateOf(world).deleted.set(user.id, {
    kind: 'user',
    tenantId: user.tenantId,
    deletedDateTime,
    object: user,
  });
  world.users.delete(user.id);
  return noContent();
}

/** Refresh tokens and browser sessions from before now are worth nothing (user-revokesigninsessions). */
export function revokeSessions(call: GraphCall, user: User): SandboxAnswer {
  if (user.id !== call.token.userId) requireRole(call, USER_MANAGERS);
  user.sessionsValidFrom = call.world.clock.now().epochMilliseconds;
  return jsonAnswer(200, { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Edm.Boolean', value: true });
}

export function deletedUserOutput(user: User, deletedDateTime: string): Output {
  const { id, displayName, userPrincipalName, mail } = wholeUser(user);
  return { id, deletedDateTime, displayName, mail, userPrincipalName };
}
