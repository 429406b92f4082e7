// The operations on a vault's secrets, with what each needs, and their lists in pages.
import { jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import { getDeletedSecret, purgeSecret, recoverSecret } from './deleted-secrets.ts';
import { deletedBundle, secretItem, versionItems } from './secret-bodies.ts';
import { bad } from './secret-input.ts';
import {
  backupSecret,
  deleteSecret,
  getSecret,
  isBusy,
  livingSecret,
  restoreSecret,
  setSecret,
  updateSecret,
} from './secrets.ts';
import type { VaultCall, VaultOperation } from './vault-call.ts';

const PAGE_MEMBERS_MAX = 25;

/** @throws VaultRefusal 400 for `maxresults` out of range. */
function pageAnswer({ request, origin }: VaultCall, members: readonly unknown[]): SandboxAnswer {
  const query = request.url.searchParams;
  const size = Number(query.get('maxresults') ?? PAGE_MEMBERS_MAX);
  if (!Number.isInteger(size) || size < 1 || size > PAGE_MEMBERS_MAX) {
    throw bad(`maxresults must be between 1 and ${PAGE_MEMBERS_MAX}.`);
  }
  const from = Number(Buffer.from(query.get('$skiptoken') ?? '', 'base64url').toString('utf8') || 0);
  if (!Number.isInteger(from)) throw bad('The skip token is invalid.');
  const value = members.slice(from, from + size);
  if (from + size >= members.length) return jsonAnswer(200, { value, nextLink: null });
  const next = new URL(request.url.pathname + request.url.search, origin);
  next.searchParams.set('$skiptoken', Buffer.from(String(from + size)).toString('base64url'));
  return jsonAnswer(200, { value, nextLink: next.href });
}

function listSecrets(call: VaultCall): SandboxAnswer {
  const living = [...call.secrets.values()].filter((secret) => !secret.deleted && !isBusy(call, secret));
  return pageAnswer(
    call,
    living.toSorted((one, other) => one.name.localeCompare(other.name)).map((secret) => secretItem(call, secret)),
  );
}

function listDeleted(call: VaultCall): SandboxAnswer {
  const deleted = [...call.secrets.values()].filter((secret) => secret.deleted && !isBusy(call, secret));
  return pageAnswer(
    call,
    deleted
      .toSorted((one, other) => one.name.localeCompare(other.name))
      .map((secret) => deletedBundle(call, secret, true)),
  );
}

interface Facts {
  /** Method and path. */
  request: string;
  page: string;
  dataAction: string;
  policy: string;
  difference?: string;
  answer: VaultOperation['answer'];
}

function operation({ request, page, dataAction, policy, difference, answer }: Facts): VaultOperation {
  const [method = '', route = ''] = request.split(' ');
  const pattern = route.replace(/\/\{(\w+)\}/g, '/(?<$1>[^/]+)');
  return {
    method,
    route,
    path: new RegExp(`^${pattern}/?$`, 'i'),
    dataAction,
    policy,
    coverage: {
      evidence: 'documented',
      source: `rest/api/keyvault/secrets/${page}`,
      ...(difference === undefined ? {} : { difference }),
    },
    answer,
  };
}

const METADATA = 'readMetadata/action';
const later = 'takes effect for readers when azureOperationMs are over';

/** The first that fits answers. */
export const secretOperations: readonly VaultOperation[] = (
  [
    ['GET /secrets', 'get-secrets', METADATA, 'list', listSecrets],
    [
      'GET /secrets/{name}/versions',
      'get-secret-versions',
      METADATA,
      'list',
      (call) => pageAnswer(call, versionItems(call, livingSecret(call))),
    ],
    ['POST /secrets/restore', 'restore-secret', 'restore/action', 'restore', restoreSecret],
    ['POST /secrets/{name}/backup', 'backup-secret', 'backup/action', 'backup', backupSecret],
    ['PUT /secrets/{name}', 'set-secret', 'setSecret/action', 'set', setSecret],
    ['GET /secrets/{name}', 'get-secret', 'getSecret/action', 'get', getSecret],
    ['GET /secrets/{name}/{version}', 'get-secret', 'getSecret/action', 'get', getSecret],
    ['PATCH /secrets/{name}', 'update-secret', 'update/action', 'set', updateSecret],
    ['PATCH /secrets/{name}/{version}', 'update-secret', 'update/action', 'set', updateSecret],
    ['DELETE /secrets/{name}', 'delete-secret', 'delete', 'delete', deleteSecret, later],
    ['GET /deletedsecrets', 'get-deleted-secrets', METADATA, 'list', listDeleted],
    ['GET /deletedsecrets/{name}', 'get-deleted-secret', METADATA, 'get', getDeletedSecret],
    [
      'POST /deletedsecrets/{name}/recover',
      'recover-deleted-secret',
      'recover/action',
      'recover',
      recoverSecret,
      later,
    ],
    ['DELETE /deletedsecrets/{name}', 'purge-deleted-secret', 'purge/action', 'purge', purgeSecret],
  ] satisfies [string, string, string, string, VaultOperation['answer'], string?][]
).map(([request, page, dataAction, policy, answer, difference]) =>
  operation({ request, page, dataAction, policy, answer, ...(difference === undefined ? {} : { difference }) }),
);
