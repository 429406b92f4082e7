// The registered applications: addresses, secrets by hint, permissions, and who consented to what.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { RegistrationView } from '../registrations-view.ts';
import { ask } from './control-api.ts';
import { shortDayText } from './dates.ts';
import type { View } from './view.ts';

const state = { registrations: [] as RegistrationView[] };

export const registrations: View = {
  name: 'registrations',
  title: 'Registrations',
  mark: ({ seed, now }) => `${seed} ${now}`,
  async load() {
    state.registrations = (await ask<{ value: RegistrationView[] }>('registrations')).value;
  },
  render,
};

function render(): TemplateResult {
  return html`<div class="toolbar"><h2>App registrations</h2></div>
    ${
      state.registrations.length === 0
        ? html`<p class="empty">No application is registered. POST /v1.0/applications makes one, and so does provisioning.</p>`
        : html`<ul class="registrations">${state.registrations.map(registration)}</ul>`
    }`;
}

function registration(each: RegistrationView): TemplateResult {
  const { displayName, appId, organization, signInAudience, isDeleted } = each;
  return html`<li class="card">
    <h3>${displayName} ${isDeleted ? html`<span class="tag bad">deleted</span>` : nothing}</h3>
    <dl class="facts">
      ${fact('Client ID', [html`<code>${appId}</code>`])} ${fact('Organization', [organization])}
      ${fact('For', [signInAudience])}
      ${fact(
        'Redirect URIs',
        each.redirectUris.map(({ platform, uri }) => html`<code>${uri}</code> <span class="quiet">${platform}</span>`),
      )}
      ${fact('Secrets', each.credentials.map(credential))}
      ${fact(
        'Permissions',
        each.permissions.map(({ name, kind }) => html`${name} <span class="quiet">${kind}</span>`),
      )}
      ${fact(
        'Consents',
        each.consents.map(
          ({ who, organization: tenant, scopes }) =>
            html`${who} <span class="quiet">${tenant}</span>: ${scopes.join(', ')}`,
        ),
      )}
    </dl>
  </li>`;
}

function fact(name: string, values: readonly (string | TemplateResult)[]): TemplateResult {
  const none = html`<li class="quiet">none</li>`;
  return html`<div>
    <dt>${name}</dt>
    <dd><ul>${values.length === 0 ? none : values.map((value) => html`<li>${value}</li>`)}</ul></dd>
  </div>`;
}

function credential({ kind, hint, expires, isExpired }: RegistrationView['credentials'][number]): TemplateResult {
  return html`${kind} <code>${hint}…</code>
    <span class=${isExpired ? 'tag bad' : 'quiet'}>${isExpired ? 'expired' : 'until'} ${shortDayText(expires)}</span>`;
}
