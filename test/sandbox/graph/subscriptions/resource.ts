// Which mailbox and calendar the `resource` of a subscription means.
import type { User } from '../../core/world.ts';
import { mailboxOf } from '../calendar/state.ts';
import { type GraphCall, GraphRefusal } from '../operation.ts';

const OWNER = "(?:(?<me>me)|users(?:/(?<user>[^/()]+)|\\('(?<quoted>[^']+)'\\)))";
const CALENDAR = "calendars(?:/(?<calendar>[^/()]+)|\\('(?<calendarQuoted>[^']+)'\\))";
const EVENTS = new RegExp(`^/?${OWNER}/(?:(?<primary>calendar)/|${CALENDAR}/)?events$`, 'i');
/** What else of Microsoft's can be watched, and the sandbox doesn't have. */
const ELSEWHERE =
  /^\/?(?:(?:me|users(?:\/[^/]+)?|groups\/[^/]+)\/(?:messages|mailFolders|contacts|contactFolders|drive|conversations|threads|onlineMeetings|chats|presence|todo|planner)|users|groups|chats|teams|communications|security|sites|drives|print)\b/i;

/** @throws GraphRefusal 400, 403 or 404; 501 for what Graph would watch and the sandbox can't. */
export function readResource(call: GraphCall, resource: string): { ownerId: string; calendarId: string | null } {
  const [path = '', query] = resource.split('?');
  if (query !== undefined) {
    throw new GraphRefusal(501, 'NotInTheSandbox', `The sandbox watches no resource with a query: ${resource}.`);
  }
  const groups = EVENTS.exec(path)?.groups;
  if (!groups) {
    if (ELSEWHERE.test(path)) throw new GraphRefusal(501, 'NotInTheSandbox', `The sandbox can't watch ${resource}.`);
    throw new GraphRefusal(400, 'InvalidRequest', `Unsupported resource path '${resource}' in subscription request.`);
  }
  const owner = ownerOf(call, groups);
  const { calendars } = mailboxOf(call.world, owner);
  if (groups.primary)
    return { ownerId: owner.id, calendarId: calendars.find(({ isDefault }) => isDefault)?.id ?? null };
  const named = groups.calendar ?? groups.calendarQuoted;
  if (named === undefined) return { ownerId: owner.id, calendarId: null };
  if (!call.world.settings.calendarSubscriptions) {
    throw new GraphRefusal(400, 'InvalidRequest', `Unsupported resource path '${resource}' in subscription request.`);
  }
  const calendarId = decodeURIComponent(named);
  if (!calendars.some(({ id }) => id === calendarId)) {
    throw new GraphRefusal(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
  }
  return { ownerId: owner.id, calendarId };
}

/** Somebody who is signed in watches their own mailbox only; shared calendars take an application's own permission. */
function ownerOf({ world, caller, token }: GraphCall, groups: Record<string, string | undefined>): User {
  if (groups.me !== undefined) {
    if (caller) return withMailbox(caller);
    throw new GraphRefusal(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
  }
  const name = decodeURIComponent(groups.user ?? groups.quoted ?? '').toLowerCase();
  const owner = [...world.users.values()].find(
    ({ id, userPrincipalName, tenantId }) => tenantId === token.tenantId && (id === name || userPrincipalName === name),
  );
  if (!owner) throw new GraphRefusal(404, 'ResourceNotFound', `The resource '${name}' could not be found.`);
  if (caller && caller.id !== owner.id) {
    throw new GraphRefusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  }
  return withMailbox(owner);
}

function withMailbox(owner: User): User {
  if (owner.hasMailbox) return owner;
  const message = 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.';
  throw new GraphRefusal(404, 'MailboxNotEnabledForRESTAPI', message);
}
