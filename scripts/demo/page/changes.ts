// What changed on which side between two looks, to be shown for a while: pure.
import type { DemoState, ShownEvent } from '../state.ts';

export type SideName = 'here' | 'there';

export interface Change {
  side: SideName;
  id: string;
  /** e.g. `“Launch party” moved`. */
  text: string;
  at: Date;
}

/** How long a changed event is marked. */
const MARKED_MS = 6_000;

/** Changes of the same week, ours first. */
export function changesBetween(before: DemoState, after: DemoState, at: Date): Change[] {
  return (['here', 'there'] as const).flatMap((side) => changesOf(before[side], after[side], { side, at }));
}

function changesOf(
  before: readonly ShownEvent[],
  after: readonly ShownEvent[],
  facts: Pick<Change, 'side' | 'at'>,
): Change[] {
  const known = new Map(before.map((event) => [event.id, event]));
  const left = new Set(after.map(({ id }) => id));
  const changed = after.flatMap((event) => {
    const text = textOf(known.get(event.id), event);
    return text === null ? [] : [{ ...facts, id: event.id, text }];
  });
  const gone = before
    .filter(({ id }) => !left.has(id))
    .map(({ id, subject }) => ({ ...facts, id, text: `“${subject}” went away` }));
  return [...changed, ...gone];
}

function textOf(before: ShownEvent | undefined, { subject, start, end }: ShownEvent): string | null {
  if (!before) return `“${subject}” appeared`;
  if (before.start !== start || before.end !== end) return `“${subject}” moved`;
  if (before.subject !== subject) return `“${before.subject}” became “${subject}”`;
  return null;
}

export function isMarked(changes: readonly Change[], id: string, now: Date): boolean {
  return changes.some((change) => change.id === id && now.getTime() - change.at.getTime() < MARKED_MS);
}

export function lastChangeOf(changes: readonly Change[], side: SideName): Change | null {
  return changes.findLast((change) => change.side === side) ?? null;
}
