// Which mails an edit would cause: what is shown before it happens.
import { expect, test } from 'vitest';
import type { EventRecord } from '../../../server/events/event-record.ts';
import { mailsOfEdit, suggestedChoice } from '../../../server/events/mails-of-edit.ts';
import type { Sender } from '../../../server/events/sender.ts';
import { BOB, EVE, eventRecord as event, linkTo, ME, NOW, sender, withMeeting } from '../../support/event-records.ts';
import { guests, places } from '../../support/sync-world.ts';

const mails = (after: EventRecord, from: Sender | null) =>
  mailsOfEdit(after, from, ME, NOW).map(({ kind, to }) => `${kind} ${to}`);

test('a new event invites its guests', () => {
  expect(mails(event(), sender(null))).toEqual([`invitation ${BOB}`, `invitation ${EVE}`]);
});

test.each([
  ['without a mailbox', null],
  ['while stopped', sender(null, { isStopped: true })],
  ['while a review is pending, which asks itself', sender(null, { phase: 'reviewing' })],
  ['while held', sender(linkTo(event(), { state: 'held', graphId: null, base: null }))],
])('it mails nobody %s', (_, from) => {
  expect(mails(event(), from)).toEqual([]);
});

test('a past event goes out without its guests', () => {
  const when = { start: '2026-11-20T10:00:00', end: '2026-11-20T11:00:00', zone: 'UTC', isAllDay: false };
  expect(mails(withMeeting({ when }), sender(null))).toEqual([]);
});

test('changing what the meeting says updates everybody, once', () => {
  const after = withMeeting({ subject: 'Other', places: places('Room') });
  expect(mails(after, sender(linkTo(event())))).toEqual([`update ${BOB}`, `update ${EVE}`]);
});

test('edits that are not sent yet are part of the count', () => {
  const sent = linkTo(withMeeting({ subject: 'As sent' }));
  expect(mails(event(), sender(sent))).toEqual([`update ${BOB}`, `update ${EVE}`]);
});

test("one's own reminder mails nobody", () => {
  const participation = {
    answer: 'organizer',
    reminderMinutes: 5,
    showAs: 'free',
    categories: ['x'],
    isHidden: false,
    tellsOrganizer: false,
  } as const;
  expect(mails(event({ participation: { ...participation, categories: ['x'] } }), sender(linkTo(event())))).toEqual([]);
});

test('one more guest is invited alone, one less is told alone', () => {
  const sent = sender(linkTo(event()));
  expect(mails(withMeeting({ guests: guests(BOB, EVE, 'new@x.example') }), sent)).toEqual(['invitation new@x.example']);
  expect(mails(withMeeting({ guests: guests(BOB) }), sent)).toEqual([`cancellation ${EVE}`]);
});

test('archiving and deleting cancel for those whom Outlook knows', () => {
  const sent = sender(linkTo(withMeeting({ guests: guests(BOB) })));
  expect(mails(event({ status: 'archived' }), sent)).toEqual([`cancellation ${BOB}`]);
  expect(mails(event({ status: 'deleted' }), sent)).toEqual([`cancellation ${BOB}`]);
});

test('un-archiving invites again', () => {
  const retired = sender(linkTo(event(), { state: 'retired' }));
  expect(mails(event(), retired)).toEqual([`invitation ${BOB}`, `invitation ${EVE}`]);
});

test('nothing about a quiet event is mailed, until its guests are invited', () => {
  const quiet = event({ meeting: { ...event().meeting, guests: {} }, withheld: Object.values(guests(BOB)) });
  const sent = sender(linkTo(quiet, { state: 'quiet' }));
  expect(mails({ ...quiet, meeting: { ...quiet.meeting, subject: 'Other' } }, sent)).toEqual([]);
  expect(mails({ ...quiet, status: 'archived' }, sent)).toEqual([]);
  expect(mails({ ...quiet, withheld: [], meeting: { ...quiet.meeting, guests: guests(BOB) } }, sent)).toEqual([
    `invitation ${BOB}`,
  ]);
});

test("a guest's answer tells the organizer, a guest's deletion nobody", () => {
  const organizer = { userId: null, address: 'boss@x.example', name: '' };
  const before = event({ organizer, participation: { ...NO_ANSWER } });
  const sent = sender(linkTo(before));
  expect(mails({ ...before, participation: { ...NO_ANSWER, answer: 'accepted' } }, sent)).toEqual([
    'response boss@x.example',
  ]);
  const hidden = { ...NO_ANSWER, answer: 'declined', isHidden: true } as const;
  expect(mails({ ...before, participation: hidden }, sent)).toEqual([]);
  expect(mails({ ...before, participation: { ...hidden, tellsOrganizer: true } }, sent)).toEqual([
    'response boss@x.example',
  ]);
});

test('an answer after the copy was removed is tried once, and tells the organizer', () => {
  const organizer = { userId: null, address: 'boss@x.example', name: '' };
  const declined = event({ organizer, participation: { ...NO_ANSWER, answer: 'declined' } });
  const accepted = { ...declined, participation: { ...NO_ANSWER, answer: 'accepted' as const } };
  const retired = linkTo(declined, { state: 'retired' });
  expect(mails(accepted, sender(retired))).toEqual(['response boss@x.example']);
  expect(mails(accepted, sender({ ...retired, lastError: 'ask_for_invitation' }))).toEqual([]);
});

test.each([
  ['over', '2026-11-20', 'hold'],
  ['still to come', '2026-11-30', 'send'],
])('what is %s begins with another choice', (_, day, choice) => {
  const when = { start: `${day}T10:00:00`, end: `${day}T11:00:00`, zone: 'UTC', isAllDay: false };
  expect(suggestedChoice(withMeeting({ when }), NOW)).toBe(choice);
});

const NO_ANSWER: NonNullable<EventRecord['participation']> = {
  answer: 'notResponded',
  reminderMinutes: 15,
  showAs: 'busy',
  categories: [],
  isHidden: false,
  tellsOrganizer: false,
};
