// Calendars, calendar groups and permissions as a mailbox keeps them, with the words that Graph has for colours and roles.

/** The v1.0 calendarColor, in the CSDL's order. */
export const CALENDAR_COLORS = [
  'auto',
  'lightBlue',
  'lightGreen',
  'lightOrange',
  'lightGray',
  'lightYellow',
  'lightTeal',
  'lightPink',
  'lightBrown',
  'lightRed',
  'maxColor',
] as const;
export type CalendarColor = (typeof CALENDAR_COLORS)[number];

/** The v1.0 calendarRoleType, from the weakest to the strongest; `custom` is only ever read. */
export const CALENDAR_ROLES = [
  'none',
  'freeBusyRead',
  'limitedRead',
  'read',
  'write',
  'delegateWithoutPrivateEventAccess',
  'delegateWithPrivateEventAccess',
  'custom',
] as const;
export type CalendarRole = (typeof CALENDAR_ROLES)[number];

/** Who a calendar is shared with: a person by address, or the owner's organization (address null). */
export interface StoredPermission {
  id: string;
  name: string;
  address: string | null;
  role: CalendarRole;
  allowedRoles: CalendarRole[];
  isInsideOrganization: boolean;
  isRemovable: boolean;
}

export interface StoredCalendar {
  id: string;
  name: string;
  isDefault: boolean;
  changeKey: string;
  groupId: string;
  color: CalendarColor;
  /** `#RRGGBB`, or empty where nobody ever chose a colour. */
  hexColor: string;
  permissions: StoredPermission[];
}

/** A calendar of somebody else's mailbox, as it hangs in this one: under an id and a name of its own. */
export interface SharedCalendar {
  id: string;
  name: string;
  groupId: string;
  color: CalendarColor;
  hexColor: string;
  changeKey: string;
  /** Whose mailbox keeps the events. */
  ownerId: string;
  /** The calendar's id in the owner's mailbox. */
  calendarId: string;
}

export interface StoredCalendarGroup {
  id: string;
  name: string;
  /** Outlook's own groups have fixed class ids. */
  classId: string;
  changeKey: string;
}

/** Ids and change keys, made by the mailbox that the new thing belongs to. */
export interface NewKeys {
  id(): string;
  changeKey(): string;
}

/** The class ids of the groups that Outlook makes itself (user-list-calendargroups; the second is inferred). */
export const MY_CALENDARS = { name: 'My Calendars', classId: '0006f0b7-0000-0000-c000-000000000046' } as const;
export const OTHER_CALENDARS = { name: 'Other Calendars', classId: '0006f0b8-0000-0000-c000-000000000046' } as const;

export function newGroup(keys: NewKeys, plan: { name: string; classId: string }): StoredCalendarGroup {
  return { id: keys.id(), name: plan.name, classId: plan.classId, changeKey: keys.changeKey() };
}

export function newCalendar(
  keys: NewKeys,
  plan: { name: string; groupId: string; isDefault?: boolean },
): StoredCalendar {
  const { name, groupId, isDefault = false } = plan;
  return {
    id: keys.id(),
    name,
    isDefault,
    changeKey: keys.changeKey(),
    groupId,
    color: 'auto',
    hexColor: '',
    permissions: isDefault ? [myOrganization()] : [],
  };
}

/** The entry that every default calendar has: what everybody in the organization may see of it. */
function myOrganization(): StoredPermission {
  return {
    id: Buffer.from('Default').toString('base64'),
    name: 'My Organization',
    address: null,
    role: 'freeBusyRead',
    allowedRoles: ['none', 'freeBusyRead', 'limitedRead', 'read', 'write'],
    isInsideOrganization: true,
    isRemovable: false,
  };
}
