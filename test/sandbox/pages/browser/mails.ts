// The outbox: the mails that Outlook would have sent, newest first, each as one can read it.
import { html, type TemplateResult } from 'lit-html';
import type { OutboxMail } from '../../core/world.ts';
import { choice } from './choice.ts';
import { ask } from './control-api.ts';
import { momentText } from './dates.ts';
import { draw } from './screen.ts';
import type { View } from './view.ts';

/** What each kind says, and the colour of its tag. */
const KINDS: Readonly<Record<OutboxMail['kind'], { says: string; tone: string }>> = {
  invitation: { says: 'invites', tone: 'good' },
  update: { says: 'sends a change to', tone: '' },
  cancellation: { says: 'cancels for', tone: 'bad' },
  response: { says: 'answers', tone: '' },
  forwardNotice: { says: 'reports a forward to', tone: 'warn' },
};

const state = { mails: [] as OutboxMail[], mailbox: '', kind: '' };

export const mails: View = {
  name: 'mails',
  title: 'Mails',
  count: (pulse) => pulse.mails,
  mark: ({ seed, mails: count }) => `${seed} ${count}`,
  async load() {
    state.mails = (await ask<{ value: OutboxMail[] }>('outbox')).value;
  },
  render,
};

function render(): TemplateResult {
  const everybody = [...new Set(state.mails.flatMap(({ from, to }) => [from, to]))].toSorted();
  const shown = state.mails
    .filter(({ from, to }) => state.mailbox === '' || from === state.mailbox || to === state.mailbox)
    .filter(({ kind }) => state.kind === '' || kind === state.kind)
    .toReversed();
  return html`<div class="toolbar">
      <h2>Mails that Outlook would have sent</h2>
      <label class="end">Mailbox ${filter('mailbox', everybody)}</label>
      <label>Kind ${filter('kind', Object.keys(KINDS))}</label>
    </div>
    ${shown.length === 0 ? emptyText() : html`<ol class="mails">${shown.map(mail)}</ol>`}`;
}

function filter(name: 'mailbox' | 'kind', values: readonly string[]): TemplateResult {
  return choice(values, state[name], (value) => {
    state[name] = value;
    draw();
  });
}

function emptyText(): TemplateResult {
  return html`<p class="empty">
    ${state.mails.length === 0 ? 'No mail was sent yet. Invite somebody to a meeting, or move one that has guests.' : 'No mail is like that.'}
  </p>`;
}

function mail({ kind, from, to, subject, at, iCalUId }: OutboxMail): TemplateResult {
  const { says, tone } = KINDS[kind];
  return html`<li class="card mail">
    <span class=${`tag ${tone}`}>${kind === 'forwardNotice' ? 'forward notice' : kind}</span>
    <strong class="mail-subject">${subject || '(no title)'}</strong>
    <time class="quiet" datetime=${at}>${momentText(at)} UTC</time>
    <p class="mail-way"><span>${from}</span> <span class="quiet">${says}</span> <span>${to}</span></p>
    <details class="quiet"><summary>Event</summary><code>${iCalUId}</code></details>
  </li>`;
}
