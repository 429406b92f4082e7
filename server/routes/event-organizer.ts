// Handing a meeting over to another organizer.
import type { App, ServerContext } from '../context.ts';
import { changeOrganizer, listSuccessors } from '../events/change-organizer.ts';
import { readView } from '../events/read-views.ts';
import { EventView, OrganizerChange, SuccessorList } from '../schemas/events.ts';
import { EventId, tagged } from './events.ts';
import { signedIn } from './signed-in.ts';

const config = { access: 'user' as const };

export function addEventOrganizerRoutes(app: App, context: ServerContext): void {
  app.get(
    '/api/events/:id/successors',
    { config, schema: { params: EventId, response: { 200: SuccessorList } } },
    async (request) => ({ users: await listSuccessors(context, request.params.id, signedIn(request).id) }),
  );

  app.put(
    '/api/events/:id/organizer',
    { config, schema: { params: EventId, body: OrganizerChange, response: { 200: EventView } } },
    async (request, reply) => {
      const user = signedIn(request);
      const { userId: successorId, mail } = request.body;
      const { id: eventId } = request.params;
      await changeOrganizer(context, { eventId, userId: user.id, successorId, mail });
      return tagged(reply, await readView(context, eventId, user.id));
    },
  );
}
