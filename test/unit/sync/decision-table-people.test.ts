// The rows of the decision table about several connected people of one meeting: joining, answering, hiding, handing over.
import { expect, test } from 'vitest';
import { ASK_FOR_INVITATION } from '../../../sync/core/link.ts';
import type { MemoryOffice, Person } from '../../support/memory-office.ts';
import type { StoredEvent } from '../../support/memory-store.ts';
import { createOffice, sharedMeeting } from '../../support/shared-meeting.ts';
import { guests, meetingValues } from '../../support/sync-world.ts';

const BO = 'bo@contoso.example';
const CLEO = 'cleo@contoso.example';
const OUTSIDER = 'zoe@fabrikam.example';

const rowsOf = (office: MemoryOffice) => office.store.journal.map(({ row }) => row);
const mailsOf = ({ outlook }: Person) => outlook.mails.splice(0).map(({ kind, to }) => `${kind} ${to}`);
const linksOf = (office: MemoryOffice, person: Person) =>
  [...office.store.links.values()].filter(({ mailboxId }) => mailboxId === person.mailboxId);

test.each([['ada first'], ['bo first']])(
  'join a meeting: in any order of connecting it is one event (%s)',
  async (order) => {
    const { office, ada, bo, syncAll } = createOffice();
    ada.outlook.create(meetingValues({ subject: 'Shared', guests: guests(BO) }));
    for (const person of order === 'ada first' ? [ada, bo] : [bo, ada]) {
      person.connect();
      await person.sync();
    }
    await syncAll();
    const [event] = office.store.events.values();
    expect([office.store.events.size, event?.organizerUserId]).toEqual([1, ada.userId]);
    expect([...ada.outlook.calls, ...bo.outlook.calls]).toEqual([]);
  },
);

test("join a meeting: the organizer's copy takes over what it says, and nothing is written", async () => {
  const { office, ada, bo, syncAll } = createOffice();
  const { graphId } = ada.outlook.create(meetingValues({ subject: 'Old', guests: guests(BO) }));
  bo.connect();
  await bo.sync();
  ada.outlook.edit(graphId, { subject: 'New' });
  ada.connect();
  await ada.sync();
  const [event] = office.store.events.values();
  expect(event?.meeting.subject).toBe('New');
  await syncAll();
  expect([...ada.outlook.calls, ...bo.outlook.calls]).toEqual([]);
});

test('a shared meeting that two mailboxes bring at once is one event', async () => {
  const { office, ada, bo, syncAll } = createOffice();
  ada.outlook.create(meetingValues({ guests: guests(BO) }));
  ada.connect();
  bo.connect();
  await Promise.all([ada.sync(), bo.sync()]);
  await syncAll();
  expect(office.store.events.size).toBe(1);
  expect(linksOf(office, ada).length + linksOf(office, bo).length).toBe(2);
});

test("who speaks: the organizer's copy alone, though a guest's link is older", async () => {
  const { office, ada, bo } = createOffice();
  ada.outlook.create(meetingValues({ guests: guests(BO) }));
  bo.connect();
  await bo.sync();
  ada.connect();
  await ada.sync();
  const [copy] = bo.copies();
  bo.outlook.edit(copy?.graphId ?? '', { subject: 'As Bo calls it' });
  await bo.sync();
  const [event] = office.store.events.values();
  expect(event?.meeting.subject).toBe('Planning');
});

test("who speaks: the organizer's edit arrives once, however the guest's copy is worded", async () => {
  const { ada, bo, event, syncAll } = await sharedMeeting();
  const [item] = ada.copies();
  ada.outlook.edit(item?.graphId ?? '', { subject: 'Moved on' });
  await bo.sync();
  expect(event.meeting.subject).toBe('Planning');
  await syncAll();
  expect(event.meeting.subject).toBe('Moved on');
  expect(bo.outlook.calls).toEqual([]);
});

test("who speaks: without a connected organizer the oldest guest's copy does, and what it held back is not lost", async () => {
  const { office, ada, bo, event } = await sharedMeeting();
  const [item] = ada.copies();
  ada.outlook.edit(item?.graphId ?? '', { subject: 'Only Bo has heard' });
  await bo.sync();
  for (const link of linksOf(office, ada))
    office.store.links.delete([...office.store.links].find(([, one]) => one === link)?.[0] ?? '');
  event.version += 1;
  await bo.sync();
  expect(event.meeting.subject).toBe('Only Bo has heard');
});

