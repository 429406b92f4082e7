// The body of an event: our marked block for withheld guests, the online-meeting part that must survive, and what a reader sees.
import type { Guest } from './values.ts';

const BLOCK_OPENING = 'Guests not invited yet:';
/** Found by its text, since Outlook rewrites tags, attributes and white space. */
const BLOCK = /<(p|div)[^>]*>\s*\[Guests not invited yet:[^\]]*\]\s*<\/\1>/gi;
/** The rule that Outlook draws above a Teams invitation. */
const MEETING_RULE = /<(?:div|p|span)[^>]*>\s*_{20,}/i;

/** The body with a text block that names guests whom Outlook doesn't know of. */
export function withWithheldBlock(body: string, withheld: readonly Guest[]): string {
  if (withheld.length === 0) return body;
  const names = withheld.map((guest) => escapeHtml(guest.name ? `${guest.name} (${guest.address})` : guest.address));
  return `${body}<p>[${BLOCK_OPENING} ${names.join(', ').replaceAll(']', ')')}]</p>`;
}

/** The body without our block. */
export function withoutWithheldBlock(body: string): string {
  return body.replace(BLOCK, '');
}

/**
 * Our body with the online-meeting part of theirs, when ours lost it: a body sent without it would turn the
 * meeting offline and mail everybody (microsoft-graph-docs#12244).
 */
export function withMeetingPart(ours: string, theirs: string, joinUrl: string | null): string {
  if (joinUrl === null || !theirs.includes(joinUrl) || ours.includes(joinUrl)) return ours;
  const from = theirs.search(MEETING_RULE);
  const part = from >= 0 ? innerHtml(theirs.slice(from)) : `<p><a href="${joinUrl}">${joinUrl}</a></p>`;
  return ours + part;
}

/** The text that a reader sees: tags, entities of white space and repeated blanks aside. */
export function visibleText(html: string): string {
  return withoutWithheldBlock(html)
    .replace(/<(style|head|script)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;|&#160;|\u00a0/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

function innerHtml(html: string): string {
  return html.replace(/<\/(?:body|html)>/gi, '');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
