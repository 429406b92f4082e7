// Handing a meeting over: who may take it, what it says afterwards, and which mails that costs.
import { expect, test } from 'vitest';
import { editRecordOf } from '../../../server/events/edit-record.ts';
import { handOver, mailsOfHandOver, obstacleOf, type Successor } from '../../../server/events/hand-over.ts';
import { undoEdit } from '../../../server/events/undo-edit.ts';
import { BOB, EVE, eventRecord, linkTo, ME, NOW, sender, withMeeting } from '../../support/event-records.ts';
import { codeOf } from '../../support/refusal-code.ts';

const ADA = 'ada@contoso.example';
const successor = (change: Partial<Successor> = {}): Successor => ({
  organizer: { userId: 'user-bob', address: BOB, name: 'Bob' },
  takesPart: true,
  sender: sender(null, { mailboxId: 'of-bob', addresses: [BOB] }),
  needsSignIn: false,
  ...change,
});

test('the successor organizes, who organized before stays as a guest, and everybody answers anew', () => {
  const after = handOver(eventRecord({ responses: { [EVE]: 'accepted' } }), successor(), ME, NOW);
  expect(after.organizer).toEqual({ userId: 'user-bob', address: BOB, name: 'Bob' });
  expect(Object.keys(after.meeting.guests)).toEqual([EVE, ADA]);
  expect(after.responses).toEqual({});
  expect(after.participation?.answer).toBe('notResponded');
});

test('it can be taken back while its mails wait, and not after', () => {
  const before = eventRecord({ responses: { [EVE]: 'accepted' } });
  const after = handOver(before, successor(), ME, NOW);
  const record = editRecordOf(before, after);
  if (!record) throw new Error('Nothing was edited.');
  const by = { userId: ME, now: NOW };
  const waiting = { ...after, sendAfter: '2026-11-24T09:00:10Z' };
  expect(undoEdit(record, waiting, by)).toEqual({
    ...before,
    sendAfter: waiting.sendAfter,
    version: before.version + 2,
  });
  expect(codeOf(() => undoEdit(record, after, by))).toBe('not_undoable');
  expect(codeOf(() => undoEdit(record, before, by))).toBe('event_moved_on');
});

test.each([
  ['organizer_unchanged', successor({ organizer: { userId: ME, address: ADA, name: 'Ada' } })],
  ['organizer_takes_no_part', successor({ takesPart: false })],
  ['organizer_not_connected', successor({ sender: null })],
  ['organizer_not_connected', successor({ sender: sender(null, { isStopped: true }) })],
  ['organizer_not_connected', successor({ sender: sender(null, { phase: 'reviewing' }) })],
  ['organizer_not_connected', successor({ needsSignIn: true })],
])('%s stands in the way', (code, candidate) => {
  expect(obstacleOf(eventRecord(), candidate)?.facts.code).toBe(code);
});

test('only the organizer hands over, and nothing that is over', () => {
  expect(codeOf(() => handOver(eventRecord(), successor(), 'user-eve', NOW))).toBe('not_the_organizer');
  const when = { start: '2026-11-20T10:00:00', end: '2026-11-20T11:00:00', zone: 'UTC', isAllDay: false };
  expect(codeOf(() => handOver(withMeeting({ when }), successor(), ME, NOW))).toBe('event_is_past');
});

test('the new meeting invites, the old one is cancelled for those whom Outlook knows', () => {
  const before = eventRecord();
  const after = handOver(before, successor(), ME, NOW);
  const told = mailsOfHandOver(after, sender(linkTo(before))).map(({ kind, to }) => `${kind} ${to}`);
  expect(told).toEqual([`invitation ${EVE}`, `invitation ${ADA}`, `cancellation ${BOB}`, `cancellation ${EVE}`]);
  expect(mailsOfHandOver(after, null).every(({ kind }) => kind === 'invitation')).toBe(true);
});

test('a meeting that could not be ended, or that is held, stays', () => {
  const before = eventRecord();
  const after = handOver(before, successor(), ME, NOW);
  const stopped = sender(linkTo(before), { isStopped: true });
  expect(codeOf(() => mailsOfHandOver(after, stopped))).toBe('old_meeting_stays');
  const held = sender(linkTo(before, { state: 'held' }));
  expect(codeOf(() => mailsOfHandOver(after, held))).toBe('event_held');
});
