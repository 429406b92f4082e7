// Events: reading, making, changing, ending. Whatever would mail somebody asks for a choice first.
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { App, ServerContext } from '../context.ts';
import { archiveEvent, bringBack, changeEvent, createEvent, deleteEvent, hideEvent } from '../events/edits.ts';
import { organizerOf } from '../events/organizer.ts';
import { performCreate, performEdit, UNDO_SECONDS } from '../events/perform-edit.ts';
import { previewEdit } from '../events/preview-edit.ts';
import { readView, readViews } from '../events/read-views.ts';
import { badInput, Refusal } from '../refusal.ts';
import {
  DeletionQuery,
  EventList,
  EventPatch,
  EventRange,
  EventView,
  NewEvent,
  Preview,
  PreviewAnswer,
} from '../schemas/events.ts';
import { MailBody } from '../schemas/mail.ts';
import { signedIn } from './signed-in.ts';

const config = { access: 'user' as const };
export const EventId = Type.Object({ id: Type.String({ format: 'uuid' }) });

export function addEventRoutes(app: App, context: ServerContext): void {
  addReadingRoutes(app, context);
  addWritingRoutes(app, context);
  addEndingRoutes(app, context);
}

function addReadingRoutes(app: App, context: ServerContext): void {
  app.get(
    '/api/events',
    { config, schema: { querystring: EventRange, response: { 200: EventList } } },
    async (request) => ({ events: await readViews(context, request.query, signedIn(request).id) }),
  );

  app.get(
    '/api/events/:id',
    { config, schema: { params: EventId, response: { 200: EventView } } },
    async (request, reply) => tagged(reply, await readView(context, request.params.id, signedIn(request).id)),
  );

  app.post(
    '/api/events/preview',
    { config, schema: { body: Preview, response: { 200: PreviewAnswer } } },
    async (request) => ({
      ...(await previewEdit(context, request.body, signedIn(request))),
      undoSeconds: UNDO_SECONDS,
    }),
  );
}

function addWritingRoutes(app: App, context: ServerContext): void {
  const { clock, random } = context;

  app.post(
    '/api/events',
    { config, schema: { body: NewEvent, response: { 201: EventView } } },
    async (request, reply) => {
      const user = signedIn(request);
      const { mail, ...input } = request.body;
      const eventId = await performCreate(context, {
        userId: user.id,
        mail,
        create: (sender) => createEvent(input, organizerOf(user, sender), random.uuid(), clock.now().toString()),
      });
      return tagged(reply.status(201), await readView(context, eventId, user.id));
    },
  );

  app.patch(
    '/api/events/:id',
    { config, schema: { params: EventId, body: EventPatch, response: { 200: EventView } } },
    async (request, reply) => {
      const user = signedIn(request);
      const { mail, ...change } = request.body;
      const expectedVersion = versionIn(request.headers['if-match']);
      await performEdit(context, {
        userId: user.id,
        eventId: request.params.id,
        expectedVersion,
        mail,
        edit: (event) => changeEvent(event, change, user.id),
      });
      return tagged(reply, await readView(context, request.params.id, user.id));
    },
  );
}

function addEndingRoutes(app: App, context: ServerContext): void {
  app.delete(
    '/api/events/:id',
    { config, schema: { params: EventId, querystring: DeletionQuery } },
    async (request, reply) => {
      const user = signedIn(request);
      const tellsOrganizer = request.query.tellOrganizer === 'true';
      await performEdit(context, {
        userId: user.id,
        eventId: request.params.id,
        expectedVersion: null,
        mail: request.query.mail,
        edit: (event) =>
          event.organizer.userId === user.id ? deleteEvent(event, user.id) : hideEvent(event, tellsOrganizer),
      });
      return reply.status(204).send();
    },
  );

  const endings = { archive: archiveEvent, unarchive: bringBack };
  for (const [name, ending] of Object.entries(endings)) {
    app.post(
      `/api/events/:id/${name}`,
      { config, schema: { params: EventId, body: MailBody, response: { 200: EventView } } },
      async (request, reply) => {
        const user = signedIn(request);
        await performEdit(context, {
          userId: user.id,
          eventId: request.params.id,
          expectedVersion: null,
          mail: request.body.mail,
          also: 'hidden',
          edit: (event) => ending(event, user.id),
        });
        return tagged(reply, await readView(context, request.params.id, user.id));
      },
    );
  }
}

/** An event as the answer, with its version as ETag. */
export function tagged(reply: FastifyReply, view: EventView): EventView {
  reply.header('etag', `"${view.version}"`);
  return view;
}

function versionIn(ifMatch: string | undefined): number {
  if (ifMatch === undefined) {
    throw new Refusal({
      status: 428,
      code: 'version_required',
      message: 'The header If-Match is missing.',
      advice: 'Send the version that the change was made on, as the ETag of the event gave it.',
    });
  }
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch.trim())?.[1];
  if (version === undefined) throw badInput('input_invalid', 'if-match', 'If-Match must be an ETag of the event.');
  return Number(version);
}
