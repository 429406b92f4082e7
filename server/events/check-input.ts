// Input for events, checked beyond its schema and brought into our terms.
import sanitizeHtml from 'sanitize-html';
import { Temporal } from 'temporal-polyfill';
import { addressKey, canonicalZone, type Guest, instantsOf, type When } from '../../sync/index.ts';
import { badInput } from '../refusal.ts';
import type { GuestInput, When as WhenInput } from '../schemas/events.ts';

/** Longer than Outlook shows, shorter than a typing mistake in the year. */
const EVENT_DAYS_MAX = 1_825;

/** @throws Refusal `when_invalid` or `zone_unknown`, naming the field. */
export function checkWhen({ start, end, zone, isAllDay }: WhenInput): When {
  const known = canonicalZone(zone);
  if (known === null) throw badInput('zone_unknown', 'when/zone', `There is no time zone "${zone}".`);
  const local = { start: localTime(start, 'start', isAllDay), end: localTime(end, 'end', isAllDay), zone, isAllDay };
  const when = existing(local);
  const span = instantsOf(when);
  const days = span.start.until(span.end).total('hours') / 24;
  if (days < 0 || (isAllDay && days === 0)) {
    throw badInput('when_invalid', 'when/end', 'The end must come after the start.');
  }
  if (days > EVENT_DAYS_MAX)
    throw badInput('when_invalid', 'when/end', `An event lasts ${EVENT_DAYS_MAX} days at most.`);
  return when;
}

/** Where summer time begins, clocks skip an hour: a time in it is said as what the clock shows instead. */
function existing(when: When): When {
  if (when.isAllDay) return when;
  const { start, end } = instantsOf(when);
  const clock = (instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO(when.zone).toPlainDateTime().toString({ smallestUnit: 'second' });
  return { ...when, start: clock(start), end: clock(end) };
}

function localTime(text: string, field: 'start' | 'end', isAllDay: boolean): string {
  const pattern = isAllDay ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;
  try {
    if (!pattern.test(text)) throw new RangeError('Another form of time.');
    return isAllDay
      ? Temporal.PlainDate.from(text).toString()
      : Temporal.PlainDateTime.from(text).toString({ smallestUnit: 'second' });
  } catch {
    const form = isAllDay ? 'YYYY-MM-DD' : 'YYYY-MM-DDTHH:MM:SS';
    throw badInput('when_invalid', `when/${field}`, `The ${field} must be a time that exists, as ${form}.`);
  }
}

/** Good enough to reach Outlook, which has the last word on addresses. */
const ADDRESS = /^[^\s@<>(),;:"\\]+@[^\s@<>(),;:"\\.]+(?:\.[^\s@<>(),;:"\\.]+)+$/;

/** @throws Refusal `address_invalid` */
export function checkGuest(input: GuestInput, field: string): Guest {
  const guest = guestOf(input);
  if (!ADDRESS.test(guest.address)) {
    throw badInput('address_invalid', field, `"${guest.address}" is not an e-mail address.`);
  }
  return guest;
}

function guestOf({ address, name = '', type = 'required' }: GuestInput): Guest {
  return { address: address.trim(), name: name.trim(), type };
}

/**
 * Guests by address.
 * @param known who takes part already: an odd address that Outlook gave blocks nobody else.
 * @throws Refusal `address_invalid` or `guest_twice`
 */
export function checkGuests(guests: readonly GuestInput[], known: readonly Guest[]): Record<string, Guest> {
  const knownKeys = new Set(known.map((guest) => addressKey(guest.address)));
  const checked: Record<string, Guest> = {};
  for (const [index, input] of guests.entries()) {
    const isKnown = knownKeys.has(addressKey(input.address));
    const guest = isKnown ? guestOf(input) : checkGuest(input, `guests/${index}/address`);
    const key = addressKey(guest.address);
    if (key in checked) throw badInput('guest_twice', `guests/${index}/address`, `${guest.address} is listed twice.`);
    checked[key] = guest;
  }
  return checked;
}

const DATA_IMAGE_SCHEMES = { img: ['data', 'cid'] };

/** HTML that can be shown: no scripts, styles, forms, frames; pictures only from the text itself. */
export function safeHtml(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: [...sanitizeHtml.defaults.allowedTags, 'img'],
    allowedAttributes: {
      a: ['href', 'title', 'rel', 'target'],
      img: ['src', 'alt', 'width', 'height'],
      td: ['colspan', 'rowspan'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: DATA_IMAGE_SCHEMES,
    allowProtocolRelative: false,
    transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer', target: '_blank' }) },
  });
}
