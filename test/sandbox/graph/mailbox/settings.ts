// mailboxSettings: read whole or property by property, and changed; Calendars permissions don't reach them.
import { jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import { readZone } from '../calendar/events/zones.ts';
import { mailboxPath, rootUrl } from '../odata/context.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../operation.ts';
import { accessDenied } from '../refusals.ts';
import { type MailboxOptions, mailboxOptionsOf } from './mailbox-settings.ts';
import { readSettings } from './settings-input.ts';

export const SETTINGS_READ = ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'];
export const SETTINGS_WRITE = ['MailboxSettings.ReadWrite'];

export const settingsOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: '/{mailbox}/mailboxSettings',
    permissions: SETTINGS_READ,
    coverage: { evidence: 'documented', source: 'user-get-mailboxsettings' },
    answer: get,
  },
  {
    method: 'PATCH',
    path: '/{mailbox}/mailboxSettings',
    permissions: SETTINGS_WRITE,
    coverage: {
      evidence: 'documented',
      source: 'user-update-mailboxsettings',
      difference: 'a custom time zone is answered as it was sent',
    },
    answer: update,
  },
  {
    method: 'GET',
    path: '/{mailbox}/mailboxSettings/{setting}',
    permissions: SETTINGS_READ,
    coverage: { evidence: 'documented', source: 'user-get-mailboxsettings' },
    answer: getOne,
  },
];

/** The user whose mailbox a path names, with the settings of it. @throws GraphRefusal 403 for somebody else's. */
export function optionsOf(call: GraphCall): MailboxOptions {
  const { owner, caller } = call;
  if (!owner) throw new TypeError('Mailbox paths name a mailbox.');
  if (caller !== null && caller.id !== owner.id) throw accessDenied();
  return mailboxOptionsOf(call.world, owner);
}

function get(call: GraphCall): SandboxAnswer {
  const { settings } = optionsOf(call);
  return jsonAnswer(200, { '@odata.context': settingsContext(call), ...settings });
}

/** A complex property comes as an object, a plain one as `value`. */
function getOne(call: GraphCall): SandboxAnswer {
  const { settings } = optionsOf(call);
  const asked = (call.parameters.setting ?? '').toLowerCase();
  const entry = Object.entries(settings).find(([name]) => name.toLowerCase() === asked);
  if (!entry) {
    throw new GraphRefusal(
      400,
      'RequestBroker--ParseUri',
      `Resource not found for the segment '${call.parameters.setting ?? ''}'.`,
    );
  }
  const [name, value] = entry;
  const context = { '@odata.context': `${settingsContext(call)}/${name}` };
  return jsonAnswer(200, typeof value === 'string' ? { ...context, value } : { ...context, ...value });
}

/** Answers what was sent, as it now is (user-update-mailboxsettings, examples). */
function update(call: GraphCall): SandboxAnswer {
  const found = optionsOf(call);
  const { settings, sent } = readSettings(call.body, found.settings);
  found.settings = settings;
  found.owner.timeZone = readZone(settings.timeZone).iana;
  const changed = Object.entries(settings).filter(([name]) => sent.some((known) => known === name));
  return jsonAnswer(200, { '@odata.context': settingsContext(call), ...Object.fromEntries(changed) });
}

function settingsContext(call: GraphCall): string {
  return `${rootUrl(call)}/$metadata#${mailboxPath(call)}/mailboxSettings`;
}
