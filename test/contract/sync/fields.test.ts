// Generated events on their way to the sandbox and back: an independent witness to the round trips of the unit tests.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GraphEvent } from '../../../graph/models/event.ts';
import { seenFromGraph } from '../../../sync/core/from-graph.ts';
import { createPayload, updatePayloads } from '../../../sync/core/to-graph.ts';
import { differencesAcross } from '../../../sync/core/units.ts';
import { changedUnits, type EventValues } from '../../../sync/index.ts';
import { eventEdit, eventValues } from '../../support/arbitraries/event-values.ts';
import { createOutlookWorld } from '../../support/outlook-world.ts';

const RUNS = Number(process.env.ROUND_TRIP_RUNS ?? 60);
/** What Outlook itself changes with each write. */
const OF_EACH_WRITE = ['@odata.etag', '@odata.context', 'changeKey', 'lastModifiedDateTime'];
/** What follows from a sent property. */
const FOLLOWS: Record<string, string[]> = {
  body: ['bodyPreview'],
  start: ['originalStartTimeZone', 'originalEndTimeZone'],
  locations: ['location'],
};

/** To the text of an online meeting Outlook adds how to join it. */
function differences(ours: EventValues, theirs: EventValues): string[] {
  return differencesAcross(ours, theirs).filter((unit) => unit !== 'body' || theirs.onlineMeeting === null);
}

test('an event comes back from the sandbox as it was sent, and an edit changes nothing else', async () => {
  const { graph } = await createOutlookWorld();
  let number = 0;
  const created = (values: EventValues) => {
    number += 1;
    const origin = { installationId: 'test', eventId: `event-${number}`, generation: 1 };
    const payload = createPayload({ values, withheld: [], transactionId: `transaction-${number}`, origin });
    return graph<GraphEvent>('POST', '/me/events', payload);
  };
  await fc.assert(
    fc.asyncProperty(eventValues, eventEdit, async (values, edit) => {
      const before = await created(values);
      const delivered = seenFromGraph(before);
      expect(differences(values, delivered.values)).toEqual([]);
      const theirs = delivered.values;
      const ours = { ...theirs, ...edit };
      const units = changedUnits(theirs, ours);
      const updates = updatePayloads({ units, ours, theirs, delivered, withheld: [], promotes: false });
      let after = before;
      for (const { payload } of updates) after = await graph<GraphEvent>('PATCH', `/me/events/${before.id}`, payload);
      expect(differences(ours, seenFromGraph(after).values)).toEqual([]);
      const sent = updates.flatMap(({ payload }) => Object.keys(payload));
      const touched = new Set([...OF_EACH_WRITE, ...sent, ...sent.flatMap((name) => FOLLOWS[name] ?? [])]);
      const others = (event: GraphEvent) => Object.entries(event).filter(([name]) => !touched.has(name));
      expect(others(after)).toEqual(others(before));
      await graph('DELETE', `/me/events/${before.id}`);
    }),
    { numRuns: RUNS },
  );
});
