// A week: a row for each person, a column for each day, events in the order of their times.
import { html, type TemplateResult } from 'lit-html';
import type { EventView, PersonView } from '../calendars-view.ts';
import { weekdayText, wholeDayText } from './dates.ts';
import { eventsOn } from './day-layout.ts';
import { eventButton } from './event-button.ts';

/** @param now in the view's zone */
export function weekRows(people: readonly PersonView[], days: readonly string[], now: string): TemplateResult {
  const today = now.slice(0, 10);
  return html`<div class="week-frame" role="region" aria-label="Calendars of the week" tabindex="0">
    <table class="week">
      <thead>
        <tr>
          <th scope="col">Person</th>
          ${days.map((day) => html`<th scope="col" class=${day === today ? 'today' : ''} aria-label=${wholeDayText(day)}>${weekdayText(day)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${people.map(
          (person) =>
            html`<tr>
              <th scope="row">${personHead(person)}</th>
              ${days.map((day) => dayCell(eventsOn(person.events, day), day, day === today))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export function personHead({ displayName, userPrincipalName, timeZone }: PersonView): TemplateResult {
  return html`<span class="person-name">${displayName}</span>
    <span class="quiet">${userPrincipalName}</span>
    <span class="quiet">${timeZone}</span>`;
}

function dayCell(events: readonly EventView[], day: string, isToday: boolean): TemplateResult {
  const inOrder = events.toSorted((a, b) => Number(b.isAllDay) - Number(a.isAllDay) || (a.start < b.start ? -1 : 1));
  const classes = [isToday ? 'today' : '', events.length === 0 ? 'is-empty' : ''].join(' ');
  return html`<td class=${classes} data-day=${weekdayText(day)}>
    <ul>
      ${inOrder.map((event) => html`<li>${eventButton(event)}</li>`)}
    </ul>
  </td>`;
}
