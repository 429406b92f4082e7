// What can be done with an event beside writing it: answer, cancel, forward, and see to its reminder.
import { emptyAnswer, type SandboxAnswer } from '../../../core/http.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import { readMailbox } from '../calendars/calendar-of.ts';
import { forward } from '../meetings/forward.ts';
import { type Answer, type ResponseType, respond } from '../meetings/respond.ts';
import type { Item } from '../state.ts';
import { readRecipients } from './read-attendees.ts';
import { readTime } from './read-times.ts';
import { invalidProperty, readBoolean, readFields, readText, unreadable, words } from './read-values.ts';
import { checkVersion, itemOf, resolveEvent } from './resolve-event.ts';
import { setReminder, takeAway } from './write-events.ts';

/** Why an answer is not taken, as Outlook says it. */
const REFUSALS = {
  organizer: "You can't respond to this meeting because you're the meeting organizer.",
  cancelled: "You can't respond to this meeting because it has been canceled.",
  proposal: "You can't propose a new time because the organizer doesn't allow it.",
  silentProposal: "You can't propose a new time without sending a response.",
  notOrganizer: 'You need to be an organizer to cancel a meeting.',
} as const;

export const accept = (call: GraphCall): SandboxAnswer => answerInvitation(call, 'accepted');
export const tentativelyAccept = (call: GraphCall): SandboxAnswer => answerInvitation(call, 'tentativelyAccepted');
export const decline = (call: GraphCall): SandboxAnswer => answerInvitation(call, 'declined');

function answerInvitation(call: GraphCall, response: ResponseType): SandboxAnswer {
  const mailbox = readMailbox(call);
  const item = itemOf(call, resolveEvent(call, mailbox));
  const answer = readAnswer(call, response);
  if (item.isOrganizer) throw refused('organizer');
  if (item.properties.isCancelled) throw refused('cancelled');
  if (answer.proposedNewTime && !answer.sendResponse) throw refused('silentProposal');
  if (answer.proposedNewTime && !item.properties.allowNewTimeProposals) throw refused('proposal');
  respond(call.world, mailbox, item, answer);
  return emptyAnswer(202);
}

function readAnswer(call: GraphCall, response: ResponseType): Answer {
  const names =
    response === 'accepted'
      ? (['comment', 'sendResponse'] as const)
      : (['comment', 'sendResponse', 'proposedNewTime'] as const);
  const sent: { comment?: unknown; sendResponse?: unknown; proposedNewTime?: unknown } = readParameters(call, names);
  const comment = readComment(sent.comment);
  return {
    response,
    sendResponse: sent.sendResponse === undefined || sent.sendResponse === null || readBoolean(sent.sendResponse),
    ...(comment === undefined ? {} : { comment }),
    ...(sent.proposedNewTime ? { proposedNewTime: readSlot(sent.proposedNewTime) } : {}),
  };
}

function readSlot(value: unknown): NonNullable<Answer['proposedNewTime']> {
  const { start, end } = readFields(value, 'microsoft.graph.timeSlot', ['start', 'end']);
  if (start === undefined || end === undefined) throw invalidProperty();
  const [from, to] = [readTime(start), readTime(end)].map(({ time, zone }) => time.toZonedDateTime(zone.iana));
  if (!from || !to || from.epochNanoseconds >= to.epochNanoseconds) throw invalidProperty();
  const shown = (time: typeof from) => ({
    dateTime: time.withTimeZone('UTC').toPlainDateTime().toString({ fractionalSecondDigits: 7 }),
    timeZone: 'UTC',
  });
  return { start: shown(from), end: shown(to) };
}

export function cancel(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const target = resolveEvent(call, mailbox);
  checkVersion(call, target);
  const item = itemOf(call, target);
  const comment = readComment(readParameters(call, ['comment']).comment);
  if (!item.isOrganizer || item.properties.attendees.length === 0) throw refused('notOrganizer');
  takeAway(call.world, mailbox, item, comment);
  return emptyAnswer(202);
}

export function forwardEvent(call: GraphCall): SandboxAnswer {
  const mailbox = readMailbox(call);
  const item = itemOf(call, resolveEvent(call, mailbox));
  const sent = readParameters(call, ['toRecipients', 'comment']);
  const to = sent.toRecipients === undefined || sent.toRecipients === null ? [] : readRecipients(sent.toRecipients);
  if (to.length === 0)
    throw new GraphRefusal(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid or is missing.');
  const comment = readComment(sent.comment);
  forward(call.world, mailbox, item, { to, ...(comment === undefined ? {} : { comment }) });
  return emptyAnswer(202);
}

export function snoozeReminder(call: GraphCall): SandboxAnswer {
  const { newReminderTime } = readParameters(call, ['newReminderTime']);
  if (!newReminderTime) throw invalidProperty();
  const { time, zone } = readTime(newReminderTime);
  const snoozedUntil = time.toZonedDateTime(zone.iana).toInstant();
  return setReminder(call, () => ({ snoozedUntil, isDismissed: false }));
}

export const dismissReminder = (call: GraphCall): SandboxAnswer =>
  setReminder(call, () => ({ snoozedUntil: null, isDismissed: true }) satisfies Item['reminder']);

/** The parameters of an action, in any letter case; a call without a body has none. @throws GraphRefusal for others */
function readParameters<Name extends string>(call: GraphCall, names: readonly Name[]): Partial<Record<Name, unknown>> {
  const body = call.body ?? {};
  const known = words(...names);
  const other =
    typeof body === 'object' && body !== null
      ? Object.keys(body).find((name) => !known.has(name.toLowerCase()))
      : undefined;
  if (other !== undefined) {
    const action = call.request.url.pathname.split('/').at(-1) ?? '';
    throw unreadable(
      `The parameter '${other}' in the request payload is not a valid parameter for the operation '${action}'.`,
    );
  }
  return readFields(body, 'microsoft.graph.event', names);
}

function readComment(value: unknown): string | undefined {
  return value === undefined ? undefined : (readText(value) ?? undefined);
}

function refused(reason: keyof typeof REFUSALS): GraphRefusal {
  return new GraphRefusal(400, 'ErrorInvalidRequest', `Your request can't be completed. ${REFUSALS[reason]}`);
}
