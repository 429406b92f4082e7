// Looks at both sides again and again, faster while something is going on, and notes what changed.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DemoState } from '../state.ts';
import { type Change, changesBetween } from './changes.ts';
import { addDays, rangeOf, startOfDay } from './dates.ts';
import { messageOf, readDemoState } from './demo-api.ts';

const BUSY_LOOK_MS = 800;
const QUIET_LOOK_MS = 2_000;
const CHANGES_KEPT_MAX = 40;
/** How far the first look goes, to find a meeting to try things with. */
const SEARCH_DAYS = 28;
const DAYS_BEFORE = 3;

export interface Demo {
  state: DemoState | null;
  /** When that was read. */
  readAt: Date;
  firstDay: Date;
  /** Oldest first. */
  changes: readonly Change[];
  problem: string | null;
  showWeekOf(day: Date): void;
  /** Shows the week of the meeting that things are tried with. */
  showMeeting(): Promise<void>;
  refresh(): Promise<void>;
}

interface Look {
  state: DemoState | null;
  readAt: Date;
  firstDay: Date;
  changes: readonly Change[];
}

export function useDemoState(): Demo {
  const [look, setLook] = useState<Look>(() => newLook(startOfDay(new Date())));
  const [problem, setProblem] = useState<string | null>(null);
  const firstDay = useRef<Date | null>(null);

  const refresh = useCallback(async () => {
    try {
      firstDay.current ??= await findMeetingDay();
      const day = firstDay.current;
      const state = await readDemoState(rangeOf(day));
      // A look at another week that was asked for meanwhile has the say.
      if (firstDay.current === day) setLook((before) => nextLook(before, state, day));
      setProblem(null);
    } catch (error) {
      setProblem(messageOf(error));
    }
  }, []);

  useLooking(look.state, refresh);

  const showWeekOf = useCallback(
    (day: Date) => {
      firstDay.current = day;
      void refresh();
    },
    [refresh],
  );
  const showMeeting = useCallback(async () => {
    firstDay.current = null;
    await refresh();
  }, [refresh]);
  return { ...look, problem, refresh, showWeekOf, showMeeting };
}

/** Calls `refresh` as long as the page can be seen. */
function useLooking(state: DemoState | null, refresh: () => Promise<void>): void {
  const isBusy = state !== null && hasWork(state);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let isOn = true;
    const next = async () => {
      if (!document.hidden) await refresh();
      if (isOn) timer = setTimeout(() => void next(), isBusy ? BUSY_LOOK_MS : QUIET_LOOK_MS);
    };
    void next();
    return () => {
      isOn = false;
      clearTimeout(timer);
    };
  }, [isBusy, refresh]);
}

/** Whether the sides are not one, or are about to change. */
export function hasWork({ here, there, mailbox, waiting, storm }: DemoState): boolean {
  const differs = [...here, ...there].some(({ isAlike }) => !isAlike);
  return differs || mailbox.running || waiting.length > 0 || storm?.isOver === false;
}

function newLook(firstDay: Date): Look {
  return { state: null, readAt: new Date(), firstDay, changes: [] };
}

function nextLook(before: Look, state: DemoState, firstDay: Date): Look {
  const readAt = new Date();
  const isSameWeek = before.state !== null && before.firstDay.getTime() === firstDay.getTime();
  const news = isSameWeek && before.state ? changesBetween(before.state, state, readAt) : [];
  return { state, readAt, firstDay, changes: [...before.changes, ...news].slice(-CHANGES_KEPT_MAX) };
}

/** Some days before the meeting, so that it stands amid the week; today where there is none. */
async function findMeetingDay(): Promise<Date> {
  const today = startOfDay(new Date());
  const { acts } = await readDemoState(rangeOf(today, SEARCH_DAYS));
  // Of this act, since it also takes the meeting that is in the archive.
  const { from } = acts.archive;
  return from === null ? today : addDays(startOfDay(new Date(from)), -DAYS_BEFORE);
}
