// Event messages as Graph answers them: every v1.0 property of message, eventMessage and the two subtypes.

import { wrapHtml } from '../calendar/events/body.ts';
import { plainText } from '../calendar/events/body-text.ts';
import { idOf } from '../calendar/events/ids.ts';
import type { Mailbox } from '../calendar/state.ts';
import type { Preferences } from '../odata/prefer.ts';
import type { Output } from '../odata/shape.ts';
import type { Inbox, StoredMessage } from './stored-message.ts';

const PREVIEW_LENGTH_MAX = 255;
const NO_LOCATION = { displayName: '', locationType: 'default', uniqueIdType: 'unknown' };

/** @param inbox where it lies: what came later about the same event makes it out of date */
export function messageOutput(
  mailbox: Mailbox,
  inbox: Inbox,
  message: StoredMessage,
  preferences: Pick<Preferences, 'bodyAsText' | 'immutableIds'>,
): Output {
  return {
    '@odata.type': `#microsoft.graph.${typeOf(message)}`,
    '@odata.etag': `W/"${message.changeKey}"`,
    ...mailProperties(mailbox, inbox, message, preferences),
    ...meetingProperties(inbox, message),
    ...requestProperties(message),
    ...responseProperties(message),
  };
}

function typeOf({ facts }: StoredMessage): 'eventMessage' | 'eventMessageRequest' | 'eventMessageResponse' {
  if (facts.meetingRequestType) return 'eventMessageRequest';
  return facts.responseType ? 'eventMessageResponse' : 'eventMessage';
}

function mailProperties(
  mailbox: Mailbox,
  inbox: Inbox,
  message: StoredMessage,
  { bodyAsText, immutableIds }: Pick<Preferences, 'bodyAsText' | 'immutableIds'>,
): Output {
  const at = message.at.toString({ smallestUnit: 'second' });
  const id = idOf(message, { immutableIds });
  const text = plainText(message.body);
  const host = mailbox.owner.mail.endsWith('@outlook.example') ? 'outlook.live.com' : 'outlook.office365.com';
  return {
    id,
    createdDateTime: at,
    lastModifiedDateTime: at,
    changeKey: message.changeKey,
    categories: [],
    receivedDateTime: at,
    sentDateTime: at,
    hasAttachments: false,
    internetMessageId: message.internetMessageId,
    subject: message.subject,
    bodyPreview: text.trim().slice(0, PREVIEW_LENGTH_MAX),
    importance: message.importance,
    parentFolderId: inbox.folderId,
    conversationId: message.conversationId,
    conversationIndex: Buffer.from(message.conversationId).subarray(0, 22).toString('base64'),
    isDeliveryReceiptRequested: null,
    isReadReceiptRequested: false,
    isRead: false,
    isDraft: false,
    webLink: `https://${host}/owa/?ItemID=${encodeURIComponent(id)}&exvsurl=1&viewmodel=ReadMessageItem`,
    inferenceClassification: 'focused',
    body: bodyAsText
      ? { contentType: 'text', content: text }
      : { contentType: 'html', content: message.body.startsWith('<html>') ? message.body : wrapHtml(message.body) },
    sender: { emailAddress: message.from },
    from: { emailAddress: message.from },
    toRecipients: [{ emailAddress: message.to }],
    ccRecipients: [],
    bccRecipients: [],
    replyTo: [],
    flag: { flagStatus: 'notFlagged' },
  };
}

function meetingProperties({ messages }: Inbox, message: StoredMessage): Output {
  const { facts, meeting } = message;
  const later = messages.slice(messages.indexOf(message) + 1);
  return {
    meetingMessageType: facts.meetingMessageType,
    type: meeting.type,
    isOutOfDate: later.some((other) => other.iCalUId === message.iCalUId && other.facts.responseType === undefined),
    isAllDay: meeting.isAllDay,
    isDelegated: false,
    startDateTime: meeting.start,
    endDateTime: meeting.end,
    location: meeting.location ?? NO_LOCATION,
    recurrence: meeting.recurrence,
  };
}

function requestProperties({ facts, meeting }: StoredMessage): Output {
  if (!facts.meetingRequestType) return {};
  return {
    meetingRequestType: facts.meetingRequestType,
    allowNewTimeProposals: meeting.allowNewTimeProposals,
    responseRequested: meeting.responseRequested,
    previousStartDateTime: facts.previous?.start ?? null,
    previousEndDateTime: facts.previous?.end ?? null,
    previousLocation: facts.previous?.location ?? null,
  };
}

function responseProperties({ facts }: StoredMessage): Output {
  return facts.responseType ? { responseType: facts.responseType, proposedNewTime: facts.proposedNewTime ?? null } : {};
}
