// What the sandbox's Azure holds, as data: subscriptions, groups, resources, role assignments, secrets, work under way.

export interface AzureSubscription {
  subscriptionId: string;
  tenantId: string;
  displayName: string;
  state: 'Enabled';
  /** Registration states by namespace in lower case; what is not here is `NotRegistered`. */
  registrations: Map<string, Registration>;
  tags: Record<string, string>;
}

export interface Registration {
  state: 'Registered' | 'Unregistering' | 'Registering' | 'NotRegistered';
  /** When a state in between ends, as epoch milliseconds. */
  settledAt: number;
}

export interface ResourceGroup {
  /** As it was first written: `/subscriptions/…/resourceGroups/…`. */
  id: string;
  name: string;
  location: string;
  tags: Record<string, string>;
  managedBy: string | null;
  provisioningState: 'Succeeded' | 'Deleting';
}

export interface AzureResource {
  /** As it was first written; looked up in lower case. */
  id: string;
  name: string;
  /** e.g. `Microsoft.KeyVault/vaults`. */
  type: string;
  location: string;
  tags: Record<string, string>;
  /** sku, kind, identity, plan, managedBy, zones and their like, as sent. */
  envelope: Record<string, unknown>;
  properties: Record<string, unknown>;
  provisioningState: string;
  /** When the state in between becomes `Succeeded`; null: it is. Epoch milliseconds. */
  settledAt: number | null;
  createdTime: string;
  changedTime: string;
}

export interface RoleAssignment {
  /** The full resource id. */
  id: string;
  /** The id of a user, or of a service principal. */
  principalId: string;
  /** By name, e.g. `Key Vault Secrets Officer`. */
  role: string;
  /** A subscription, a group or a resource. */
  scope: string;
  createdOn: string;
}

/** Work that was answered with 202, or with a state that is not final. */
export interface LongOperation {
  token: string;
  subscriptionId: string;
  startedAt: number;
  /** Epoch milliseconds. */
  doneAt: number;
  isDone: boolean;
  /** What takes effect at the end. */
  finish(): void;
  /** What its `Location` answers at the end. */
  result(): { status: number; body: unknown };
}

export interface VaultSecretVersion {
  /** 32 hexadecimal digits. */
  version: string;
  value: string;
  contentType: string | null;
  tags: Record<string, string> | null;
  enabled: boolean;
  /** Epoch seconds, as all times of a secret. */
  notBefore: number | null;
  expires: number | null;
  created: number;
  updated: number;
}

export interface VaultSecret {
  name: string;
  /** The oldest first. */
  versions: VaultSecretVersion[];
  deleted: { deletedDate: number; scheduledPurgeDate: number } | null;
  /** Until when a deletion or a recovery is under way, as epoch milliseconds. */
  busyUntil: number;
}

export interface DeletedVault {
  resource: AzureResource;
  /** Epoch milliseconds. */
  deletedAt: number;
  scheduledPurgeAt: number;
}

export interface Azure {
  subscriptions: AzureSubscription[];
  /** By id in lower case. */
  groups: Map<string, ResourceGroup>;
  /** By id in lower case. */
  resources: Map<string, AzureResource>;
  roleAssignments: RoleAssignment[];
  operations: Map<string, LongOperation>;
  /** By vault name in lower case, which is one for the whole world. */
  deletedVaults: Map<string, DeletedVault>;
  /** Secrets by vault name in lower case, then by secret name in lower case; they outlive a soft-deleted vault. */
  secrets: Map<string, Map<string, VaultSecret>>;
  /** What is left of the request allowances, by who asks for what. */
  allowances: Map<string, { left: number; at: number }>;
}
