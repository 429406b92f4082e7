// What the first sync will do, in the words that the review page shows: counts, lists, and the mails of each choice.
import type { Decision, FirstSyncChoice, Mail, PlanContext, Subject } from './decision.ts';
import { mailsOf } from './guards.ts';
import { planSync } from './plan.ts';
import { instantsOf } from './when.ts';

export interface ReviewItem {
  eventId: string | null;
  subject: string;
  /** ISO 8601 with `Z`. */
  start: string;
  guests: number;
}

export interface Review {
  counts: {
    addHere: number;
    addThere: number;
    matched: number;
    joined: number;
    conflicts: number;
    series: number;
    deletions: number;
  };
  mails: Record<FirstSyncChoice, Mail[]>;
  addHere: ReviewItem[];
  addThere: ReviewItem[];
  matched: ReviewItem[];
  /** Matched events in which both sides differ; Outlook's values will stand. */
  differences: (ReviewItem & { units: string[] })[];
}

/** Plans the first sync once for each choice and sums it up. Nothing is carried out. */
export function reviewFirstSync(
  subjects: readonly Subject[],
  context: Omit<PlanContext, 'choice' | 'phase' | 'choiceUntil'>,
): Review {
  const planFor = (choice: FirstSyncChoice) =>
    planSync(subjects, { ...context, choice, phase: 'reviewing', choiceUntil: null });
  const plan = planFor('quiet');
  const mails: Record<FirstSyncChoice, Mail[]> = {
    quiet: mailsOf(plan),
    invite: mailsOf(planFor('invite')),
    hold: mailsOf(planFor('hold')),
  };
  const rows = (...names: Decision['row'][]) => plan.filter((decision) => names.includes(decision.row));
  const addHere = rows('new in Outlook');
  const series = rows('series').filter(
    (decision) => decision.here?.kind === 'create' && decision.here.eventKind === 'series',
  );
  const addThere = plan.filter((decision) => decision.there.some((call) => call.kind === 'create'));
  const matched = rows('matched');
  return {
    counts: {
      addHere: addHere.length,
      addThere: addThere.length,
      matched: matched.length,
      joined: rows('join a meeting').length,
      conflicts: plan.filter((decision) => decision.conflicts.length > 0).length,
      series: series.length,
      deletions: plan.filter((decision) => decision.isDeletion !== null).length,
    },
    mails,
    addHere: [...addHere, ...series].map(itemOf),
    addThere: addThere.map(itemOf),
    matched: matched.map(itemOf),
    differences: matched
      .filter((decision) => decision.takenUnits.length > 0)
      .map((decision) => ({ ...itemOf(decision), units: decision.takenUnits })),
  };
}

function itemOf({ subject }: Decision): ReviewItem {
  const values = subject.event?.meeting ?? subject.seen?.version?.values;
  if (!values) throw new TypeError('A reviewed decision has an event or an item.');
  return {
    eventId: subject.event?.id ?? null,
    subject: values.subject,
    start: instantsOf(values.when).start.toString(),
    guests: Object.keys(values.guests).length + (subject.event?.withheld.length ?? 0),
  };
}
