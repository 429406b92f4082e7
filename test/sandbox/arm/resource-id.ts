// Reads the id of a resource: `/subscriptions/…/resourceGroups/…/providers/Microsoft.Web/sites/one/slots/two`.

export interface ResourceId {
  subscriptionId: string;
  groupName: string;
  /** `/subscriptions/…/resourceGroups/…`. */
  groupId: string;
  /** As written, e.g. `microsoft.web`. */
  namespace: string;
  /** e.g. `sites/slots`. */
  typePath: string;
  /** e.g. `one/two`; the last part of it is the resource's own name. */
  namePath: string;
}

const ID =
  /^(?<groupId>\/subscriptions\/(?<subscriptionId>[^/]+)\/resourceGroups\/(?<groupName>[^/]+))\/providers\/(?<namespace>[^/]+)\/(?<rest>.+)$/i;

/** @returns null for a path that is no resource of a group. */
export function parseResourceId(path: string): ResourceId | null {
  const groups = ID.exec(path)?.groups;
  const parts = groups?.rest?.split('/') ?? [];
  if (!groups || parts.length % 2 !== 0) return null;
  const { groupId = '', subscriptionId = '', groupName = '', namespace = '' } = groups;
  const every = (remainder: number) => parts.filter((_, index) => index % 2 === remainder).join('/');
  return { subscriptionId, groupName, groupId, namespace, typePath: every(0), namePath: every(1) };
}

/** The group that an id lies in, in lower case. */
export function groupKeyOf(id: string): string {
  return id.toLowerCase().split('/').slice(0, 5).join('/');
}
