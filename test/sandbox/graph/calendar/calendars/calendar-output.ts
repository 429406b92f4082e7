// Calendars and their groups as Graph answers them: every v1.0 property, as the reader's role has it.
import type { GraphCall } from '../../operation.ts';
import type { CalendarEntry } from './calendar-entries.ts';
import { maySeePrivate, mayWrite } from './sharing.ts';
import type { StoredCalendarGroup } from './stored-calendar.ts';

type Output = Record<string, unknown>;

export function calendarOutput(call: GraphCall, entry: CalendarEntry): Output {
  const { mailbox, calendar, shared, owner, role } = entry;
  const { id, name, color, hexColor, changeKey } = shared ?? calendar;
  const provider =
    call.world.tenants.get(owner.tenantId)?.kind === 'consumers' ? 'skypeForConsumer' : 'teamsForBusiness';
  const isMine = shared === null && role === 'owner';
  return {
    '@odata.id': `https://graph.microsoft.com/v1.0/users('${mailbox.owner.id}@${mailbox.owner.tenantId}')/calendars('${id}')`,
    id,
    name,
    color,
    hexColor,
    isDefaultCalendar: shared === null && calendar.isDefault,
    changeKey,
    canShare: isMine,
    canViewPrivateItems: maySeePrivate(role),
    ...(call.version === 'beta' ? betaProperties(entry) : {}),
    canEdit: mayWrite(role),
    allowedOnlineMeetingProviders: [provider],
    defaultOnlineMeetingProvider: provider,
    isTallyingResponses: calendar.isDefault,
    isRemovable: shared !== null || !calendar.isDefault,
    owner: { name: owner.displayName, address: owner.mail },
  };
}

function betaProperties({ calendar, shared, role }: CalendarEntry): Output {
  const isShared = role === 'owner' && calendar.permissions.some(({ address }) => address !== null);
  return { isShared, isSharedWithMe: shared !== null };
}

export function groupOutput({ id, name, classId, changeKey }: StoredCalendarGroup): Output {
  return { id, name, classId, changeKey };
}
