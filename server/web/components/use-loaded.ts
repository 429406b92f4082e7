// Data that a page loads: the value, its error, and a way to load again.
import { useCallback, useEffect, useState } from 'react';

export interface Loaded<T> {
  value: T | null;
  error: Error | null;
  reload(): Promise<void>;
}

/** Loads at once and whenever `load` changes; a late answer of an earlier load is dropped. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; error: Error | null }>({ value: null, error: null });
  const reload = useCallback(async () => {
    try {
      setState({ value: await load(), error: null });
    } catch (error) {
      setState((before) => ({ value: before.value, error: error as Error }));
    }
  }, [load]);
  useEffect(() => {
    let isCurrent = true;
    load().then(
      (value) => isCurrent && setState({ value, error: null }),
      (error: Error) => isCurrent && setState({ value: null, error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [load]);
  return { ...state, reload };
}
