// The guards: what they park, what they let through, and what a question says.
import { expect, test } from 'vitest';
import { type GuardFacts, guardPlan, MAILS_PER_DAY_MAX } from '../../../sync/core/guards.ts';
import { makeDecision } from '../../../sync/core/make-decision.ts';
import type { Decision, Link, Subject } from '../../../sync/index.ts';

const SUBJECT: Subject = {
  event: null,
  link: null,
  seen: null,
  calendarId: 'calendar',
  calendarGraphId: 'calendar',
  direction: 'both',
  isOwnCalendar: true,
  takesMeetings: true,
  otherLinks: [],
  linkedAt: null,
  joinEvent: null,
  joinIsRetired: false,
  ownLink: null,
};
const FACTS: GuardFacts = {
  recent: { deletionsHere: 0, deletionsThere: 0, mails: 0 },
  links: 100,
  pulledNothing: false,
  confirmedMails: null,
  confirmedDeletions: null,
  mayMail: () => true,
  released: new Set(),
};
const LINK: Link = {
  eventId: 'event',
  originalStart: null,
  mailboxId: 'mailbox',
  calendarId: 'calendar',
  generation: 1,
  state: 'live',
  graphId: 'item',
  iCalUId: 'uid',
  changeKey: 'key',
  transactionId: null,
  base: null,
  baseLastModified: null,
  supersededKeys: [],
  lastWriteAnsweredAt: null,
  isOrganizer: true,
  attempts: 0,
  lastError: null,
};
const QUIET = makeDecision('take edits', SUBJECT);
const mailing = (...recipients: string[]): Decision =>
  makeDecision('send edits', SUBJECT, { mails: recipients.map((to) => ({ kind: 'update', to })) });
const deletions = (count: number, side: 'here' | 'there'): Decision[] =>
  Array.from({ length: count }, () => makeDecision('deleted there', SUBJECT, { isDeletion: side }));
const parkedBy = (decisions: Decision[], facts: Partial<GuardFacts> = {}) =>
  guardPlan(decisions, { ...FACTS, ...facts }).parked.map(({ guard }) => guard);

test.each(['here', 'there'] as const)('deletions %s: ten pass, and so does a fifth of the calendar', (side) => {
  expect(parkedBy(deletions(10, side), { links: 12 })).toEqual([]);
  expect(parkedBy(deletions(20, side), { links: 100 })).toEqual([]);
  expect(parkedBy(deletions(21, side), { links: 100 })).toHaveLength(21);
});

test('deletions are counted over a day, not over a run', () => {
  expect(parkedBy(deletions(5, 'here'), { links: 20, recent: { ...FACTS.recent, deletionsHere: 9 } })).toHaveLength(5);
});

test('an empty calendar deletes nothing unasked, when more than three events were linked', () => {
  expect(parkedBy(deletions(4, 'here'), { links: 4, pulledNothing: true })).toHaveLength(4);
  expect(parkedBy(deletions(3, 'here'), { links: 3, pulledNothing: true })).toEqual([]);
});

test('mails: the budget of a day parks what mails, and nothing else', () => {
  const recent = { ...FACTS.recent, mails: MAILS_PER_DAY_MAX };
  const plan = guardPlan([QUIET, mailing('bob@fabrikam.example')], { ...FACTS, recent });
  expect([plan.go, plan.parked.map(({ guard }) => guard)]).toEqual([[QUIET], ['mail budget']]);
});

test('a confirmed review bounds mails and deletions by what it showed, however many those are', () => {
  const many = [...deletions(50, 'here'), mailing('bob@fabrikam.example')];
  expect(parkedBy(many, { confirmedMails: 1, confirmedDeletions: 50 })).toEqual([]);
  expect(parkedBy(many, { confirmedMails: 0, confirmedDeletions: 50 })).toEqual(['more mails than confirmed']);
  expect(new Set(parkedBy(many, { confirmedMails: 1, confirmedDeletions: 49 }))).toEqual(
    new Set(['more deletions than confirmed']),
  );
});

test('off the pilot list: what mails somebody else is parked whole, and counts for no other guard', () => {
  const mayMail = (address: string) => address === 'bob@fabrikam.example';
  const [listed, mixed] = [mailing('bob@fabrikam.example'), mailing('bob@fabrikam.example', 'eve@fabrikam.example')];
  const plan = guardPlan([QUIET, listed, mixed], { ...FACTS, mayMail, confirmedMails: 1, confirmedDeletions: 0 });
  expect(plan.go).toEqual([QUIET, listed]);
  expect(plan.parked).toMatchObject([{ decision: mixed, guard: 'off the pilot list' }]);
  expect(plan.parked[0]?.question).toContain('eve@fabrikam.example');
  expect(plan.parked[0]?.question).not.toContain('bob@fabrikam.example');
});

/** What of a decision goes once the user has released what was parked. */
function released(facts: GuardFacts, decision: Decision): Decision[] {
  const fingerprints = guardPlan([decision], facts).parked.map(({ fingerprint }) => fingerprint);
  return guardPlan([decision], { ...facts, released: new Set(fingerprints) }).go;
}

test('what the user has released passes, but for the pilot list', () => {
  const decision = mailing('eve@fabrikam.example');
  const recent = { ...FACTS.recent, mails: MAILS_PER_DAY_MAX };
  expect(released({ ...FACTS, recent }, decision)).toEqual([decision]);
  expect(released({ ...FACTS, mayMail: () => false }, decision)).toEqual([]);
});

test('a release holds for the state that it was given for', () => {
  const facts = { ...FACTS, recent: { ...FACTS.recent, mails: MAILS_PER_DAY_MAX } };
  const before = mailing('eve@fabrikam.example');
  const after = { ...before, subject: { ...SUBJECT, link: LINK } };
  const [parked] = guardPlan([before], facts).parked;
  const isReleased = { ...facts, released: new Set([parked?.fingerprint ?? '']) };
  expect([guardPlan([before], isReleased).go, guardPlan([after], isReleased).go]).toEqual([[before], []]);
});
