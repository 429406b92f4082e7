// Every switch of the world, with its meaning and what it may be; a change holds at once.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { SwitchView } from '../switches-view.ts';
import { ask, tell } from './control-api.ts';
import { attempt } from './screen.ts';
import type { View } from './view.ts';

const state = { switches: [] as SwitchView[] };

export const settings: View = {
  name: 'settings',
  title: 'Settings',
  mark: ({ seed, now }) => `${seed} ${now}`,
  load,
  render,
};

async function load(): Promise<void> {
  state.switches = (await ask<{ value: SwitchView[] }>('switches')).value;
}

function change(change: Record<string, unknown>, news: string): Promise<void> {
  return attempt(async () => {
    try {
      await tell('PUT', 'settings', change);
    } finally {
      await load();
    }
    return news;
  });
}

function render(): TemplateResult {
  const changed = state.switches.filter(({ value, usual }) => value !== usual);
  const usual = Object.fromEntries(changed.map((each) => [each.name, each.usual]));
  return html`<div class="toolbar">
      <h2>Settings</h2>
      <p class="quiet">For what Microsoft’s documentation leaves open. Why each is as it is by default stands in the sandbox’s README.</p>
      <button type="button" class="end" ?disabled=${changed.length === 0} @click=${() => change(usual, 'All settings are as usual.')}>
        All as usual
      </button>
    </div>
    <ul class="card settings">
      ${state.switches.map(setting)}
    </ul>`;
}

function setting(each: SwitchView): TemplateResult {
  const { name, meaning, value, usual } = each;
  return html`<li class="setting">
    <label for=${name}><code>${name}</code></label>
    <span class="setting-value">
      ${control(each)}
      ${value === usual ? nothing : html`<span class="tag warn">usually ${String(usual)}</span>`}
    </span>
    <p id=${`${name}-meaning`} class="quiet">${withCode(meaning)}</p>
  </li>`;
}

/** A text in which what stands between backticks is code. */
function withCode(text: string): (string | TemplateResult)[] {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`));
}

function control({ name, allowed, value }: SwitchView): TemplateResult {
  const set = (given: unknown) => change({ [name]: given }, `${name} is ${String(given)}.`);
  if (typeof allowed === 'string') {
    const onChange = (event: Event) => set((event.target as HTMLInputElement).valueAsNumber);
    const unit = allowed === 'milliseconds' ? 'ms' : '';
    return html`<input id=${name} type="number" aria-describedby=${`${name}-meaning`} .value=${String(value)} @change=${onChange} />
      <span class="quiet">${unit}</span>`;
  }
  const onChange = (event: Event) => set(allowed[(event.target as HTMLSelectElement).selectedIndex]);
  return html`<select id=${name} aria-describedby=${`${name}-meaning`} @change=${onChange}>
    ${allowed.map((choice) => html`<option ?selected=${choice === value}>${String(choice)}</option>`)}
  </select>`;
}
