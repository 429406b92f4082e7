// The calendars of a mailbox.
import { jsonAnswer, type SandboxAnswer } from '../../../core/http.ts';
import { calendarOf, readMailbox } from '../../odata/query.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../../operation.ts';
import { type Mailbox, newId, type StoredCalendar } from '../state.ts';

const READ = ['Calendars.Read', 'Calendars.ReadWrite', 'Calendars.ReadBasic'];
const WRITE = ['Calendars.ReadWrite'];
const documented = (source: string) => ({ evidence: 'documented' as const, source });
const METADATA = 'https://graph.microsoft.com/v1.0/$metadata';

export const calendarsOperations: readonly Operation[] = [
  { method: 'GET', path: '/{mailbox}/calendar', permissions: READ, coverage: documented('calendar-get'), answer: get },
  {
    method: 'GET',
    path: '/{mailbox}/calendars',
    permissions: READ,
    coverage: documented('user-list-calendars'),
    answer: list,
  },
  {
    method: 'POST',
    path: '/{mailbox}/calendars',
    permissions: WRITE,
    coverage: documented('user-post-calendars'),
    answer: create,
  },
  {
    method: 'GET',
    path: '/{mailbox}/calendars/{calendar}',
    permissions: READ,
    coverage: documented('calendar-get'),
    answer: get,
  },
];

function get(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const context = `${METADATA}#users('${mailbox.owner.id}')/calendars/$entity`;
  return jsonAnswer(200, { '@odata.context': context, ...calendarOutput(mailbox, calendarOf(call, mailbox)) });
}

function list(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const context = `${METADATA}#users('${mailbox.owner.id}')/calendars`;
  return jsonAnswer(200, {
    '@odata.context': context,
    value: mailbox.calendars.map((calendar) => calendarOutput(mailbox, calendar)),
  });
}

function create(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const { name } = (call.body ?? {}) as { name?: unknown };
  if (typeof name !== 'string' || name === '')
    throw new GraphRefusal(400, 'ErrorInvalidRequest', 'A calendar needs a name.');
  if (mailbox.calendars.some((calendar) => calendar.name.toLowerCase() === name.toLowerCase())) {
    throw new GraphRefusal(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
  }
  const calendar = { id: newId(call.world, 'AAMkCal'), name, isDefault: false, changeKey: newId(call.world, 'ck', 12) };
  mailbox.calendars.push(calendar);
  return jsonAnswer(201, {
    '@odata.context': `${METADATA}#users('${mailbox.owner.id}')/calendars/$entity`,
    ...calendarOutput(mailbox, calendar),
  });
}

function calendarOutput({ owner }: Mailbox, calendar: StoredCalendar): Record<string, unknown> {
  const isPersonal = owner.mail.endsWith('@outlook.example');
  return {
    '@odata.id': `https://graph.microsoft.com/v1.0/users('${owner.id}@${owner.tenantId}')/calendars('${calendar.id}')`,
    id: calendar.id,
    name: calendar.name,
    color: 'auto',
    hexColor: '',
    isDefaultCalendar: calendar.isDefault,
    changeKey: calendar.changeKey,
    canShare: true,
    canViewPrivateItems: true,
    canEdit: true,
    allowedOnlineMeetingProviders: [isPersonal ? 'skypeForConsumer' : 'teamsForBusiness'],
    defaultOnlineMeetingProvider: isPersonal ? 'skypeForConsumer' : 'teamsForBusiness',
    isTallyingResponses: calendar.isDefault,
    isRemovable: !calendar.isDefault,
    owner: { name: owner.displayName, address: owner.mail },
  };
}
