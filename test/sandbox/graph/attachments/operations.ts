// The attachments of an event: files under 3 MB, events, and links; what an organizer changes reaches the guests.
import { emptyAnswer, type SandboxAnswer } from '../../core/http.ts';
import { CALENDAR_PATHS } from '../calendar/calendars/calendar-of.ts';
import { CALENDARS_WRITE } from '../calendar/calendars/calendars.ts';
import { eventOfPath, type NamedEvent } from '../calendar/events/event-of-path.ts';
import { tellGuests } from '../calendar/meetings/meetings.ts';
import { saveItem } from '../calendar/save-item.ts';
import { newId, type StoredAttachment } from '../calendar/state.ts';
import { collectionAnswer, entityAnswer } from '../odata/answers.ts';
import { keyed, mailboxPath } from '../odata/context.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../operation.ts';
import { itemNotFound } from '../refusals.ts';
import { attachedEvent } from './attached-event.ts';
import { readAttachment } from './attachment-input.ts';
import { attachmentShape } from './attachment-output.ts';

const READ = ['Calendars.Read', 'Calendars.ReadWrite'];
const documented = (source: string) => ({ evidence: 'documented' as const, source });

export const attachmentOperations: readonly Operation[] = CALENDAR_PATHS.flatMap((calendar): Operation[] => {
  const path = `${calendar}/events/{event}/attachments`;
  return [
    { method: 'GET', path, permissions: READ, coverage: documented('event-list-attachments'), answer: list },
    {
      method: 'POST',
      path,
      permissions: CALENDARS_WRITE,
      coverage: {
        ...documented('event-post-attachments'),
        difference: 'no upload sessions; of items, events alone; a link has no target, as in v1.0',
      },
      answer: create,
    },
    {
      method: 'GET',
      path: `${path}/{attachment}`,
      permissions: READ,
      coverage: documented('attachment-get'),
      answer: get,
    },
    {
      method: 'GET',
      path: `${path}/{attachment}/$value`,
      permissions: READ,
      coverage: { ...documented('attachment-get'), difference: 'files only' },
      answer: getContent,
    },
    {
      method: 'DELETE',
      path: `${path}/{attachment}`,
      permissions: CALENDARS_WRITE,
      coverage: documented('attachment-delete'),
      answer: remove,
    },
  ];
});

function list(call: GraphCall): SandboxAnswer {
  return collectionAnswer(call, {
    path: pathOf(call),
    shape: attachmentShape,
    rows: eventOfPath(call).item.attachments,
  });
}

function get(call: GraphCall): SandboxAnswer {
  return answerOne(call, attachmentOf(call, eventOfPath(call)));
}

/** The raw bytes of a file, under its own content type. */
function getContent(call: GraphCall): SandboxAnswer {
  const attachment = attachmentOf(call, eventOfPath(call));
  if (attachment.kind === 'referenceAttachment') {
    throw new GraphRefusal(405, 'ErrorInvalidRequest', 'The content of a reference attachment cannot be read.');
  }
  if (attachment.kind === 'itemAttachment') {
    throw new GraphRefusal(501, 'NotInTheSandbox', 'The sandbox has no MIME content of attached items.');
  }
  return {
    status: 200,
    headers: { 'content-type': attachment.contentType ?? 'application/octet-stream' },
    body: '',
    bytes: Buffer.from(attachment.contentBytes, 'base64'),
  };
}

function create(call: GraphCall): SandboxAnswer {
  const event = eventOfPath(call);
  const attachment = readAttachment(call.body, {
    id: newId(call.world, 'AAMkAG'),
    now: call.world.clock.now(),
    item: (sent) => attachedEvent(call, event.mailbox, sent),
  });
  store(call, event, [...event.item.attachments, attachment]);
  return answerOne(call, attachment, 201);
}

function remove(call: GraphCall): SandboxAnswer {
  const event = eventOfPath(call);
  const gone = attachmentOf(call, event);
  store(
    call,
    event,
    event.item.attachments.filter((attachment) => attachment !== gone),
  );
  return emptyAnswer(204);
}

/** The list is replaced, never changed in place: earlier versions of the item, and the guests' copies, keep theirs. */
function store(call: GraphCall, { mailbox, item }: NamedEvent, attachments: StoredAttachment[]): void {
  item.attachments = attachments;
  saveItem(call.world, mailbox, item);
  if (call.world.settings.mailOnAttachments) tellGuests(call.world, mailbox, item);
}

function attachmentOf(call: GraphCall, { item }: NamedEvent): StoredAttachment {
  const attachment = item.attachments.find(({ id }) => id === call.parameters.attachment);
  if (!attachment) throw itemNotFound();
  return attachment;
}

function answerOne(call: GraphCall, attachment: StoredAttachment, status = 200): SandboxAnswer {
  return entityAnswer(call, { path: pathOf(call), shape: attachmentShape, row: attachment, status });
}

function pathOf(call: GraphCall): string {
  return `${mailboxPath(call)}/${keyed('events', call.parameters.event ?? '')}/attachments`;
}
