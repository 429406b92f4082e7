// All calendar operations, and the rows of the coverage table that are no operation: who gets which mail.
import type { Coverage } from '../../core/service.ts';
import type { Operation } from '../operation.ts';
import { calendarsOperations } from './calendars/calendars.ts';
import { deltaOperations } from './delta/delta.ts';
import { eventOperations } from './events/events.ts';
import { viewOperations } from './views/views.ts';

export const calendarOperations: readonly Operation[] = [
  ...calendarsOperations,
  ...deltaOperations,
  ...viewOperations,
  ...eventOperations,
];

const mail = (behaviour: string, evidence: Coverage['evidence'], source: string): Coverage => ({
  service: 'graph',
  behaviour: `mail: ${behaviour}`,
  evidence,
  source,
});

export const calendarCoverage: readonly Coverage[] = [
  mail('POST with attendees invites each of them', 'documented', 'user-post-events'),
  mail('POST without attendees mails nobody', 'documented', 'user-post-events'),
  mail('PATCH of attendees invites the added, cancels for the removed', 'documented', 'event-update'),
  mail('PATCH of an identical attendee list mails nobody', 'inferred', 'event-update'),
  mail('PATCH of what the meeting says updates everybody', 'documented', 'event-update'),
  mail('PATCH of categories, reminder or show-as mails nobody', 'inferred', 'organizer-local properties'),
  mail('DELETE or cancel by the organizer cancels for everybody', 'documented', 'event-delete, event-cancel'),
  mail('DELETE or PATCH of a guest’s own copy mails nobody', 'inferred', 'Exchange behaviour'),
  mail(
    'accept, tentativelyAccept, decline tell the organizer unless sendResponse is false',
    'documented',
    'event-accept',
  ),
];
