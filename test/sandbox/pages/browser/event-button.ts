// An event as it stands in a calendar: what colours say is also said in words; pressed, it shows all of it.
import { html, type TemplateResult } from 'lit-html';
import type { EventView } from '../calendars-view.ts';
import { openEvent } from './event-dialog.ts';
import { marksOf } from './event-marks.ts';

/** Of an event that is placed by time. */
interface Place {
  /** Custom properties that say where it stands. */
  style: string;
  /** There is room for one line alone. */
  isShort: boolean;
}

export function eventButton(
  event: EventView,
  { style, isShort }: Place = { style: '', isShort: false },
): TemplateResult {
  const classes = `${classOf(event)}${isShort ? ' is-short' : ''}`;
  return html`<button type="button" class=${classes} .style=${style} @click=${() => openEvent(event)}>
    <span class="event-time">${event.isAllDay ? 'all day' : html`<time datetime=${event.start}>${event.start.slice(11)}</time>`}</span>
    <span class="event-subject">${event.subject || '(no title)'}</span>
    <span class="event-marks">${marksOf(event).join(' · ')}</span>
  </button>`;
}

function classOf(event: EventView): string {
  const marks = [
    'event',
    event.isAllDay && 'is-all-day',
    !event.isOrganizer && 'is-guest',
    event.isCancelled && 'is-cancelled',
    event.showAs === 'free' && 'is-free',
    event.showAs === 'tentative' && 'is-tentative',
  ];
  return marks.filter(Boolean).join(' ');
}
