// One day: a column for each person, the same hours side by side, events at their time.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { PersonView } from '../calendars-view.ts';
import { minuteOn } from './dates.ts';
import { eventsOn, hoursOf, type PlacedEvent, placeEvents } from './day-layout.ts';
import { eventButton } from './event-button.ts';
import { personHead } from './week-rows.ts';

/** Shorter events are drawn on one line. */
const MINUTES_FOR_TWO_LINES = 60;

interface Column {
  person: PersonView;
  allDay: PersonView['events'];
  placed: PlacedEvent[];
}

/** @param now in the view's zone */
export function dayColumns(people: readonly PersonView[], day: string, now: string): TemplateResult {
  const columns = people.map((person): Column => {
    const events = eventsOn(person.events, day);
    const timed = events.filter(({ isAllDay }) => !isAllDay);
    return { person, allDay: events.filter(({ isAllDay }) => isAllDay), placed: placeEvents(timed, day) };
  });
  const { first, last } = hoursOf(columns.map(({ placed }) => placed));
  const hours = Array.from({ length: last - first }, (_, index) => first + index);
  const nowMinute = now.slice(0, 10) === day ? minuteOn(day, now) - first * 60 : -1;
  return html`<div class="day-frame" role="region" aria-label="Calendars of the day" tabindex="0">
    <div class="day" .style=${`--people: ${people.length}; --hours: ${last - first}`}>
      <span></span>${columns.map(({ person }) => html`<h3>${personHead(person)}</h3>`)}
      <span class="quiet gutter">all day</span>
      ${columns.map(({ allDay, person }) => html`<ul class="all-day" aria-label=${`All day: ${person.displayName}`}>${allDay.map((event) => html`<li>${eventButton(event)}</li>`)}</ul>`)}
      <div class="hours" aria-hidden="true">
        ${hours.map((hour) => html`<span class="quiet">${String(hour).padStart(2, '0')}</span>`)}
      </div>
      ${columns.map(
        ({ placed, person }) =>
          html`<ul class="timed" aria-label=${person.displayName}>
            ${nowMinute >= 0 && nowMinute < (last - first) * 60 ? html`<li class="now" role="presentation" .style=${`--top: ${nowMinute}`}></li>` : nothing}
            ${placed.map((entry) => html`<li>${eventButton(entry.event, placeOf(entry, first))}</li>`)}
          </ul>`,
      )}
    </div>
  </div>`;
}

function placeOf({ top, minutes, lane, lanes }: PlacedEvent, firstHour: number) {
  const style = `--top: ${top - firstHour * 60}; --minutes: ${minutes}; --lane: ${lane}; --lanes: ${lanes}`;
  return { style, isShort: minutes < MINUTES_FOR_TWO_LINES };
}
