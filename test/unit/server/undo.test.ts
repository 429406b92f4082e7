// The ways back: of what a run did, of what somebody did here, of a conflict; each only as long as nothing came later.
import { expect, test } from 'vitest';
import { editRecordOf } from '../../../server/events/edit-record.ts';
import { archiveEvent, changeEvent, deleteEvent, hideEvent } from '../../../server/events/edits.ts';
import { type EventRecord, valuesOf } from '../../../server/events/event-record.ts';
import { putBack } from '../../../server/events/put-back.ts';
import { undoEdit } from '../../../server/events/undo-edit.ts';
import { changesOfEntry, type UndoableEntry, undoEntry } from '../../../server/events/undo-entry.ts';
import { BOB, EVE, eventRecord, ME, NOW, withMeeting } from '../../support/event-records.ts';
import { codeOf } from '../../support/refusal-code.ts';
import { guests } from '../../support/sync-world.ts';

const GUEST_OF = { userId: null, address: 'boss@x.example', name: 'The boss' };

function entry(row: UndoableEntry['row'], parts: Partial<UndoableEntry> = {}): UndoableEntry {
  return { row, side: 'here', units: [], replaced: { here: null, agreed: null, left: {} }, ...parts };
}

/** Our side of an event as the journal keeps it. */
function here(event: EventRecord) {
  return { ...valuesOf(event), status: event.status, isHidden: event.participation?.isHidden ?? false };
}

test('what was taken over from Outlook gets the values back that it replaced', () => {
  const [before, now] = [withMeeting({ subject: 'Ours' }), withMeeting({ subject: 'Theirs', guests: guests(BOB) })];
  const taken = entry('take edits', {
    units: ['subject', `guest:${EVE}`],
    replaced: { here: here(before), agreed: valuesOf(before), left: { subject: 'Theirs', [`guest:${EVE}`]: null } },
  });
  const after = undoEntry(taken, now, ME);
  expect(after.meeting.subject).toBe('Ours');
  expect(Object.keys(after.meeting.guests)).toEqual([BOB, EVE]);
  expect(after.version).toBe(now.version + 1);
});

test('what was sent gets the values back that both had agreed on', () => {
  const [agreed, now] = [withMeeting({ subject: 'Agreed' }), withMeeting({ subject: 'Sent' })];
  const sent = entry('send edits', {
    side: 'there',
    units: ['subject'],
    replaced: { here: here(now), agreed: valuesOf(agreed), left: { subject: 'Sent' } },
  });
  expect(changesOfEntry(sent)).toEqual({ subject: { before: 'Agreed', after: 'Sent' } });
  expect(undoEntry(sent, now, ME).meeting.subject).toBe('Agreed');
});

test('when both travelled, each unit goes back to what it was before', () => {
  const now = withMeeting({ subject: 'Sent', importance: 'high' });
  const both = entry('both travel', {
    side: 'there',
    units: ['subject', 'importance'],
    replaced: {
      here: here(withMeeting({ subject: 'Sent', importance: 'low' })),
      agreed: valuesOf(withMeeting({ subject: 'Agreed', importance: 'low' })),
      left: { subject: 'Sent', importance: 'high' },
    },
  });
  expect(undoEntry(both, now, ME).meeting).toMatchObject({ subject: 'Agreed', importance: 'low' });
});

test('an edit that came later stands', () => {
  const before = withMeeting({ subject: 'Ours' });
  const taken = entry('take edits', {
    units: ['subject'],
    replaced: { here: here(before), agreed: valuesOf(before), left: { subject: 'Theirs' } },
  });
  expect(codeOf(() => undoEntry(taken, withMeeting({ subject: 'Later' }), ME))).toBe('event_moved_on');
});

test.each(['delete there', 'archive there', 'deleted there', 'edited here, deleted there'] as const)(
  '%s: the event comes back, once',
  (row) => {
    for (const status of ['archived', 'deleted'] as const) {
      expect(undoEntry(entry(row), eventRecord({ status }), ME).status).toBe('live');
    }
    expect(codeOf(() => undoEntry(entry(row), eventRecord(), ME))).toBe('event_moved_on');
  },
);

