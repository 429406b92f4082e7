// An event as it stands in a calendar: what colours say is also said in words; pressed, it shows all of it.
import { html, type TemplateResult } from 'lit-html';
import type { EventView } from '../calendars-view.ts';
import { openEvent } from './event-dialog.ts';
import { marksOf } from './event-marks.ts';

/** @param place custom properties that say where it stands, for those that are placed by time. */
export function eventButton(event: EventView, place = ''): TemplateResult {
  return html`<button type="button" class=${classOf(event)} .style=${place} @click=${() => openEvent(event)}>
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
