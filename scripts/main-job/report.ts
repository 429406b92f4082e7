// The words of the main job's report: what was mailed, where everything is, who may sign in, and what to try.
import type { OutboxMail } from '../../test/sandbox/core/world.ts';
import type { Person } from '../../test/support/microsoft-account.ts';

export interface Account {
  email: string;
  password: string;
}

export interface Report {
  /** null: there is no page, since nothing stays up. */
  demoUrl: string | null;
  calendarUrl: string;
  microsoftUrl: string;
  administrator: Account;
  user: Account;
  /** The user at Microsoft. */
  person: Person;
}

/** The closing words: where to look first stands first. */
export function whatToTry({ demoUrl, calendarUrl, microsoftUrl, administrator, user, person }: Report): string {
  return [
    '',
    'Ready',
    ...(demoUrl === null ? [] : [`  demo page  ${demoUrl}  both calendars and the mails side by side: begin here`]),
    `  calendar   ${calendarUrl}`,
    `  Microsoft  ${microsoftUrl}/_sandbox/  everybody’s calendars, mails, requests, faults and the clock`,
    '  people',
    `    in the calendar, as a user           ${user.email}  ${user.password}`,
    `    in the calendar, as an administrator ${administrator.email}  ${administrator.password}`,
    `    at Microsoft, the same user          ${person.userPrincipalName}  ${person.password}`,
    `    at Microsoft, everybody              ${microsoftUrl}/_sandbox/info`,
    '',
    'Try it',
    '  1. Move “Launch party” in the calendar: who gets mail is shown before it is sent.',
    '  2. Archive it, look at the outbox, bring it back from the archive.',
    '  3. Sign in as the administrator and pause the synchronization for everybody.',
    ...(demoUrl === null ? [] : ['', 'Ctrl-C ends it all; nothing is kept.']),
  ].join('\n');
}

export function mailCount(outbox: readonly OutboxMail[]): string {
  return outbox.length === 0 ? 'nobody' : `${outbox.length} people`;
}

export function describeMail({ kind, from, to, subject }: OutboxMail): string {
  return `${kind.padEnd(12)} “${subject}” from ${from} to ${to}`;
}

export function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
