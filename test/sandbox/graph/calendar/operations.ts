// All calendar operations, and the rows of the coverage table that are no operation: who gets which mail.
import type { Coverage } from '../../core/service.ts';
import { messageOperations } from '../messages/messages.ts';
import type { Operation } from '../operation.ts';
import { calendarGroupOperations } from './calendars/calendar-groups.ts';
import { calendarsOperations } from './calendars/calendars.ts';
import { permissionOperations } from './calendars/permissions.ts';
import { scheduleOperations } from './calendars/schedule.ts';
import { deltaOperations } from './delta/delta.ts';
import { eventOperations } from './events/events.ts';
import { mailCoverage } from './meetings/mail-coverage.ts';
import { viewOperations } from './views/views.ts';

export const calendarOperations: readonly Operation[] = [
  ...calendarsOperations,
  ...calendarGroupOperations,
  ...permissionOperations,
  ...scheduleOperations,
  ...deltaOperations,
  ...viewOperations,
  ...eventOperations,
  ...messageOperations,
];

export const calendarCoverage: readonly Coverage[] = mailCoverage;
