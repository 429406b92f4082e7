// Who lives in the world, with sign-in names and passwords to copy; and the way back to its beginning.
import { html, type TemplateResult } from 'lit-html';
import { ask, tell } from './control-api.ts';
import { announce, attempt } from './screen.ts';
import type { View } from './view.ts';

interface Info {
  baseUrl: string;
  caFile?: string;
  version: string;
  seed: number;
  worlds: string[];
  tenants: {
    id: string;
    domain: string;
    displayName: string;
    users: { userPrincipalName: string; password: string; displayName: string; roles: string[] }[];
  }[];
}

const state: { info: Info | null } = { info: null };

export const people: View = {
  name: 'people',
  title: 'People and reset',
  mark: ({ seed, requests }) => `${seed} ${requests}`,
  async load() {
    state.info = await ask<Info>('info');
  },
  render,
};

function render(): TemplateResult {
  const { info } = state;
  if (!info) return html`<p class="empty">Reading who lives here…</p>`;
  return html`<div class="toolbar"><h2>People</h2></div>
    <div class="tenants">${info.tenants.map(tenant)}</div>
    <section class="card about" aria-labelledby="about-title">
      <h3 id="about-title">This sandbox</h3>
      <p>
        <code>${info.baseUrl}</code> <span class="quiet">version ${info.version}, seed ${info.seed}</span>
        ${info.caFile === undefined ? '' : html`<code>${info.caFile}</code>`}
      </p>
      <button type="button" class="danger" @click=${() => resetDialog()?.showModal()}>Reset…</button>
    </section>
    ${resetQuestion(info)}`;
}

function tenant({ displayName, domain, id, users }: Info['tenants'][number]): TemplateResult {
  return html`<section class="card" aria-label=${displayName}>
    <h3>${displayName} <span class="quiet">${domain}</span></h3>
    <p class="quiet">Tenant <code>${id}</code></p>
    <ul class="people">
      ${users.map(
        (user) =>
          html`<li>
            <span class="person">${user.displayName} ${user.roles.map((role) => html`<span class="tag">${role}</span>`)}</span>
            ${copyable(user.userPrincipalName, `sign-in name of ${user.displayName}`)}
            ${copyable(user.password, `password of ${user.displayName}`)}
          </li>`,
      )}
    </ul>
  </section>`;
}

function copyable(text: string, what: string): TemplateResult {
  const copy = () =>
    attempt(async () => {
      await navigator.clipboard.writeText(text);
      return `Copied the ${what}.`;
    });
  return html`<span class="copyable"
    ><code>${text}</code>
    <button type="button" class="plain" aria-label=${`Copy the ${what}`} @click=${copy}>Copy</button></span
  >`;
}

function resetDialog(): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>('#reset');
}

function resetQuestion({ seed, worlds }: Info): TemplateResult {
  return html`<dialog id="reset" class="card" aria-labelledby="reset-title">
    <form class="reset" @submit=${resetWorld}>
      <h2 id="reset-title">Begin anew?</h2>
      <p>Events, mails, requests, registrations, faults, settings and the clock go back to the beginning. Nothing is kept.</p>
      <label>World <select name="world">${worlds.map((world) => html`<option>${world}</option>`)}</select></label>
      <label>Seed <input name="seed" type="number" min="0" step="1" required .value=${String(seed)} /></label>
      <p class="buttons">
        <button type="button" @click=${() => resetDialog()?.close()}>Cancel</button>
        <button class="danger">Reset</button>
      </p>
    </form>
  </dialog>`;
}

async function resetWorld(event: Event): Promise<void> {
  event.preventDefault();
  const { elements } = event.target as HTMLFormElement;
  const world = elements.namedItem('world') as HTMLSelectElement;
  const seed = elements.namedItem('seed') as HTMLInputElement;
  await attempt(async () => {
    await tell('POST', 'reset', { world: world.value, seed: Number(seed.value) });
    return 'The world is at its beginning.';
  });
  resetDialog()?.close();
  await people.load();
  announce('The world is at its beginning.');
}
