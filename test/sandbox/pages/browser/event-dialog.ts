// All that the sandbox knows of one event, in a dialog.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { EventView } from '../calendars-view.ts';
import { addDays } from './dates.ts';
import { marksOf } from './event-marks.ts';
import { draw } from './screen.ts';

const state: { event: EventView | null } = { event: null };

export function openEvent(event: EventView): void {
  state.event = event;
  draw();
  document.querySelector<HTMLDialogElement>('#event')?.showModal();
}

export function eventDialog(): TemplateResult {
  const { event } = state;
  return html`<dialog id="event" class="card" aria-labelledby="event-title">
    ${event ? content(event) : nothing}
  </dialog>`;
}

function content(event: EventView): TemplateResult {
  return html`<header class="dialog-header">
      <h2 id="event-title">${event.subject || '(no title)'}</h2>
      <form method="dialog"><button class="plain" aria-label="Close">✕</button></form>
    </header>
    <dl class="facts">
      ${fact('When', whenText(event))} ${fact('Organizer', event.organizer)}
      ${fact('Where', event.locations.join(', '))}
      ${fact(
        'Guests',
        event.guests.map(
          ({ name, address, response, type }) =>
            html`<li>${name || address} <span class="quiet">${type}, ${response === 'none' ? 'no answer yet' : response}</span></li>`,
        ),
      )}
      ${fact('Own answer', event.isOrganizer ? '' : event.response)} ${fact('Shown as', event.showAs)}
      ${fact('Marks', marksOf(event).join(', '))} ${fact('Categories', event.categories.join(', '))}
      ${fact('Last changed', event.modified)} ${fact('Id', html`<code>${event.id}</code>`)}
    </dl>`;
}

function fact(name: string, value: string | TemplateResult | TemplateResult[]) {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return nothing;
  return html`<div><dt>${name}</dt><dd>${Array.isArray(value) ? html`<ul>${value}</ul>` : value}</dd></div>`;
}

function whenText({ start, end, isAllDay }: EventView): string {
  if (isAllDay) return allDayText(start.slice(0, 10), addDays(end.slice(0, 10), -1));
  const [day, from] = start.split('T');
  const [lastDay, to] = end.split('T');
  return day === lastDay ? `${day}, ${from}–${to}` : `${day} ${from} – ${lastDay} ${to}`;
}

function allDayText(first: string, last: string): string {
  return first === last ? `${first}, all day` : `${first} – ${last}, all day`;
}
