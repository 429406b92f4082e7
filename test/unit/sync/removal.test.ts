// What look-ups and absences prove: a hint alone never deletes anything.
import { expect, test } from 'vitest';
import { proofOf } from '../../../sync/core/removal.ts';
import { isAbsenceMeaningful } from '../../../sync/core/window.ts';
import { createSyncWorld, meetingValues } from '../../support/sync-world.ts';

const version = createSyncWorld().outlook.create(meetingValues());
const YEAR = { start: '2026-06-01T00:00:00Z', end: '2027-06-01T00:00:00Z' };

test('404 proves a deletion', () => {
  expect(proofOf({ byId: null, listed: [] }, false)).toEqual({ proof: 'deleted', version: null });
});

test('a soft-deleted item still answers by its id; that its calendar does not list it proves the deletion', () => {
  expect(proofOf({ byId: version, listed: [] }, false)).toEqual({ proof: 'deleted', version: null });
});

test('an item that its calendar lists is alive, and the listing tells its values', () => {
  const newer = { ...version, changeKey: 'newer' };
  expect(proofOf({ byId: version, listed: [newer] }, false)).toEqual({ proof: 'outside', version: newer });
  expect(proofOf({ byId: null, listed: [newer] }, false)).toEqual({ proof: 'outside', version: newer });
});

test('an item that another calendar lists has moved', () => {
  expect(proofOf({ byId: version, listed: [] }, true)).toEqual({ proof: 'elsewhere', version });
});

test('an absence says something only of an item that lay well inside both windows', () => {
  const slid = { start: '2026-11-27T12:00:00Z', end: '2027-12-01T00:00:00Z' };
  expect(isAbsenceMeaningful(version, [], [YEAR, YEAR])).toBe(true);
  expect(isAbsenceMeaningful(version, [], [YEAR, slid])).toBe(false);
  expect(isAbsenceMeaningful(version, [], [slid, YEAR])).toBe(false);
  const edge = { start: '2026-11-27T00:00:00Z', end: '2027-06-01T00:00:00Z' };
  expect(isAbsenceMeaningful(version, [], [edge])).toBe(false);
});

test('of a series, one occurrence inside the windows is enough', () => {
  const early = {
    ...version,
    values: meetingValues({
      when: { ...version.values.when, start: '2020-01-03T10:00:00', end: '2020-01-03T11:00:00' },
    }),
  };
  expect(isAbsenceMeaningful(early, [], [YEAR])).toBe(false);
  expect(isAbsenceMeaningful(early, [{ start: '2026-12-04T09:00:00Z' }], [YEAR])).toBe(true);
});
