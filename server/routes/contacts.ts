// The address book.
import { Type } from 'typebox';
import type { App, ServerContext } from '../context.ts';
import {
  changeContact,
  createContact,
  previewMeetings,
  readContact,
  searchContacts,
  updateMeetings,
} from '../events/contacts.ts';
import {
  ContactChange,
  ContactList,
  ContactQuery,
  ContactView,
  MeetingsPreview,
  MeetingsUpdate,
  MeetingsUpdated,
  NewContact,
} from '../schemas/contacts.ts';
import { signedIn } from './signed-in.ts';

const config = { access: 'user' as const };
const ContactId = Type.Object({ id: Type.String({ format: 'uuid' }) });

export function addContactRoutes(app: App, context: ServerContext): void {
  addAddressBookRoutes(app, context);
  addMeetingRoutes(app, context);
}

function addAddressBookRoutes(app: App, context: ServerContext): void {
  app.get(
    '/api/contacts',
    { config, schema: { querystring: ContactQuery, response: { 200: ContactList } } },
    async (request) => ({
      contacts: await searchContacts(context, signedIn(request).id, request.query.search ?? ''),
    }),
  );

  app.post(
    '/api/contacts',
    { config, schema: { body: NewContact, response: { 201: ContactView } } },
    async (request, reply) => {
      const { id: userId } = signedIn(request);
      const { address, name = '' } = request.body;
      const id = await createContact(context, { address, name }, userId);
      return reply.status(201).send(await readContact(context, id, userId));
    },
  );

  app.get('/api/contacts/:id', { config, schema: { params: ContactId, response: { 200: ContactView } } }, (request) =>
    readContact(context, request.params.id, signedIn(request).id),
  );

  app.patch(
    '/api/contacts/:id',
    { config, schema: { params: ContactId, body: ContactChange, response: { 200: ContactView } } },
    async (request) => {
      const { id: userId } = signedIn(request);
      await changeContact(context, request.params.id, request.body, userId);
      return readContact(context, request.params.id, userId);
    },
  );
}

function addMeetingRoutes(app: App, context: ServerContext): void {
  app.post(
    '/api/contacts/:id/meetings/preview',
    { config, schema: { params: ContactId, response: { 200: MeetingsPreview } } },
    (request) => previewMeetings(context, { contactId: request.params.id, userId: signedIn(request).id }),
  );

  app.post(
    '/api/contacts/:id/meetings',
    { config, schema: { params: ContactId, body: MeetingsUpdate, response: { 200: MeetingsUpdated } } },
    async (request) => {
      const key = { contactId: request.params.id, userId: signedIn(request).id };
      const { fingerprint, mail } = request.body;
      return { meetings: await updateMeetings(context, key, { fingerprint, mail }) };
    },
  );
}
