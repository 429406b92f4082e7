// The ledger: every request with what came of it, newest first, the parts of a batch below it.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { LedgerEntry } from '../../core/world.ts';
import { choice } from './choice.ts';
import { ask } from './control-api.ts';
import { secondText } from './dates.ts';
import { draw } from './screen.ts';
import type { View } from './view.ts';

/** So many of the latest are looked through. */
const ENTRIES_MAX = 500;
const SERVICES = ['graph', 'entra', 'arm'];
const STATUSES: Readonly<Record<string, (entry: LedgerEntry) => boolean>> = {
  '2xx and 3xx': ({ status }) => status >= 200 && status < 400,
  '4xx': ({ status }) => status >= 400 && status < 500,
  '429': ({ status }) => status === 429,
  '5xx': ({ status }) => status >= 500,
  'no answer': ({ status }) => status === 0,
  'came early': ({ early }) => early === true,
  'struck by a fault': ({ fault }) => fault !== undefined,
};

interface Row extends LedgerEntry {
  index: number;
}

const state = { rows: [] as Row[], first: 0, service: '', status: '', mailbox: '' };

export const ledger: View = {
  name: 'requests',
  title: 'Requests',
  count: ({ requests }) => requests,
  mark: ({ seed, requests, unanswered }) => `${seed} ${requests} ${unanswered}`,
  async load() {
    const { first, value } = await ask<{ first: number; value: LedgerEntry[] }>(`requests?last=${ENTRIES_MAX}`);
    state.first = first;
    state.rows = value.map((entry, position) => ({ ...entry, index: first + position }));
  },
  render,
};

function isShown(row: Row): boolean {
  const { service, status, mailbox } = state;
  return (
    (service === '' || row.service === service) &&
    (mailbox === '' || row.mailbox === mailbox) &&
    (STATUSES[status]?.(row) ?? true)
  );
}

function render(): TemplateResult {
  const mailboxes = [...new Set(state.rows.map(({ mailbox }) => mailbox ?? ''))].filter(Boolean).toSorted();
  const inners = Map.groupBy(
    state.rows.filter(({ batch }) => batch !== undefined),
    ({ batch }) => batch,
  );
  const isHeld = (row: Row) => row.batch === undefined || row.batch < state.first;
  const groups = state.rows
    .filter(isHeld)
    .map((row) => ({ row, parts: inners.get(row.index) ?? [] }))
    .filter(({ row, parts }) => isShown(row) || parts.some(isShown))
    .toReversed();
  return html`<div class="toolbar">
      <h2>Requests</h2>
      <label class="end">Service ${filter('service', SERVICES)}</label>
      <label>Mailbox ${filter('mailbox', mailboxes)}</label>
      <label>Answer ${filter('status', Object.keys(STATUSES))}</label>
    </div>
    ${state.first > 0 ? html`<p class="quiet">The latest ${ENTRIES_MAX} of ${state.first + state.rows.length}.</p>` : nothing}
    ${groups.length === 0 ? html`<p class="empty">${state.rows.length === 0 ? 'Nobody asked for anything yet.' : 'No request is like that.'}</p>` : table(groups)}`;
}

function filter(name: 'service' | 'status' | 'mailbox', values: readonly string[]): TemplateResult {
  return choice(values, state[name], (value) => {
    state[name] = value;
    draw();
  });
}

function table(groups: readonly { row: Row; parts: Row[] }[]): TemplateResult {
  return html`<div class="scroller" role="region" aria-label="Requests, newest first" tabindex="0">
    <table class="requests">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Service</th>
          <th scope="col">Answer</th>
          <th scope="col">Request</th>
          <th scope="col">Mailbox</th>
        </tr>
      </thead>
      <tbody>
        ${groups.map(({ row, parts }) => html`${line(row)} ${parts.map(line)}`)}
      </tbody>
    </table>
  </div>`;
}

function line(row: Row): TemplateResult {
  const { at, service, status, method, path, mailbox, early, fault, batch } = row;
  return html`<tr class=${batch === undefined ? '' : 'part'}>
    <td><time datetime=${at}>${secondText(at)}</time></td>
    <td>${batch === undefined ? service : 'in the batch'}</td>
    <td><span class=${`tag ${toneOf(status)}`}>${status === 0 ? 'none' : status}</span></td>
    <td>
      <code><b>${method}</b> ${readable(path)}</code>
      ${early ? html`<span class="tag warn">too early</span>` : nothing}
      ${fault ? html`<span class="tag bad">fault ${fault.rule + 1}: ${Object.keys(fault.effect).join(', ')}</span>` : nothing}
    </td>
    <td>${mailbox ?? ''}</td>
  </tr>`;
}

function toneOf(status: number): string {
  if (status === 0 || status >= 500) return 'bad';
  if (status >= 400) return 'warn';
  return 'good';
}

/** Without escapes, and with long ids cut short; the whole of it is in the ledger. */
function readable(path: string): string {
  return decoded(path).replaceAll(/([\w=-]{12})[\w=-]{24,}/g, '$1…');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    return path;
  }
}
