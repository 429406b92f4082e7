// Azure's role-based access: which roles there are, and whether somebody's assignments allow an action on a scope.
import type { Azure } from './model.ts';

export interface Role {
  name: string;
  /** The GUID of Microsoft's built-in definition. */
  id: string;
  description: string;
  actions: readonly string[];
  notActions: readonly string[];
  dataActions: readonly string[];
}

const SECRETS = 'Microsoft.KeyVault/vaults/secrets';

const role = (name: string, id: string, description: string, grants: Partial<Role>): Role => ({
  name,
  id,
  description,
  actions: [],
  notActions: [],
  dataActions: [],
  ...grants,
});

/** Those built-in roles that a registration and its vault need (azure/role-based-access-control/built-in-roles). */
export const ROLES: readonly Role[] = [
  role('Owner', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Manages everything, access included.', { actions: ['*'] }),
  role('Contributor', 'b24988ac-6180-42a0-ab88-20f7382dd24c', 'Manages everything but access.', {
    actions: ['*'],
    notActions: ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write'],
  }),
  role('Reader', 'acdd72a7-3385-48ef-bd42-f606fba81ae7', 'Reads everything.', { actions: ['*/read'] }),
  role('User Access Administrator', '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'Manages access.', {
    actions: ['*/read', 'Microsoft.Authorization/*'],
  }),
  role('Key Vault Contributor', 'f25e0fa2-a7c8-4377-a976-54943a77a395', 'Manages vaults, not what is in them.', {
    actions: ['Microsoft.KeyVault/*', 'Microsoft.Resources/subscriptions/resourceGroups/read'],
  }),
  role('Key Vault Administrator', '00482a5a-887f-4fb3-b363-3b7fe8e74483', 'Does everything with what vaults hold.', {
    actions: ['Microsoft.KeyVault/vaults/read'],
    dataActions: ['Microsoft.KeyVault/vaults/*'],
  }),
  role('Key Vault Secrets Officer', 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7', 'Does everything with secrets.', {
    actions: ['Microsoft.KeyVault/vaults/read'],
    dataActions: [`${SECRETS}/*`],
  }),
  role('Key Vault Secrets User', '4633458b-17de-408a-b874-0445c86b69e6', 'Reads secrets.', {
    dataActions: [`${SECRETS}/getSecret/action`, `${SECRETS}/readMetadata/action`],
  }),
  role('Key Vault Reader', '21090545-7ca7-4776-b22c-e363652d74d2', 'Reads which secrets there are, not their values.', {
    actions: ['Microsoft.KeyVault/vaults/read'],
    dataActions: [`${SECRETS}/readMetadata/action`],
  }),
];

export interface Question {
  principalId: string;
  action: string;
  scope: string;
  /** A data action is asked for, not one of management. */
  isData?: boolean;
}

/** Whether an assignment on the scope, or on one above it, grants the action. */
export function isAllowed(azure: Azure, { principalId, action, scope, isData = false }: Question): boolean {
  return azure.roleAssignments.some((assignment) => {
    if (assignment.principalId !== principalId || !isWithin(scope, assignment.scope)) return false;
    const granted = ROLES.find(({ name }) => name === assignment.role);
    if (!granted) return false;
    const covers = (pattern: string) => matches(pattern, action);
    return isData ? granted.dataActions.some(covers) : granted.actions.some(covers) && !granted.notActions.some(covers);
  });
}

/** Whether somebody has a role on a scope or on anything in it. */
export function isKnownIn(azure: Azure, principalId: string, scope: string): boolean {
  return azure.roleAssignments.some(
    (assignment) =>
      assignment.principalId === principalId &&
      (isWithin(assignment.scope, scope) || isWithin(scope, assignment.scope)),
  );
}

/** Whether a scope is another, or lies in it. */
export function isWithin(scope: string, outer: string): boolean {
  return `${scope}/`.toLowerCase().startsWith(`${outer.replace(/\/$/, '')}/`.toLowerCase());
}

function matches(pattern: string, action: string): boolean {
  const body = pattern.replace(/[.]/g, '\\.').replaceAll('*', '.*');
  return new RegExp(`^${body}$`, 'i').test(action);
}