test('a meeting that its organizer cancelled needs a new invitation', () => {
  const cancelled = eventRecord({ status: 'archived', organizer: GUEST_OF });
  expect(codeOf(() => undoEntry(entry('cancelled by the organizer'), cancelled, ME))).toBe('ask_for_invitation');
});

test.each(['new here', 'un-archived', 'restored in Outlook'] as const)('%s: the event is archived, not lost', (row) => {
  expect(undoEntry(entry(row), eventRecord(), ME).status).toBe('archived');
  expect(codeOf(() => undoEntry(entry(row), eventRecord({ status: 'archived' }), ME))).toBe('event_moved_on');
});

test.each(['archived', 'deleted'] as const)('an event that came back with an edit is %s again', (status) => {
  const replaced = { here: { ...here(eventRecord()), status }, agreed: null, left: {} };
  expect(undoEntry(entry('deleted here, edited there', { replaced }), eventRecord(), ME).status).toBe(status);
});

test('what was hidden for a guest is shown again, with the answer that was given before', () => {
  const invited = eventRecord({ organizer: GUEST_OF });
  const accepted = {
    ...invited,
    participation: invited.participation && { ...invited.participation, answer: 'accepted' as const },
  };
  const replaced = { here: here(accepted), agreed: null, left: {} };
  const after = undoEntry(entry('guest removed own copy', { replaced }), hideEvent(accepted, false), ME);
  expect(after.participation).toMatchObject({ isHidden: false, answer: 'accepted' });
});

test.each(['new in Outlook', 'join a meeting', 'answers arrived', 'series'] as const)('%s has no way back', (row) => {
  expect(codeOf(() => undoEntry(entry(row), eventRecord(), ME))).toBe('not_undoable');
});

test("a guest undoes no edit of the meeting, and nobody an answer that can't be taken back", () => {
  const replaced = { here: here(withMeeting({ subject: 'Ours' })), agreed: null, left: { subject: 'Theirs' } };
  const now = { ...withMeeting({ subject: 'Theirs' }), organizer: GUEST_OF };
  expect(codeOf(() => undoEntry(entry('take edits', { units: ['subject'], replaced }), now, ME))).toBe(
    'not_the_organizer',
  );
  const answered = {
    here: { ...here(now), answer: 'notResponded' as const },
    agreed: null,
    left: { answer: 'accepted' },
  };
  const accepted = {
    ...now,
    participation: now.participation && { ...now.participation, answer: 'accepted' as const },
  };
  expect(codeOf(() => undoEntry(entry('send edits', { units: ['answer'], replaced: answered }), accepted, ME))).toBe(
    'answer_stands',
  );
});

test.each([
  ['an edit', (event: EventRecord) => changeEvent(event, { subject: 'Other', showAs: 'free' }, ME)],
  ['an archiving', (event: EventRecord) => archiveEvent(event, ME)],
  ['a deletion', (event: EventRecord) => deleteEvent(event, ME)],
  ['a hiding', (event: EventRecord) => hideEvent(event, true)],
])('%s here and its undo leave the event as it was', (_, edit) => {
  const before = eventRecord();
  const after = edit(before);
  const record = editRecordOf(before, after);
  if (!record) throw new Error('Nothing was edited.');
  expect(undoEdit(record, after, { userId: ME, now: NOW })).toEqual({ ...before, version: before.version + 2 });
});

test('our side of a conflict is put back, unless something else stands there by now', () => {
  const conflict = { unit: `guest:${EVE}`, ours: null, theirs: guests(EVE)[EVE] };
  expect(Object.keys(putBack(eventRecord(), conflict, ME).meeting.guests)).toEqual([BOB]);
  expect(codeOf(() => putBack(withMeeting({ guests: guests(BOB) }), conflict, ME))).toBe('event_moved_on');
  expect(
    putBack(eventRecord({ status: 'archived' }), { unit: 'when', ours: 'edited', theirs: 'deleted' }, ME).status,
  ).toBe('live');
  expect(putBack(eventRecord(), { unit: 'when', ours: 'archived', theirs: 'edited' }, ME).status).toBe('archived');
});
