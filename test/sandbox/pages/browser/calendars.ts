// Everybody's calendars side by side: a week as a row for each person, or one day at its hours as a column for each.
import { html, type TemplateResult } from 'lit-html';
import type { CalendarsView, PersonView } from '../calendars-view.ts';
import { ask } from './control-api.ts';
import { addDays, daysFrom, mondayOf, shortDayText, wholeDayText } from './dates.ts';
import { dayColumns } from './day-columns.ts';
import { attempt, draw } from './screen.ts';
import type { View } from './view.ts';
import { weekRows } from './week-rows.ts';

const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface State {
  mode: 'week' | 'day';
  /** The day that is shown, or whose week is; empty until the sandbox said what day it is. */
  day: string;
  zone: string;
  /** Sign-in names of those who are left out. */
  hidden: Set<string>;
  data: CalendarsView | null;
}

const state: State = { mode: 'week', day: '', zone: OWN_ZONE, hidden: new Set(), data: null };

export const calendars: View = {
  name: 'calendars',
  title: 'Calendars',
  // With the minute, for the mark of the present.
  mark: ({ seed, changes, now }) => `${seed} ${changes} ${now.slice(0, 16)}`,
  load,
  render,
};

async function load(): Promise<void> {
  const from = state.day === '' ? '' : `&from=${state.mode === 'week' ? mondayOf(state.day) : state.day}`;
  const days = state.mode === 'week' ? 7 : 1;
  const query = `calendars?zone=${encodeURIComponent(state.zone)}&days=${days}${from}`;
  const data = await ask<CalendarsView>(query);
  if (state.day !== '') {
    state.data = data;
    return;
  }
  state.day = data.now.slice(0, 10);
  await load();
}

/** Chooses what is shown, and reads it. */
function choose(change: Partial<Pick<State, 'mode' | 'day' | 'zone'>>): void {
  Object.assign(state, change);
  void attempt(async () => {
    await load();
    return `${titleText()}, ${state.zone}`;
  });
}

function render(): TemplateResult {
  const { data } = state;
  if (!data) return html`<p class="empty">Reading the calendars…</p>`;
  const shown = data.people.filter(({ userPrincipalName }) => !state.hidden.has(userPrincipalName));
  const week = daysFrom(mondayOf(state.day), 7);
  return html`${toolbar(data)} ${peopleChoice(data.people)}
    ${shown.length === 0 ? html`<p class="empty">Nobody is chosen.</p>` : state.mode === 'week' ? weekRows(shown, week, data.now) : dayColumns(shown, state.day, data.now)}
    <p class="quiet legend">
      <span class="event key">organizer</span><span class="event key is-guest">guest</span
      ><span class="event key is-tentative">tentative</span><span class="event key is-free">free</span
      ><span class="event key is-cancelled">cancelled</span> Press an event for all of it.
    </p>`;
}

function titleText(): string {
  if (state.mode === 'day') return wholeDayText(state.day);
  const first = mondayOf(state.day);
  return `${shortDayText(first).slice(0, -5)} – ${shortDayText(addDays(first, 6))}`;
}

function toolbar(data: CalendarsView): TemplateResult {
  const step = state.mode === 'week' ? 7 : 1;
  const zones = [...new Set([OWN_ZONE, 'UTC', ...data.people.map(({ timeZone }) => timeZone)])];
  return html`<div class="toolbar">
    <div class="joined" role="group" aria-label="Which days">
      <button type="button" aria-label=${`Previous ${state.mode}`} @click=${() => choose({ day: addDays(state.day, -step) })}>‹</button>
      <button type="button" @click=${() => choose({ day: data.now.slice(0, 10) })}>Today</button>
      <button type="button" aria-label=${`Next ${state.mode}`} @click=${() => choose({ day: addDays(state.day, step) })}>›</button>
    </div>
    <h2>${titleText()}</h2>
    <div class="joined end" role="group" aria-label="View">
      ${(['week', 'day'] as const).map(
        (mode) =>
          html`<button type="button" aria-pressed=${state.mode === mode} @click=${() => choose({ mode })}>${mode === 'week' ? 'Week' : 'Day'}</button>`,
      )}
    </div>
    <label>Zone
      <select @change=${(event: Event) => choose({ zone: (event.target as HTMLSelectElement).value })}>
        ${zones.map((zone) => html`<option ?selected=${zone === state.zone}>${zone}</option>`)}
      </select>
    </label>
  </div>`;
}

function peopleChoice(people: readonly PersonView[]): TemplateResult {
  return html`<fieldset class="people-choice">
    <legend class="visually-hidden">Whose calendars</legend>
    ${people.map(
      ({ userPrincipalName, displayName, organization }) =>
        html`<label class="chip"
          ><input type="checkbox" .checked=${!state.hidden.has(userPrincipalName)} @change=${() => toggle(userPrincipalName)} />
          <span title=${organization}>${displayName}</span></label
        >`,
    )}
  </fieldset>`;
}

function toggle(userPrincipalName: string): void {
  if (!state.hidden.delete(userPrincipalName)) state.hidden.add(userPrincipalName);
  draw();
}
