// Light, dark, or as the system has it; kept in this browser.
import { html, type TemplateResult } from 'lit-html';

const KEY = 'theme';
const THEMES = ['system', 'light', 'dark'] as const;

export function useKeptTheme(): void {
  use(localStorage.getItem(KEY) ?? 'system');
}

export function themeChoice(): TemplateResult {
  const chosen = document.documentElement.dataset.theme ?? 'system';
  const onChange = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    localStorage.setItem(KEY, value);
    use(value);
  };
  return html`<label class="quiet">Theme
    <select @change=${onChange}>${THEMES.map((theme) => html`<option ?selected=${theme === chosen}>${theme}</option>`)}</select>
  </label>`;
}

function use(theme: string): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}
