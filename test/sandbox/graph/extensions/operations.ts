// The extensions of an event, one by one; changing them mails nobody.
import { emptyAnswer, type SandboxAnswer } from '../../core/http.ts';
import { CALENDAR_PATHS } from '../calendar/calendars/calendar-of.ts';
import { CALENDARS_WRITE } from '../calendar/calendars/calendars.ts';
import { eventOfPath, type NamedEvent } from '../calendar/events/event-of-path.ts';
import { saveItem } from '../calendar/save-item.ts';
import type { StoredExtension } from '../calendar/state.ts';
import { collectionAnswer, entityAnswer } from '../odata/answers.ts';
import { keyed, mailboxPath } from '../odata/context.ts';
import { plainShape } from '../odata/shape.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../operation.ts';
import { itemNotFound } from '../refusals.ts';
import { extensionOutput, findExtension, readData, readExtension } from './open-extensions.ts';

const READ = ['Calendars.Read', 'Calendars.ReadWrite'];
const SHAPE = plainShape('openTypeExtension');
const documented = (source: string) => ({ evidence: 'documented' as const, source });

export const extensionOperations: readonly Operation[] = CALENDAR_PATHS.flatMap((calendar): Operation[] => {
  const path = `${calendar}/events/{event}/extensions`;
  return [
    {
      method: 'GET',
      path,
      permissions: READ,
      coverage: { evidence: 'inferred', source: 'the navigation property of the CSDL' },
      answer: list,
    },
    {
      method: 'POST',
      path,
      permissions: CALENDARS_WRITE,
      coverage: {
        ...documented('opentypeextension-post-opentypeextension'),
        difference: 'the code for a name that is taken is inferred',
      },
      answer: create,
    },
    {
      method: 'GET',
      path: `${path}/{extension}`,
      permissions: READ,
      coverage: documented('opentypeextension-get'),
      answer: (call) => {
        const event = eventOfPath(call);
        return answerOne(call, event, extensionOf(call, event));
      },
    },
    {
      method: 'PATCH',
      path: `${path}/{extension}`,
      permissions: CALENDARS_WRITE,
      coverage: documented('opentypeextension-update'),
      answer: update,
    },
    {
      method: 'DELETE',
      path: `${path}/{extension}`,
      permissions: CALENDARS_WRITE,
      coverage: documented('opentypeextension-delete'),
      answer: remove,
    },
  ];
});

function list(call: GraphCall): SandboxAnswer {
  const event = eventOfPath(call);
  return collectionAnswer(call, { path: pathOf(call), shape: SHAPE, rows: event.item.extensions.map(extensionOutput) });
}

function create(call: GraphCall): SandboxAnswer {
  const event = eventOfPath(call);
  const extension = readExtension(call.body);
  if (findExtension(event.item.extensions, extension.name)) {
    throw new GraphRefusal(409, 'NameAlreadyExists', 'An extension already exists with the given name.');
  }
  store(call, event, [...event.item.extensions, extension]);
  return answerOne(call, event, extension, 201);
}

function update(call: GraphCall): SandboxAnswer {
  const event = eventOfPath(call);
  const before = extensionOf(call, event);
  const after = { name: before.name, data: readData(call.body) };
  store(
    call,
    event,
    event.item.extensions.map((extension) => (extension === before ? after : extension)),
  );
  return answerOne(call, event, after);
}

function remove(call: GraphCall): SandboxAnswer {
  const event = eventOfPath(call);
  const gone = extensionOf(call, event);
  store(
    call,
    event,
    event.item.extensions.filter((extension) => extension !== gone),
  );
  return emptyAnswer(204);
}

/** The list is replaced, never changed in place: earlier versions of the item keep theirs. */
function store(call: GraphCall, { mailbox, item }: NamedEvent, extensions: StoredExtension[]): void {
  item.extensions = extensions;
  saveItem(call.world, mailbox, item);
}

function extensionOf(call: GraphCall, { item }: NamedEvent): StoredExtension {
  const extension = findExtension(item.extensions, call.parameters.extension ?? '');
  if (!extension) throw itemNotFound();
  return extension;
}

function answerOne(call: GraphCall, { mailbox }: NamedEvent, extension: StoredExtension, status = 200): SandboxAnswer {
  const { owner } = mailbox;
  const output = extensionOutput(extension);
  const id = `https://graph.microsoft.com/v1.0/users('${owner.id}@${owner.tenantId}')/events('${call.parameters.event ?? ''}')/extensions('${String(output.id)}')`;
  return entityAnswer(call, { path: pathOf(call), shape: SHAPE, row: { '@odata.id': id, ...output }, status });
}

function pathOf(call: GraphCall): string {
  return `${mailboxPath(call)}/${keyed('events', call.parameters.event ?? '')}/extensions`;
}
