// Fault switches: ready-made trouble at one press, rules of one's own, and what is active.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { FaultRule } from '../../core/world.ts';
import { ask, tell } from './control-api.ts';
import { READY_FAULTS, type ReadyFault, type Rule } from './ready-faults.ts';
import { announce, attempt, draw } from './screen.ts';
import type { View } from './view.ts';

const EXAMPLE = `{
  "match": { "method": "POST", "path": "/me/events$", "nth": 1 },
  "effect": { "dropResponse": "after" }
}`;

const state = { rules: [] as FaultRule[], settings: {} as Record<string, unknown>, ownRule: EXAMPLE, problem: '' };

export const faults: View = {
  name: 'faults',
  title: 'Faults',
  count: (pulse) => pulse.faults || null,
  // How often a rule struck changes with every request.
  mark: ({ seed, requests, faults: count, now }) => `${seed} ${requests} ${count} ${now}`,
  load,
  render,
};

async function load(): Promise<void> {
  state.rules = (await ask<{ rules: FaultRule[] }>('faults')).rules;
  state.settings = await ask('settings');
}

/** Sends the rules in place of those there are; how often each matched begins at 0 again. @throws ControlError */
async function replaceRules(rules: readonly Rule[]): Promise<void> {
  await tell('PUT', 'faults', { rules: rules.map(({ match, effect }) => ({ match, effect })) });
  await load();
}

function isSame(one: Rule, other: Rule): boolean {
  return JSON.stringify([one.match, one.effect]) === JSON.stringify([other.match, other.effect]);
}

function isOn({ rules, settings }: ReadyFault): boolean {
  const hasRules = rules.every((rule) => state.rules.some((active) => isSame(active, rule)));
  return hasRules && Object.entries(settings?.on ?? {}).every(([name, value]) => state.settings[name] === value);
}

function flip(fault: ReadyFault): Promise<void> {
  return attempt(async () => {
    const wasOn = isOn(fault);
    const others = state.rules.filter((active) => !fault.rules.some((rule) => isSame(active, rule)));
    if (fault.rules.length > 0) await replaceRules(wasOn ? others : [...others, ...fault.rules]);
    if (fault.settings) await tell('PUT', 'settings', wasOn ? fault.settings.off : fault.settings.on);
    await load();
    return `${fault.title} is ${wasOn ? 'off' : 'on'}.`;
  });
}

function clearAll(): Promise<void> {
  return attempt(async () => {
    for (const { settings } of READY_FAULTS) if (settings) await tell('PUT', 'settings', settings.off);
    await replaceRules([]);
    return 'No fault is active.';
  });
}

async function addOwn(event: Event): Promise<void> {
  event.preventDefault();
  try {
    await replaceRules([...state.rules, JSON.parse(state.ownRule) as Rule]);
    state.problem = '';
    announce('The rule is active.');
  } catch (error) {
    state.problem = error instanceof Error ? error.message : String(error);
    draw();
  }
}

function remove(index: number): Promise<void> {
  return attempt(async () => {
    await replaceRules(state.rules.filter((_, position) => position !== index));
    return 'The rule is gone.';
  });
}

function render(): TemplateResult {
  const isAnyOn = state.rules.length > 0 || READY_FAULTS.some(isOn);
  return html`<div class="toolbar">
      <h2>Fault switches</h2>
      <button type="button" class="end" ?disabled=${!isAnyOn} @click=${clearAll}>Clear all</button>
    </div>
    <ul class="switches">
      ${READY_FAULTS.map(faultSwitch)}
    </ul>
    <div class="halves">
      <section aria-labelledby="active-title">
        <h3 id="active-title">Active rules</h3>
        ${state.rules.length === 0 ? html`<p class="empty card">None: all requests are answered as they should be.</p>` : html`<ol class="rules">${state.rules.map(activeRule)}</ol>`}
      </section>
      ${ownRule()}
    </div>`;
}

function faultSwitch(fault: ReadyFault): TemplateResult {
  return html`<li>
    <button type="button" role="switch" class="card switch" aria-checked=${isOn(fault)} @click=${() => flip(fault)}>
      <span class="switch-title">${fault.title}</span>
      <span class="knob" aria-hidden="true"></span>
      <span class="quiet switch-about">${fault.about}</span>
    </button>
  </li>`;
}

function activeRule({ match, effect, matched, struck = 0 }: FaultRule, index: number): TemplateResult {
  const whom = Object.keys(match).length === 0 ? 'all requests' : JSON.stringify(match);
  return html`<li class="card rule">
    <code>${whom} → ${JSON.stringify(effect)}</code>
    <span class="quiet">matched ${matched}, struck ${struck}</span>
    <button type="button" aria-label=${`Remove rule ${index + 1}`} @click=${() => remove(index)}>Remove</button>
  </li>`;
}

function ownRule(): TemplateResult {
  return html`<section aria-labelledby="own-title">
    <h3 id="own-title">A rule of your own</h3>
    <form class="card own-rule" @submit=${addOwn}>
      <label for="own-rule">Rule as JSON</label>
      <textarea id="own-rule" rows="5" spellcheck="false" aria-describedby="own-about" .value=${state.ownRule}
        @input=${(event: Event) => {
          state.ownRule = (event.target as HTMLTextAreaElement).value;
        }}
      ></textarea>
      <p id="own-about" class="quiet">The first rule that strikes wins. All effects stand in COVERAGE.md, under Faults.</p>
      ${state.problem === '' ? nothing : html`<p class="problem" role="alert">${state.problem}</p>`}
      <button class="primary">Add rule</button>
    </form>
  </section>`;
}
