// A choice among values by which a list is filtered; the first one takes them all.
import { html, type TemplateResult } from 'lit-html';

/** @param chosen the value that is chosen; empty for all. */
export function choice(values: readonly string[], chosen: string, choose: (value: string) => void): TemplateResult {
  const onChange = (event: Event) => choose((event.target as HTMLSelectElement).value);
  return html`<select @change=${onChange}>
    <option value="">all</option>
    ${values.map((value) => html`<option ?selected=${value === chosen}>${value}</option>`)}
  </select>`;
}
