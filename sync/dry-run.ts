// What a dry run reports: each decision that would do something, in words for people.
import type { Decision } from './core/decision.ts';
import type { GuardedPlan } from './core/guards.ts';
import { instantsOf } from './core/when.ts';
import type { PendingRemoval, PlannedStep } from './ports.ts';

export function plannedSteps({ go, parked }: GuardedPlan, removals: readonly PendingRemoval[]): PlannedStep[] {
  return [
    ...removals.map(removalStep),
    ...go.filter(doesSomething).map((decision) => stepOf(decision, null)),
    ...parked.map(({ decision, guard }) => stepOf(decision, guard)),
  ];
}

function doesSomething({ there, here, link, prepare }: Decision): boolean {
  return there.length > 0 || here !== null || link !== null || prepare !== null;
}

function stepOf(decision: Decision, guard: string | null): PlannedStep {
  const { subject, row, there, here, sentUnits, takenUnits, mails } = decision;
  const event = subject.event ?? subject.joinEvent;
  const values = event?.meeting ?? subject.seen?.version?.values ?? null;
  return {
    row,
    eventId: event?.id ?? null,
    subject: values?.subject ?? '',
    start: values && instantsOf(values.when).start.toString(),
    changesHere: here !== null,
    changesThere: there.length > 0,
    units: [...sentUnits, ...takenUnits],
    mails,
    guard,
  };
}

function removalStep({ key, mails }: PendingRemoval): PlannedStep {
  return {
    row: 'delete there',
    eventId: key.eventId,
    subject: '',
    start: null,
    changesHere: false,
    changesThere: true,
    units: [],
    mails,
    guard: null,
  };
}
