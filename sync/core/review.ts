// What a review shows: what the next sync will do, in counts and lists, and the mails of each choice, event by event.
import type { Decision, FirstSyncChoice, Mail, PlanContext, Row, Subject } from './decision.ts';
import { valuesOf } from './make-decision.ts';
import { planSync } from './plan.ts';
import { unitsOf } from './units.ts';
import { instantsOf } from './when.ts';

export interface ReviewItem {
  eventId: string | null;
  subject: string;
  /** ISO 8601 with `Z`. */
  start: string;
  guests: number;
  /** What Outlook would send about it, by choice. */
  mails: Record<FirstSyncChoice, Mail[]>;
}

export interface Review {
  counts: {
    addHere: number;
    addThere: number;
    changeHere: number;
    changeThere: number;
    matched: number;
    joined: number;
    conflicts: number;
    series: number;
    /** On either side, if everything goes. */
    deletions: number;
  };
  /** By the choice for all events, with the overrides for single ones. */
  mails: Record<FirstSyncChoice, Mail[]>;
  addHere: ReviewItem[];
  addThere: ReviewItem[];
  changeHere: ReviewItem[];
  changeThere: ReviewItem[];
  deleteHere: ReviewItem[];
  deleteThere: ReviewItem[];
  matched: ReviewItem[];
  /** Matched events in which both sides differ; Outlook's values will stand. */
  differences: (ReviewItem & { units: string[]; values: DifferingUnit[] })[];
}

/** A unit with its value on either side; null where there is none. */
export interface DifferingUnit {
  unit: string;
  ours: unknown;
  theirs: unknown;
}

type ReviewContext = Omit<PlanContext, 'choice' | 'phase' | 'choiceUntil' | 'overrides'>;

/** One decision as it would be under each choice. The choice changes what goes out, never what is paired with what. */
type Choices = Record<FirstSyncChoice, Decision>;

/**
 * Plans a sync once for each choice and sums it up. Nothing is carried out.
 * @param overrides other choices for single events, by event id.
 */
export function reviewFirstSync(
  subjects: readonly Subject[],
  context: ReviewContext,
  overrides: PlanContext['overrides'] = {},
): Review {
  const plan = planChoices(subjects, context);
  const mailsFor = (choice: FirstSyncChoice) =>
    plan.flatMap((choices) => choices[overrides[choices.invite.subject.event?.id ?? ''] ?? choice].mails);
  const lists = listsOf(plan);
  const count = (test: (decision: Decision) => boolean) => plan.filter(({ invite }) => test(invite)).length;
  return {
    counts: {
      addHere: count(({ row }) => row === 'new in Outlook'),
      addThere: lists.addThere.length,
      changeHere: lists.changeHere.length,
      changeThere: lists.changeThere.length,
      matched: lists.matched.length,
      joined: count(({ row }) => row === 'join a meeting'),
      conflicts: count(({ conflicts }) => conflicts.length > 0),
      series: count(isNewSeries),
      deletions: lists.deleteHere.length + lists.deleteThere.length,
    },
    mails: { quiet: mailsFor('quiet'), invite: mailsFor('invite'), hold: mailsFor('hold') },
    ...lists,
  };
}

function planChoices(subjects: readonly Subject[], context: ReviewContext): Choices[] {
  const planFor = (choice: FirstSyncChoice) =>
    planSync(subjects, { ...context, choice, phase: 'reviewing', choiceUntil: null, overrides: {} });
  const [quiet, invite, hold] = [planFor('quiet'), planFor('invite'), planFor('hold')];
  return invite.flatMap((decision, index): Choices[] => {
    const [quietly, held] = [quiet[index], hold[index]];
    return quietly && held ? [{ quiet: quietly, invite: decision, hold: held }] : [];
  });
}

/** By what would be done if everything went. */
function listsOf(plan: readonly Choices[]): Omit<Review, 'counts' | 'mails'> {
  const list = (test: (decision: Decision) => boolean) => plan.filter(({ invite }) => test(invite)).map(itemOf);
  const matched = (decision: Decision) => decision.row === 'matched';
  return {
    addHere: [...list(({ row }) => row === 'new in Outlook'), ...list(isNewSeries)],
    addThere: list(({ there }) => there.some(({ kind }) => kind === 'create')),
    changeHere: list(({ row, takenUnits }) => CHANGES_HERE.has(row) && takenUnits.length > 0),
    changeThere: list(({ there }) => there.some(({ kind }) => kind === 'update' || kind === 'answer')),
    deleteHere: list(({ isDeletion }) => isDeletion === 'here'),
    deleteThere: list(({ isDeletion }) => isDeletion === 'there'),
    matched: list(matched),
    differences: plan
      .filter(({ invite }) => matched(invite) && invite.takenUnits.length > 0)
      .map((choices) => ({
        ...itemOf(choices),
        units: choices.invite.takenUnits,
        values: differingUnits(choices.invite),
      })),
  };
}

const CHANGES_HERE: ReadonlySet<Row> = new Set([
  'take edits',
  'both travel',
  'conflict on a unit',
  'deleted here, edited there',
  'restored in Outlook',
]);

function isNewSeries({ row, here }: Decision): boolean {
  return row === 'series' && here?.kind === 'create' && here.eventKind === 'series';
}

function differingUnits({ subject, takenUnits }: Decision): DifferingUnit[] {
  const { event, seen } = subject;
  if (!event || !seen?.version) return [];
  const [ours, theirs] = [unitsOf(valuesOf(event, seen.version.values)), unitsOf(seen.version.values)];
  return takenUnits.map((unit) => ({ unit, ours: ours.get(unit) ?? null, theirs: theirs.get(unit) ?? null }));
}

function itemOf({ quiet, invite, hold }: Choices): ReviewItem {
  const { event, joinEvent, seen, link } = invite.subject;
  const values = event?.meeting ?? joinEvent?.meeting ?? seen?.version?.values ?? link?.base?.theirs;
  if (!values) throw new TypeError('A reviewed decision has an event or an item.');
  return {
    eventId: event?.id ?? null,
    subject: values.subject,
    start: instantsOf(values.when).start.toString(),
    guests: Object.keys(values.guests).length + (event?.withheld.length ?? 0),
    mails: { quiet: quiet.mails, invite: invite.mails, hold: hold.mails },
  };
}
