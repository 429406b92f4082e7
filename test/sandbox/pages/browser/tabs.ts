// The tabs: arrow keys move along them, as the ARIA authoring practices say.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Pulse } from '../views.ts';
import type { View } from './view.ts';

export function tabs(views: readonly View[], chosen: View, pulse: Pulse, choose: (view: View) => void): TemplateResult {
  const onKey = (event: KeyboardEvent) => {
    const view = neighbour(views, chosen, event.key);
    if (!view) return;
    event.preventDefault();
    choose(view);
    document.querySelector<HTMLElement>(`#tab-${view.name}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label="Parts of the sandbox" @keydown=${onKey}>
    ${views.map((view) => {
      const count = view.count?.(pulse) ?? null;
      return html`<button
        type="button"
        role="tab"
        id=${`tab-${view.name}`}
        aria-controls="panel"
        aria-selected=${view === chosen}
        tabindex=${view === chosen ? 0 : -1}
        @click=${() => choose(view)}
      >${view.title}${count === null ? nothing : html` <span class="count">${count}</span>`}</button>`;
    })}
  </div>`;
}

function neighbour(views: readonly View[], chosen: View, key: string): View | undefined {
  const index = views.indexOf(chosen);
  if (key === 'ArrowRight') return views[(index + 1) % views.length];
  if (key === 'ArrowLeft') return views.at(index - 1);
  if (key === 'Home') return views[0];
  return key === 'End' ? views.at(-1) : undefined;
}
