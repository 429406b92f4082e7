// What a correct client makes of delta: occurrences read through their master, a delivered series replacing what was known of it.

export type Entry = Readonly<Record<string, unknown>>;

export interface ClientModel {
  apply(page: readonly Entry[]): void;
  /** Forgets everything, as before a full round. */
  clear(): void;
  /** What the client shows for the window: events by id, occurrences filled in from their series; masters hidden. */
  shown(): Map<string, Entry>;
}

export function createClientModel(): ClientModel {
  const events = new Map<string, Entry>();
  /** Occurrences and exceptions by id, by the id of their series. */
  const children = new Map<string, Map<string, Entry>>();

  function remove(id: string): void {
    events.delete(id);
    children.delete(id);
    for (const series of children.values()) series.delete(id);
  }

  function put(entry: Entry): void {
    const id = String(entry.id);
    const series = children.get(String(entry.seriesMasterId));
    if ('@removed' in entry) remove(id);
    else if (series) series.set(id, entry);
    else {
      events.set(id, entry);
      // Absence is the signal: whatever this series doesn't bring along now is gone.
      if (entry.type === 'seriesMaster') children.set(id, new Map());
      else children.delete(id);
    }
  }

  return {
    apply(page) {
      for (const entry of page) put(entry);
    },
    clear() {
      events.clear();
      children.clear();
    },
    shown() {
      const singles = [...events].filter(([, { type }]) => type !== 'seriesMaster');
      const repeated = [...children].flatMap(([masterId, series]) =>
        [...series].map(([id, child]): [string, Entry] => [id, filled(child, events.get(masterId))]),
      );
      return new Map([...singles, ...repeated]);
    },
  };
}

function filled(child: Entry, master: Entry | undefined): Entry {
  return child.type === 'occurrence' ? { ...master, ...child } : child;
}
