// A request that is refused: a stable code for programs, a sentence and advice for people.
import type { Mail, MailChoice } from './schemas/mail.ts';

export interface RefusalFacts {
  status: number;
  code: string;
  message: string;
  /** What to do next. */
  advice?: string;
  /** The field of the request that is wrong. */
  field?: string;
  /** With `mail_choice_required`: who would get what. */
  mails?: Mail[];
  /** With `mail_choice_required`: what most people would choose; `hold` for what is over. */
  suggested?: MailChoice;
}

/** Thrown anywhere below a route; the error plugin answers with it. */
export class Refusal extends Error {
  readonly facts: RefusalFacts;
  constructor(facts: RefusalFacts) {
    super(facts.message);
    this.name = 'Refusal';
    this.facts = facts;
  }
}

/** For objects that do not exist, or that the user may not know of: both look the same. */
export function notFound(what: string): Refusal {
  return new Refusal({ status: 404, code: 'not_found', message: `There is no such ${what}.` });
}

/** For input that fits its schema but makes no sense. */
export function badInput(code: string, field: string, message: string): Refusal {
  return new Refusal({ status: 400, code, field, message });
}
