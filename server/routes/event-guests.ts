// Guests of an event: inviting, uninviting, answering, and sending what was kept back.
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { App, ServerContext } from '../context.ts';
import type { SessionUser } from '../database/sessions.ts';
import { checkGuest } from '../events/check-input.ts';
import { addGuest, answerEvent, promoteGuests, removeGuest } from '../events/edits.ts';
import type { EventRecord } from '../events/event-record.ts';
import { addressesOf } from '../events/organizer.ts';
import { performEdit } from '../events/perform-edit.ts';
import { readView } from '../events/read-views.ts';
import { releaseHold, sendNow } from '../events/send-events.ts';
import type { Sender } from '../events/sender.ts';
import { AnswerBody, EventView, NewGuest, SendBody } from '../schemas/events.ts';
import { MailBody, type MailChoice } from '../schemas/mail.ts';
import { Queued } from '../schemas/mailbox.ts';
import { EventId, tagged } from './events.ts';
import { signedIn } from './signed-in.ts';

const config = { access: 'user' as const };
const GuestOfEvent = Type.Object({ ...EventId.properties, address: Type.String({ maxLength: 254 }) });

export function addEventGuestRoutes(app: App, context: ServerContext): void {
  addInvitingRoutes(app, context);
  addSendingRoutes(app, context);
}

function addInvitingRoutes(app: App, context: ServerContext): void {
  app.post(
    '/api/events/:id/attendees',
    { config, schema: { params: EventId, body: NewGuest, response: { 200: EventView } } },
    (request, reply) => {
      const user = signedIn(request);
      const { mail, ...input } = request.body;
      const guest = checkGuest(input, 'address');
      return editAndSend(context, reply, { user, eventId: request.params.id, mail }, (event) =>
        addGuest(event, guest, user.id),
      );
    },
  );

  app.delete(
    '/api/events/:id/attendees/:address',
    { config, schema: { params: GuestOfEvent, querystring: MailBody, response: { 200: EventView } } },
    (request, reply) => {
      const user = signedIn(request);
      const { id, address } = request.params;
      return editAndSend(context, reply, { user, eventId: id, mail: request.query.mail }, (event) =>
        removeGuest(event, address, user.id),
      );
    },
  );

  app.post(
    '/api/events/:id/answer',
    { config, schema: { params: EventId, body: AnswerBody, response: { 200: EventView } } },
    (request, reply) => {
      const user = signedIn(request);
      const { answer, mail } = request.body;
      return editAndSend(context, reply, { user, eventId: request.params.id, mail }, (event, sender) =>
        answerEvent(event, answer, { addresses: addressesOf(user, sender), link: sender?.link ?? null }),
      );
    },
  );
}

function addSendingRoutes(app: App, context: ServerContext): void {
  app.post(
    '/api/events/:id/send-invitations',
    { config, schema: { params: EventId, body: SendBody, response: { 200: EventView } } },
    (request, reply) => {
      const user = signedIn(request);
      const { mail } = request.body;
      return editAndSend(context, reply, { user, eventId: request.params.id, mail }, (event) =>
        promoteGuests(event, user.id, context.clock.now().toString()),
      );
    },
  );

  app.post(
    '/api/events/:id/release',
    { config, schema: { params: EventId, body: SendBody, response: { 200: EventView } } },
    async (request, reply) => {
      const user = signedIn(request);
      await releaseHold(context, request.params.id, user.id);
      return tagged(reply, await readView(context, request.params.id, user.id));
    },
  );

  app.post(
    '/api/events/:id/send-now',
    { config, schema: { params: EventId, response: { 202: Queued } } },
    async (request, reply) => {
      await sendNow(context, request.params.id, signedIn(request).id);
      reply.status(202);
      return { queued: true as const };
    },
  );
}

async function editAndSend(
  context: ServerContext,
  reply: FastifyReply,
  { user, eventId, mail }: { user: SessionUser; eventId: string; mail: MailChoice | undefined },
  edit: (event: EventRecord, sender: Sender | null) => EventRecord,
): Promise<EventView> {
  await performEdit(context, { userId: user.id, eventId, expectedVersion: null, mail, edit });
  return tagged(reply, await readView(context, eventId, user.id));
}
