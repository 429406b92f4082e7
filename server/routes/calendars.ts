// Which calendars of a user's mailbox sync, which way, and how far the sync looks.
import type { App, ServerContext } from '../context.ts';
import { changeWindow, chooseCalendars, readCalendars } from '../mailbox/calendars.ts';
import { readMailboxView } from '../mailbox/mailbox-view.ts';
import { CalendarChoice, CalendarList, SyncWindow } from '../schemas/calendars.ts';
import { MailboxView } from '../schemas/mailbox.ts';
import { signedIn } from './signed-in.ts';

const config = { access: 'user' as const };

export function addCalendarRoutes(app: App, context: ServerContext): void {
  app.get('/api/mailbox/calendars', { config, schema: { response: { 200: CalendarList } } }, async (request) => ({
    calendars: await readCalendars(context, signedIn(request).id),
  }));

  app.put(
    '/api/mailbox/calendars',
    { config, schema: { body: CalendarChoice, response: { 200: MailboxView } } },
    async (request) => {
      const { id } = signedIn(request);
      await chooseCalendars(context, id, request.body);
      return readMailboxView(context, id);
    },
  );

  app.put(
    '/api/mailbox/window',
    { config, schema: { body: SyncWindow, response: { 200: MailboxView } } },
    async (request) => {
      const { id } = signedIn(request);
      await changeWindow(context, id, request.body);
      return readMailboxView(context, id);
    },
  );
}
