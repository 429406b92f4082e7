// The messages of a mailbox, read only: what meetings brought into the inbox.
import type { SandboxAnswer } from '../../core/http.ts';
import { newFolderId } from '../calendar/entry-ids.ts';
import { eventOutput } from '../calendar/events/event-output.ts';
import { outputOptions } from '../calendar/events/event-shape.ts';
import { type Mailbox, mailboxOf } from '../calendar/state.ts';
import { collectionAnswer, entityAnswer } from '../odata/answers.ts';
import { mailboxPath } from '../odata/context.ts';
import { selected } from '../odata/select.ts';
import type { EntityShape } from '../odata/shape.ts';
import type { GraphCall, Operation } from '../operation.ts';
import { itemNotFound } from '../refusals.ts';
import { messageOutput } from './message-output.ts';
import { type Inbox, inboxOf, type StoredMessage } from './stored-message.ts';

const READ = ['Mail.Read', 'Mail.ReadBasic', 'Mail.ReadWrite'];
const coverage = (source: string) => ({
  evidence: 'documented' as const,
  source,
  difference: 'the inbox holds only what meetings brought; there are no other folders',
});

const lists = ['/{mailbox}/messages', '/{mailbox}/mailFolders/{folder}/messages'];

export const messageOperations: readonly Operation[] = lists.flatMap((path): Operation[] => [
  { method: 'GET', path, permissions: READ, coverage: coverage('user-list-messages'), answer: list },
  { method: 'GET', path: `${path}/{message}`, permissions: READ, coverage: coverage('eventmessage-get'), answer: get },
]);

/** The newest first. */
function list(call: GraphCall): SandboxAnswer {
  const { mailbox, inbox } = placeOf(call);
  return collectionAnswer(call, {
    path: pathOf(call),
    shape: shapeOf(call, mailbox, inbox),
    rows: inbox.messages.toReversed(),
  });
}

function get(call: GraphCall): SandboxAnswer {
  const { mailbox, inbox } = placeOf(call);
  const { message: id } = call.parameters;
  const row = inbox.messages.find((message) => message.id === id || message.restId === id);
  if (!row) throw itemNotFound();
  return entityAnswer(call, { path: pathOf(call), shape: shapeOf(call, mailbox, inbox), row });
}

/** @throws GraphRefusal 404 for a folder other than the inbox */
function placeOf(call: GraphCall): { mailbox: Mailbox; inbox: Inbox } {
  if (!call.owner) throw new TypeError('Messages lie in a mailbox.');
  const mailbox = mailboxOf(call.world, call.owner);
  const inbox = inboxOf(call.world, mailbox.owner.id, () => newFolderId(mailbox.ids));
  const { folder = 'inbox' } = call.parameters;
  if (folder.toLowerCase() !== 'inbox' && folder !== inbox.folderId) throw itemNotFound();
  return { mailbox, inbox };
}

function pathOf(call: GraphCall): string {
  const { folder } = call.parameters;
  return `${mailboxPath(call)}/${folder === undefined ? '' : `mailFolders('${encodeURIComponent(folder)}')/`}messages`;
}

/** `$expand=microsoft.graph.eventMessage/event` shows the event of this mailbox, where it still has it. */
function shapeOf(call: GraphCall, mailbox: Mailbox, inbox: Inbox): EntityShape<StoredMessage> {
  const options = outputOptions(call);
  return {
    type: 'message',
    honours: ['body', 'ids'],
    write: (message) => messageOutput(mailbox, inbox, message, options.preferences),
    expand(message, { name, select }) {
      const item = mailbox.items.get(message.eventId ?? '');
      if (name !== 'event' || !item || item.isDeleted) return undefined;
      return selected(eventOutput(mailbox, item, options), select);
    },
  };
}
