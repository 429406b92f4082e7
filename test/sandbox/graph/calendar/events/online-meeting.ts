// Online meetings: one way in, with a join link and a block of HTML in the body that keeps the meeting online.
import type { Item } from '../state.ts';
import { wrapHtml } from './body.ts';
import { type EventBody, ONLINE_MEETING_PROVIDERS } from './event-schema.ts';
import { readBoolean, readWord } from './read-values.ts';

/** What an organization's calendars offer, and what a personal account's do. */
export const DEFAULT_PROVIDER = 'teamsForBusiness';
const JOIN_ROOT = 'https://teams.microsoft.com/l/meetup-join/';
const BLOCK = 'x-online-meeting';

/**
 * Turns an event into an online meeting, once; it stays one with its provider (event resource). A body that comes
 * without the meeting's block takes it offline (event-update).
 * @throws GraphRefusal
 */
export function applyOnlineMeeting({ properties, globalId }: Item, body: EventBody): void {
  const provider =
    body.onlineMeetingProvider === undefined || body.onlineMeetingProvider === null
      ? 'unknown'
      : readWord(body.onlineMeetingProvider, ONLINE_MEETING_PROVIDERS);
  const wants =
    body.isOnlineMeeting !== undefined && body.isOnlineMeeting !== null && readBoolean(body.isOnlineMeeting);
  if (properties.isOnlineMeeting) {
    if (body.body === undefined || properties.body.content.includes(BLOCK)) return;
    Object.assign(properties, { isOnlineMeeting: false, onlineMeetingProvider: 'unknown', joinUrl: null });
    return;
  }
  if (!wants) return;
  const joinUrl = `${JOIN_ROOT}${encodeURIComponent(`19:meeting_${globalId.toLowerCase()}@thread.v2`)}/0`;
  Object.assign(properties, {
    isOnlineMeeting: true,
    onlineMeetingProvider: provider === 'unknown' ? DEFAULT_PROVIDER : provider,
    joinUrl,
    body: { contentType: 'html', content: withBlock(properties.body.content, joinUrl) },
  });
}

function withBlock(content: string, joinUrl: string): string {
  const block = `<div class="${BLOCK}">________________________________________________________________________________<br>\r\n<a href="${joinUrl}">Join the meeting now</a></div>`;
  const framed = content === '' ? wrapHtml('') : content;
  return framed.replace('\r\n</body>', `\r\n${block}\r\n</body>`);
}
