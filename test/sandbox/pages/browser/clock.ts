// The sandbox's clock in the page's header: what time it is, and the ways to move it.
import { html, type TemplateResult } from 'lit-html';
import { tell } from './control-api.ts';
import { momentText, shortDayText } from './dates.ts';
import { attempt } from './screen.ts';

const STEPS = [
  { text: '+1 hour', duration: 'PT1H' },
  { text: '+1 day', duration: 'P1D' },
  { text: '+1 week', duration: 'P1W' },
] as const;

/** @param moved has the page read the time again */
export function clock(now: string, moved: () => Promise<void>): TemplateResult {
  const move = (change: { advance: string } | { now: string }) =>
    attempt(async () => {
      const { now: reached } = await tell<{ now: string }>('PUT', 'clock', change);
      await moved();
      return `It is ${momentText(reached)} UTC now.`;
    });
  const set = (event: Event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    form.hidePopover();
    const { value } = form.elements.namedItem('now') as HTMLInputElement;
    void move({ now: `${value}Z` });
  };
  return html`<section class="clock" aria-label="Clock">
    <time datetime=${now}>${shortDayText(now)}, <b>${now.slice(11, 19)}</b> UTC</time>
    <span class="joined" role="group" aria-label="Move the clock">
      ${STEPS.map(
        ({ text, duration }) =>
          html`<button type="button" @click=${() => move({ advance: duration })}>${text}</button>`,
      )}
    </span>
    <button type="button" class="plain" popovertarget="set-clock">Set…</button>
    <form id="set-clock" class="card" popover @submit=${set}>
      <label>Time in UTC <input type="datetime-local" name="now" required value=${now.slice(0, 16)} /></label>
      <button class="primary">Set</button>
    </form>
  </section>`;
}
