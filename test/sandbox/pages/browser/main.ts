// The page `/_sandbox/`: asks the sandbox every second what moved, reads what the open tab needs, and draws it.
import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Pulse } from '../views.ts';
import { calendars } from './calendars.ts';
import { clock } from './clock.ts';
import { ask } from './control-api.ts';
import { eventDialog } from './event-dialog.ts';
import { faults } from './faults.ts';
import { ledger } from './ledger.ts';
import { mails } from './mails.ts';
import { people } from './people.ts';
import { registrations } from './registrations.ts';
import { draw, latestNews, onDraw } from './screen.ts';
import { settings } from './settings.ts';
import { tabs } from './tabs.ts';
import { themeChoice, useKeptTheme } from './theme-choice.ts';
import type { View } from './view.ts';

const PULSE_EVERY_MS = 1_000;
const VIEWS = [calendars, mails, ledger, faults, settings, registrations, people];

interface State {
  view: View;
  pulse: Pulse | null;
  problem: string;
}

const state: State = { view: viewOfAddress(), pulse: null, problem: '' };
/** What each view showed when it was read last. */
const marks = new Map<View, string>();

function viewOfAddress(): View {
  return VIEWS.find(({ name }) => `#${name}` === location.hash) ?? calendars;
}

function choose(view: View): void {
  state.view = view;
  history.replaceState(null, '', `#${view.name}`);
  draw();
  void refresh();
}

async function refresh(): Promise<void> {
  try {
    const pulse = await ask<Pulse>('pulse');
    state.pulse = pulse;
    const { view } = state;
    const mark = view.mark(pulse);
    if (marks.get(view) !== mark) {
      await view.load();
      marks.set(view, mark);
    }
    state.problem = '';
  } catch (error) {
    state.problem = error instanceof Error ? error.message : String(error);
  }
  draw();
}

async function keepFresh(): Promise<void> {
  if (!document.hidden) await refresh();
  setTimeout(() => void keepFresh(), PULSE_EVERY_MS);
}

function page(): TemplateResult {
  const { pulse, view, problem } = state;
  return html`<a class="skip-link" href="#panel" @click=${skip}>Skip to the content</a>
    <header class="page-header">
      <h1>The local Microsoft</h1>
      ${pulse ? clock(pulse.now, refresh) : nothing}
    </header>
    ${pulse ? html`<nav aria-label="Parts">${tabs(VIEWS, view, pulse, choose)}</nav>` : nothing}
    <main>
      ${problem === '' ? nothing : html`<p class="problem" role="alert">${problem}</p>`}
      <div id="panel" role="tabpanel" tabindex="-1" aria-labelledby=${pulse ? `tab-${view.name}` : nothing}>
        ${marks.has(view) ? view.render() : html`<p class="empty">Reading…</p>`}
      </div>
    </main>
    <footer class="page-footer">
      <p class="quiet">A stand-in for Microsoft’s cloud on this machine. Nothing leaves it, and nothing is kept.</p>
      ${themeChoice()}
    </footer>
    ${eventDialog()}
    <p class=${latestNews() === '' ? 'news' : 'news is-shown'} role="status">${latestNews()}</p>`;
}

/** The address names the tab, so the link moves the focus by itself. */
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#panel')?.focus();
}

const root = document.querySelector<HTMLElement>('#page');
if (!root) throw new Error('The page has no place for its content.');
useKeptTheme();
onDraw(() => render(page(), root));
addEventListener('hashchange', () => choose(viewOfAddress()));
draw();
await keepFresh();
