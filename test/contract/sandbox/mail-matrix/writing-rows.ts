// Rows of the mail matrix: what the organizer's POST and PATCH mail.
import { expect } from 'vitest';
import { BO, DAILY, EVE, expectStatus, invite, times, WEEKLY, ZOE } from '../meeting-world.ts';
import { instance, meeting, patch, type Rows, setting } from './steps.ts';

const GROUP = 'project-team@contoso.example';

export const writingRows: Rows = {
  async 'POST with attendees invites each of them, optional ones and resources too'(world) {
    await world.add({
      attendees: [
        ...invite(BO),
        { emailAddress: { address: EVE }, type: 'optional' },
        { emailAddress: { address: ZOE }, type: 'resource' },
      ],
    });
    expect(world.takeMails()).toEqual([`invitation ${BO}`, `invitation ${EVE}`, `invitation ${ZOE}`]);
  },
  async 'POST without attendees mails nobody'(world) {
    await world.add();
    expect(world.takeMails()).toEqual([]);
  },
  async 'the organizer on the list gets no mail'(world) {
    await world.add({ attendees: invite('ada@contoso.example', BO) });
    expect(world.takeMails()).toEqual([`invitation ${BO}`]);
  },
  async 'POST with isDraft'(world) {
    const draft = await world.add({ attendees: invite(BO), isDraft: true });
    expect([draft.isDraft, world.takeMails()]).toEqual([true, []]);
    expect(await world.copies(world.bo, draft)).toEqual([]);
    expect(await patch(world, draft, { subject: 'Still a draft' })).toEqual([]);
    expect(await patch(world, draft, { isDraft: false })).toEqual([`invitation ${BO}`]);
    await setting(world, { draftCreate: 'ignored' });
    const sent = await world.add({ attendees: invite(BO), isDraft: true });
    expect([sent.isDraft, world.takeMails()]).toEqual([false, [`invitation ${BO}`]]);
    const quiet = await world.add({ attendees: invite(BO), isDraft: false });
    world.takeMails();
    expectStatus(await world.ada.delete(`/me/events/${quiet.id}`), 204);
    expect(world.takeMails()).toEqual([`cancellation ${BO}`]);
  },
  async 'PATCH with isDraft'(world) {
    const event = await meeting(world, [BO, EVE]);
    expect(await patch(world, event, { subject: 'Kept back', isDraft: true })).toEqual([]);
    expect((await world.copy(world.bo, event)).subject).toBe('Launch');
    expect(await patch(world, event, { isDraft: false })).toEqual([`update ${BO}`, `update ${EVE}`]);
    expect((await world.copy(world.bo, event)).subject).toBe('Kept back');
    await setting(world, { draftUpdate: 'ignored' });
    expect(await patch(world, event, { subject: 'Out at once', isDraft: true })).toEqual([
      `update ${BO}`,
      `update ${EVE}`,
    ]);
  },
  async 'PATCH of attendees alone invites the added one only'(world) {
    const event = await meeting(world, [BO]);
    expect(await patch(world, event, { attendees: invite(BO, EVE) })).toEqual([`invitation ${EVE}`]);
  },
  async 'PATCH of attendees alone cancels for the removed one only'(world) {
    const event = await meeting(world, [BO, EVE]);
    expect(await patch(world, event, { attendees: invite(EVE) })).toEqual([`cancellation ${BO}`]);
    expect(await patch(world, event, { attendees: [] })).toEqual([`cancellation ${EVE}`]);
  },
  async 'PATCH that removes a distribution list updates everybody'(world) {
    const event = await meeting(world, [EVE, GROUP]);
    expect((await world.copies(world.bo, event)).length).toBe(1);
    expect(await patch(world, event, { attendees: invite(EVE) })).toEqual([`cancellation ${GROUP}`, `update ${EVE}`]);
  },
  async 'PATCH of an identical attendee list'(world) {
    const event = await meeting(world, [BO, EVE]);
    expect(await patch(world, event, { attendees: invite(BO, EVE) })).toEqual([]);
    expect(await patch(world, event, { attendees: invite('BO@contoso.example', EVE) })).toEqual([]);
    await setting(world, { mailOnSameAttendees: true });
    expect(await patch(world, event, { attendees: invite(EVE, BO) })).toEqual([`update ${EVE}`, `update ${BO}`]);
  },
  async 'PATCH of attendees and more cancels for the removed, updates the others'(world) {
    const event = await meeting(world, [BO, EVE]);
    expect(await patch(world, event, { attendees: invite(EVE, ZOE), subject: 'Another' })).toEqual([
      `cancellation ${BO}`,
      `update ${EVE}`,
      `invitation ${ZOE}`,
    ]);
  },
  async 'PATCH of what the meeting says updates everybody'(world) {
    const event = await meeting(world, [BO, EVE]);
    const everybody = [`update ${BO}`, `update ${EVE}`];
    for (const change of [
      { subject: 'Another' },
      { body: { contentType: 'html', content: '<p>New</p>' } },
      times('2026-12-01T11:00:00', '2026-12-01T12:00:00'),
      { location: { displayName: 'Room Aalto' } },
      { locations: [{ displayName: 'Room Bohr' }] },
      { importance: 'high' },
      { sensitivity: 'private' },
      { isOnlineMeeting: true },
      { recurrence: DAILY },
      { ...times('2026-12-01T00:00:00', '2026-12-02T00:00:00'), isAllDay: true },
    ])
      expect([change, await patch(world, event, change)]).toEqual([change, everybody]);
  },
  async 'PATCH of an online meeting’s body without its block updates everybody'(world) {
    const event = await meeting(world, [BO], { isOnlineMeeting: true });
    expect(await patch(world, event, { body: { contentType: 'html', content: 'Agenda' } })).toEqual([`update ${BO}`]);
    expect((await world.copy(world.bo, event)).isOnlineMeeting).toBe(false);
  },
  async 'PATCH of categories, reminder or show-as alone'(world) {
    const event = await meeting(world, [BO]);
    const changes = [
      { categories: ['Blue category'] },
      { isReminderOn: false },
      { reminderMinutesBeforeStart: 30 },
      { showAs: 'free' },
    ];
    for (const change of changes) expect(await patch(world, event, change)).toEqual([]);
    await setting(world, { mailOnOwnProperties: true });
    for (const change of changes) expect(await patch(world, event, change)).toEqual([`update ${BO}`]);
  },
  async 'PATCH of extended properties or extensions mails nobody'(world) {
    const event = await meeting(world, [BO]);
    await setting(world, { mailOnOwnProperties: true });
    const name = '{66f5a359-4659-4830-9070-00040ec6ac6e} Name Key';
    const single = [{ id: `String ${name}`, value: '1' }];
    expect(await patch(world, event, { singleValueExtendedProperties: single })).toEqual([]);
    const multi = [{ id: `StringArray ${name}`, value: ['1'] }];
    expect(await patch(world, event, { multiValueExtendedProperties: multi })).toEqual([]);
    const extension = { '@odata.type': 'microsoft.graph.openTypeExtension', extensionName: 'com.example', value: 1 };
    expectStatus(await world.ada.post(`/me/events/${event.id}/extensions`, extension), 201);
    expect(world.takeMails()).toEqual([]);
  },
  async 'PATCH of a series sends the series and each modified instance ahead'(world) {
    const series = await meeting(world, [BO], { recurrence: DAILY });
    await patch(world, await instance(world, series, 1), { subject: 'One of them' });
    await patch(world, await instance(world, series, 3), { subject: 'Another of them' });
    expect(await patch(world, series, { importance: 'high' })).toEqual([
      `update ${BO}`,
      `update ${BO}`,
      `update ${BO}`,
    ]);
    world.advance('P8DT1H');
    expect(await patch(world, series, { importance: 'low' })).toEqual([`update ${BO}`, `update ${BO}`]);
  },
  async 'PATCH of a series cancels its deleted instances ahead again'(world) {
    const series = await meeting(world, [BO], { recurrence: DAILY });
    expectStatus(await world.ada.delete(`/me/events/${(await instance(world, series, 2)).id}`), 204);
    world.takeMails();
    expect(await patch(world, series, { subject: 'Another' })).toEqual([`update ${BO}`, `cancellation ${BO}`]);
    world.advance('P30D');
    expect(await patch(world, series, { subject: 'Yet another' })).toEqual([`update ${BO}`]);
  },
  async 'PATCH of a series’ pattern cancels its exceptions ahead'(world) {
    const series = await meeting(world, [BO], { recurrence: DAILY });
    await patch(world, await instance(world, series, 1), { subject: 'One of them' });
    const later = times('2026-12-01T15:00:00', '2026-12-01T16:00:00');
    expect(await patch(world, series, later)).toEqual([`cancellation ${BO}`, `update ${BO}`]);
    await setting(world, { exceptionsAfterPatternChange: 'kept' });
    await patch(world, await instance(world, series, 1), { subject: 'One of them' });
    expect(await patch(world, series, times('2026-12-01T17:00:00', '2026-12-01T18:00:00'))).toEqual([
      `update ${BO}`,
      `update ${BO}`,
    ]);
  },
  async 'PATCH of an occurrence mails about that instance only'(world) {
    const series = await meeting(world, [BO, EVE], { recurrence: WEEKLY });
    const second = await instance(world, series, 1);
    expect(await patch(world, second, { subject: 'This one' })).toEqual([`update ${BO}`, `update ${EVE}`]);
    await world.ada.patch(`/me/events/${second.id}`, { subject: 'This one again' });
    expect(world.outbox().map(({ iCalUId }) => iCalUId)).toEqual([second.iCalUId, second.iCalUId]);
  },
  async 'an attendee added to an occurrence is invited to that instance only'(world) {
    const series = await meeting(world, [BO], { recurrence: WEEKLY });
    const second = await instance(world, series, 1);
    expect(await patch(world, second, { attendees: invite(BO, EVE) })).toEqual([`invitation ${EVE}`]);
    expect(await world.copies(world.eve, series)).toEqual([]);
    expect((await world.copies(world.eve, second)).length).toBe(1);
  },
  async 'DELETE or cancel of an occurrence mails about that instance only'(world) {
    const series = await meeting(world, [BO], { recurrence: WEEKLY });
    const [, second, third] = await world.instances(world.ada, series.id);
    expectStatus(await world.ada.delete(`/me/events/${second?.id}`), 204);
    expectStatus(await world.ada.post(`/me/events/${third?.id}/cancel`, { Comment: 'Holiday' }), 202);
    expect(world.outbox().map(({ kind, to, iCalUId }) => [kind, to, iCalUId])).toEqual([
      ['cancellation', BO, second?.iCalUId],
      ['cancellation', BO, third?.iCalUId],
    ]);
  },
};