test("a guest's private fields stay his own, both ways", async () => {
  const { office, ada, bo, event, syncAll } = await sharedMeeting();
  office.edit(event, { reminderMinutes: 5, categories: ['Mine'] }, bo);
  const [copy] = bo.copies();
  bo.outlook.edit(copy?.graphId ?? '', { showAs: 'free' });
  await syncAll();
  expect(bo.copies()[0]?.values).toMatchObject({ reminderMinutes: 5, categories: ['Mine'], showAs: 'free' });
  expect(event.participations.get(bo.userId)).toMatchObject({ showAs: 'free' });
  expect(ada.copies()[0]?.values).toMatchObject({ reminderMinutes: 15, categories: [], showAs: 'busy' });
  expect([...mailsOf(ada), ...mailsOf(bo)]).toEqual([]);
});

test('hidden here: with "tell the organizer" the decline mails, once', async () => {
  const { office, ada, bo, event, syncAll } = await sharedMeeting();
  office.setHidden(event, bo, { isHidden: true, answer: 'declined', tellsOrganizer: true });
  await syncAll();
  await syncAll();
  expect(mailsOf(bo)).toEqual([`response ${ada.address}`]);
  expect(event.participations.get(bo.userId)).toMatchObject({ isHidden: true, tellsOrganizer: false });
  expect([event.status, mailsOf(ada)]).toEqual(['live', []]);
});

test('answered after removal: tried once, and when the copy is gone only a new invitation helps', async () => {
  const { office, bo, event, syncAll } = await sharedMeeting();
  const [copy] = bo.copies();
  bo.outlook.remove(copy?.graphId ?? '');
  await syncAll();
  expect(event.participations.get(bo.userId)).toMatchObject({ isHidden: true, answer: 'declined' });
  office.setHidden(event, bo, { isHidden: false, answer: 'accepted' });
  await syncAll();
  await syncAll();
  office.setHidden(event, bo, { answer: 'tentativelyAccepted' });
  await syncAll();
  expect(bo.outlook.calls.map((call) => call.kind)).toEqual(['answer']);
  expect(linksOf(office, bo)[0]).toMatchObject({ state: 'retired', lastError: ASK_FOR_INVITATION });
  expect(mailsOf(bo)).toEqual([]);
});

test('answered after removal: a copy that is still there is accepted and kept in sync again', async () => {
  const { office, ada, bo, event, syncAll } = await sharedMeeting();
  office.setHidden(event, bo, { isHidden: true, answer: 'declined' });
  await syncAll();
  office.setHidden(event, bo, { isHidden: false, answer: 'accepted' });
  await syncAll();
  expect(bo.copies()[0]?.values.answer).toBe('accepted');
  expect(mailsOf(bo)).toEqual([`response ${ada.address}`]);
  expect(linksOf(office, bo)[0]).toMatchObject({ state: 'live', lastError: null });
});

test("restored in Outlook: a guest's copy brings back that guest's part, and leaves the meeting alone", async () => {
  const { bo, event, syncAll } = await sharedMeeting();
  const [copy] = bo.copies();
  bo.outlook.remove(copy?.graphId ?? '');
  await syncAll();
  bo.outlook.restore(copy?.graphId ?? '');
  const { subject } = event.meeting;
  await syncAll();
  expect(event.participations.get(bo.userId)?.isHidden).toBe(false);
  expect(event.meeting.subject).toBe(subject);
});

test("two answers of one guest: the guest's own copy is asked before an answer whose reply was lost is repeated", async () => {
  const { office, bo, event } = await sharedMeeting();
  office.edit(event, { answer: 'accepted' }, bo);
  bo.outlook.faults.push({ kind: 'lose' });
  await bo.sync();
  await bo.sync();
  expect(bo.outlook.calls.filter((call) => call.kind === 'answer')).toHaveLength(1);
  expect(mailsOf(bo)).toHaveLength(1);
});

/** Who holds the meeting as organizer in Outlook, and who as guest. */
const holders = (office: MemoryOffice) =>
  office.people.flatMap(({ name, copies }) =>
    copies().map(({ isOrganizer }) => `${name}: ${isOrganizer ? 'organizer' : 'guest'}`),
  );

test('organizer changed: created by the new one, then deleted by the old one, once each', async () => {
  const { office, ada, bo, cleo, event, syncAll } = await sharedMeeting();
  cleo.connect();
  office.edit(event, { guests: guests(BO, CLEO, OUTSIDER) }, ada);
  await syncAll();
  await syncAll();
  mailsOf(ada);
  office.handOver(event, bo);
  for (let round = 0; round < 3; round += 1) await syncAll();
  expect(holders(office)).toEqual(['ada: guest', 'bo: organizer', 'cleo: guest']);
  expect([office.store.events.size, event.status]).toEqual([1, 'live']);
  expect(mailsOf(bo).toSorted()).toEqual([`invitation ${ada.address}`, `invitation ${CLEO}`, `invitation ${OUTSIDER}`]);
  expect(mailsOf(ada).toSorted()).toEqual([`cancellation ${BO}`, `cancellation ${CLEO}`, `cancellation ${OUTSIDER}`]);
  expect(rowsOf(office)).toEqual(
    expect.arrayContaining(['created by the new organizer', 'deleted by the old organizer']),
  );
  expect(linksOf(office, ada).map(({ generation, state }) => `${generation} ${state}`)).toEqual([
    '1 retired',
    '2 live',
  ]);
  expect(linksOf(office, cleo).map(({ generation, state }) => `${generation} ${state}`)).toEqual([
    '1 retired',
    '2 live',
  ]);
  const before = office.people.map(({ outlook }) => outlook.calls.length);
  await syncAll();
  expect(office.people.map(({ outlook }) => outlook.calls.length)).toEqual(before);
});

