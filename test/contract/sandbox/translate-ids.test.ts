// translateExchangeIds: every format into every other, and what it says of ids that are none.
import { beforeEach, describe, expect, test } from 'vitest';
import { type GraphUser, openSandbox } from './sandbox-client.ts';

interface Translated {
  value: { sourceId: string; targetId: string | null; errorDetails?: { code: string; message: string } }[];
}

const FORMATS = ['restId', 'restImmutableEntryId', 'entryId', 'immutableEntryId', 'ewsId'];
const IMMUTABLE = { Prefer: 'IdType="ImmutableId"' };

let ada: GraphUser;
let restId: string;
let immutableId: string;

beforeEach(async () => {
  ada = openSandbox().as('ada');
  const { body } = await ada.post('/me/events', {
    subject: 'Daily',
    start: { dateTime: '2026-12-01T10:00:00', timeZone: 'UTC' },
    end: { dateTime: '2026-12-01T11:00:00', timeZone: 'UTC' },
    recurrence: {
      pattern: { type: 'daily', interval: 1 },
      range: { type: 'numbered', startDate: '2026-12-01', numberOfOccurrences: 3 },
    },
  });
  restId = String(body.id);
  immutableId = String((await ada.get(`/me/events/${restId}`, IMMUTABLE)).body.id);
});

async function translate(inputIds: string[], sourceIdType: string, targetIdType: string): Promise<Translated['value']> {
  const { status, body } = await ada.post<Translated>('/me/translateExchangeIds', {
    inputIds,
    sourceIdType,
    targetIdType,
  });
  expect(status).toBe(200);
  return body.value;
}

test('the default id becomes the immutable one, and the other way round', async () => {
  expect(await translate([restId], 'restId', 'restImmutableEntryId')).toEqual([
    { sourceId: restId, targetId: immutableId },
  ]);
  expect(await translate([immutableId], 'restImmutableEntryId', 'restId')).toEqual([
    { sourceId: immutableId, targetId: restId },
  ]);
});

describe.each(FORMATS)('from %s', (source) => {
  test.each(FORMATS)('to %s and back', async (target) => {
    const [given] = await translate([restId], 'restId', source);
    const [there] = await translate([given?.targetId ?? ''], source, target);
    const [back] = await translate([there?.targetId ?? ''], target, 'restId');
    expect(back?.targetId).toBe(restId);
  });
});

test('the binary formats tell their padding by a digit', async () => {
  const [entry] = await translate([restId], 'restId', 'entryId');
  expect(entry?.targetId).toMatch(/^[\w-]+[012]$/);
});

test('an occurrence is translated like its series', async () => {
  const window = 'startDateTime=2026-12-02T00:00:00Z&endDateTime=2026-12-03T00:00:00Z';
  const instances = async (headers?: Record<string, string>) => {
    const { body } = await ada.get<{ value: { id: string }[] }>(`/me/events/${restId}/instances?${window}`, headers);
    return body.value[0]?.id ?? '';
  };
  const occurrence = await instances();
  const immutable = await instances(IMMUTABLE);
  for (const format of FORMATS) {
    const [there] = await translate([occurrence], 'restId', format);
    const [back] = await translate([there?.targetId ?? ''], format, 'restImmutableEntryId');
    expect(back?.targetId).toBe(immutable);
  }
});

test('an id of another format, or of nobody, has its error beside it', async () => {
  const [malformed, otherKind, known] = await translate(['nonsense', immutableId, restId], 'restId', 'ewsId');
  expect(malformed).toMatchObject({ targetId: null, errorDetails: { code: 'ErrorInvalidIdMalformed' } });
  expect(otherKind).toMatchObject({ targetId: null, errorDetails: { code: 'ErrorItemNotFound' } });
  expect(known).not.toHaveProperty('errorDetails');
});

test.each([
  [{ inputIds: Array.from({ length: 1001 }, () => 'AAMk'), sourceIdType: 'restId', targetIdType: 'ewsId' }],
  [{ inputIds: 'AAMk', sourceIdType: 'restId', targetIdType: 'ewsId' }],
  [{ inputIds: [], sourceIdType: 'restId', targetIdType: 'runes' }],
  [{ inputIds: [], targetIdType: 'ewsId' }],
])('%j is refused', async (body) => {
  expect((await ada.post('/me/translateExchangeIds', body)).status).toBe(400);
});
