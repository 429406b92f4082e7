// What each tab of the page is.
import type { TemplateResult } from 'lit-html';
import type { Pulse } from '../views.ts';

export interface View {
  /** In the address, behind `#`. */
  name: string;
  title: string;
  /** A number beside the title; null for none. */
  count?(pulse: Pulse): number | null;
  /** Changes when there is something new to read. */
  mark(pulse: Pulse): string;
  /** @throws ControlError */
  load(): Promise<void>;
  render(): TemplateResult;
}
