// All operations on what a mailbox has beside its calendars.
import type { Operation } from '../operation.ts';
import { categoryOperations } from './categories.ts';
import { reminderOperations } from './reminders.ts';
import { settingsOperations } from './settings.ts';
import { timeZoneOperations } from './time-zones.ts';
import { translateOperations } from './translate-ids.ts';

export const mailboxOperations: readonly Operation[] = [
  ...settingsOperations,
  ...timeZoneOperations,
  ...categoryOperations,
  ...translateOperations,
  ...reminderOperations,
];