test("organizer changed: nothing is deleted before the new organizer's meeting is there", async () => {
  const { office, ada, bo, event } = await sharedMeeting();
  office.handOver(event, bo);
  await ada.sync();
  await ada.sync();
  expect(holders(office)).toEqual(['ada: organizer', 'bo: guest']);
  bo.outlook.faults.push({ kind: 'lose' });
  await bo.sync();
  await bo.sync();
  await ada.sync();
  expect(bo.outlook.calls.filter(({ kind }) => kind === 'create').length).toBeGreaterThan(0);
  expect(holders(office)).toEqual(['ada: guest', 'bo: organizer']);
});

test("organizer changed: a deletion that fails is not forgotten when the new organizer's invitation comes", async () => {
  const { office, ada, bo, event } = await sharedMeeting();
  office.handOver(event, bo);
  await bo.sync();
  ada.outlook.faults.push({ kind: 'refused', status: 400, code: 'ErrorInvalidRequest', message: '' });
  await ada.sync();
  await ada.sync();
  expect(holders(office)).toEqual(['ada: guest', 'bo: organizer']);
});

test("old organizer's copy: another guest's copy of the old meeting retires silently", async () => {
  const { office, ada, bo, cleo, event, syncAll } = await sharedMeeting();
  cleo.connect();
  office.edit(event, { guests: guests(BO, CLEO) }, ada);
  await syncAll();
  await syncAll();
  office.handOver(event, bo);
  await bo.sync();
  // The old meeting's cancellation comes first; the new one's invitation is still on its way.
  const invitation = cleo.copies().find(({ iCalUId }) => iCalUId.startsWith('bo-'));
  if (invitation) cleo.outlook.items.delete(invitation.graphId);
  await ada.sync();
  await cleo.sync();
  expect(event.status).toBe('live');
  if (invitation) cleo.outlook.items.set(invitation.graphId, invitation);
  cleo.outlook.edit(invitation?.graphId ?? '', {});
  await syncAll();
  expect(holders(office)).toContain('cleo: guest');
  expect(event.status).toBe('live');
});

test('organizer changed, quiet: guests who were never invited are told nothing by anybody', async () => {
  const { office, ada, bo, syncAll } = createOffice();
  ada.connect();
  bo.connect();
  const event: StoredEvent = ada.add({});
  event.withheld = Object.values(guests(OUTSIDER));
  await syncAll();
  office.handOver(event, bo);
  event.meeting.guests = {};
  for (let round = 0; round < 3; round += 1) await syncAll();
  expect(holders(office)).toEqual(['bo: organizer']);
  expect([...mailsOf(ada), ...mailsOf(bo)]).toEqual([]);
});

test("old organizer's copy: handed over to a guest whose own copy wasn't linked yet, it is no second link", async () => {
  const { office, ada, bo, syncAll } = createOffice();
  ada.connect();
  bo.connect();
  const { graphId } = ada.outlook.create(meetingValues({ guests: guests(BO) }));
  await ada.sync();
  const [event] = office.store.events.values();
  if (event) office.handOver(event, bo);
  await ada.sync();
  await bo.sync();
  for (let round = 0; round < 3; round += 1) await syncAll();
  expect(holders(office)).toEqual(['ada: guest', 'bo: organizer']);
  expect(ada.outlook.items.has(graphId)).toBe(false);
  expect(event?.participations.get(bo.userId)?.answer).toBe('organizer');
});

test("join a meeting: the new organizer's invitation retires a guest's link of the old meeting", async () => {
  const { office, ada, bo, cleo, event, syncAll } = await sharedMeeting();
  cleo.connect();
  office.edit(event, { guests: guests(BO, CLEO) }, ada);
  await syncAll();
  await syncAll();
  office.handOver(event, bo);
  await cleo.sync();
  await bo.sync();
  await cleo.sync();
  expect(linksOf(office, cleo).map(({ generation, state }) => `${generation} ${state}`)).toEqual([
    '1 retired',
    '2 live',
  ]);
});
