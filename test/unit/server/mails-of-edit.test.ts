// Which mails an edit would cause: what is shown before it happens.
import { expect, test } from 'vitest';
import { type EventRecord, valuesOf } from '../../../server/events/event-record.ts';
import { mailsOfEdit } from '../../../server/events/mails-of-edit.ts';
import type { Sender, SenderLink } from '../../../server/events/sender.ts';
import { guests, meetingValues } from '../../support/sync-world.ts';

const ME = 'user-ada';
const NOW = '2026-11-24T09:00:00Z';
const BOB = 'bob@elsewhere.example';
const EVE = 'eve@elsewhere.example';

function event(change: Partial<EventRecord> = {}): EventRecord {
  const { answer, reminderMinutes, showAs, categories, ...meeting } = meetingValues({ guests: guests(BOB, EVE) });
  return {
    id: 'event',
    version: 2,
    kind: 'single',
    seriesId: null,
    originalStart: null,
    organizer: { userId: ME, address: 'ada@contoso.example', name: 'Ada' },
    status: 'live',
    meeting,
    withheld: [],
    responses: {},
    webLink: null,
    sendAfter: null,
    createdAt: NOW,
    participation: { answer, reminderMinutes, showAs, categories, isHidden: false },
    ...change,
  };
}

/** A link under which Outlook has the event as `sent`. */
function linkTo(sent: EventRecord, change: Partial<SenderLink> = {}): SenderLink {
  const values = valuesOf(sent);
  const base = { ours: values, theirs: values };
  return { calendarId: 'c', generation: 1, state: 'live', graphId: 'item', base, lastError: null, ...change };
}

function sender(link: SenderLink | null, change: Partial<Sender> = {}): Sender {
  const addresses = ['ada@contoso.example'];
  return { mailboxId: 'm', calendarId: 'c', phase: 'active', isStopped: false, addresses, link, ...change };
}

const mails = (after: EventRecord, from: Sender | null) =>
  mailsOfEdit(after, from, ME, NOW).map(({ kind, to }) => `${kind} ${to}`);
const withMeeting = (change: Partial<EventRecord['meeting']>) => event({ meeting: { ...event().meeting, ...change } });

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
  const after = withMeeting({ subject: 'Other', places: ['Room'] });
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
  expect(mails({ ...before, participation: { ...NO_ANSWER, answer: 'declined', isHidden: true } }, sent)).toEqual([]);
});

const NO_ANSWER: NonNullable<EventRecord['participation']> = {
  answer: 'notResponded',
  reminderMinutes: 15,
  showAs: 'busy',
  categories: [],
  isHidden: false,
};
