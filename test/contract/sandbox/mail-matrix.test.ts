// The mail matrix: one test for each row of the coverage table that begins with `mail:`, both branches of every setting.
import { describe, expect, test } from 'vitest';
import { mailCoverage } from '../../sandbox/graph/calendar/meetings/mail-coverage.ts';
import { otherRows } from './mail-matrix/other-rows.ts';
import { writingRows } from './mail-matrix/writing-rows.ts';
import { openMeetingWorld } from './meeting-world.ts';

const rows = { ...writingRows, ...otherRows };

describe('mail:', () => {
  test.each(Object.entries(rows))('%s', async (_, prove) => {
    await prove(openMeetingWorld());
  });
});

test('every mail row of the coverage table is tested, and every test has a row', () => {
  expect(Object.keys(rows).map((name) => `mail: ${name}`)).toEqual(mailCoverage.map(({ behaviour }) => behaviour));
});
