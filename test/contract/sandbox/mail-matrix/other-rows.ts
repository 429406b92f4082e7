// Rows of the mail matrix: what the organizer's cancellations and the guests' own acts mail.
import { expect } from 'vitest';
import { BO, EVE, type Event, expectStatus, invite, PAT, times } from '../meeting-world.ts';
import { act, meeting, patch, type Rows, setting } from './steps.ts';

const ROOM = 'room-aalto@contoso.example';

export const otherRows: Rows = {
  async 'DELETE by the organizer cancels for everybody'(world) {
    const event = await meeting(world, [BO, EVE]);
    expectStatus(await world.ada.delete(`/me/events/${event.id}`), 204);
    expect(world.takeMails()).toEqual([`cancellation ${BO}`, `cancellation ${EVE}`]);
  },
  async 'cancel by the organizer cancels for everybody, with the comment'(world) {
    const event = await meeting(world, [BO, EVE]);
    expect(await act(world, event, 'cancel', { comment: 'Next year' })).toEqual([
      `cancellation ${BO}`,
      `cancellation ${EVE}`,
    ]);
    const inbox = await world.bo.get<{ value: { body: { content: string } }[] }>('/me/messages?$top=1');
    expect(inbox.body.value[0]?.body.content).toContain('Next year');
  },
  async 'cancellation reaches those who had declined too'(world) {
    const event = await meeting(world, [BO, EVE]);
    const copy = await world.copy(world.bo, event);
    expectStatus(await world.bo.post(`/me/events/${copy.id}/decline`), 202);
    world.takeMails();
    expect(await act(world, event, 'cancel')).toEqual([`cancellation ${BO}`, `cancellation ${EVE}`]);
  },
  async 'permanentDelete by the organizer'(world) {
    expect(await act(world, await meeting(world, [BO]), 'permanentDelete')).toEqual([`cancellation ${BO}`]);
    await setting(world, { mailOnPermanentDelete: false });
    expect(await act(world, await meeting(world, [BO]), 'permanentDelete')).toEqual([]);
  },
  async 'an attachment added or removed updates everybody'(world) {
    const event = await meeting(world, [BO]);
    const added = await world.ada.post<{ id: string }>(`/me/events/${event.id}/attachments`, {
      '@odata.type': '#microsoft.graph.fileAttachment',
      name: 'agenda.txt',
      contentBytes: 'YWdlbmRh',
    });
    expectStatus(added, 201);
    expect(world.takeMails()).toEqual([`update ${BO}`]);
    expectStatus(await world.ada.delete(`/me/events/${event.id}/attachments/${added.body.id}`), 204);
    expect(world.takeMails()).toEqual([`update ${BO}`]);
  },
  async 'past meetings mail by the same rules'(world) {
    const event = await world.add({ ...times('2025-01-07T09:00:00', '2025-01-07T10:00:00'), attendees: invite(BO) });
    expect(world.takeMails()).toEqual([`invitation ${BO}`]);
    expect(await patch(world, event, { subject: 'History' })).toEqual([`update ${BO}`]);
    expect(await act(world, event, 'cancel')).toEqual([`cancellation ${BO}`]);
  },
  async 'a room accepts by itself'(world) {
    const event = await world.add({ attendees: [{ emailAddress: { address: ROOM }, type: 'resource' }] });
    expect(world.takeMails()).toEqual([`invitation ${ROOM}`, 'response ada@contoso.example']);
    const read = await world.ada.get<Event>(`/me/events/${event.id}`);
    expect(read.body.attendees[0]?.status.response).toBe('accepted');
  },
  async 'accept, tentativelyAccept and decline tell the organizer'(world) {
    for (const action of ['accept', 'tentativelyAccept', 'decline']) {
      const copy = await world.copy(world.bo, await meeting(world, [BO]));
      expectStatus(await world.bo.post(`/me/events/${copy.id}/${action}`, { comment: 'So be it' }), 202);
      expect([action, world.takeMails()]).toEqual([action, ['response ada@contoso.example']]);
    }
  },
  async 'an answer with sendResponse=false tells nobody'(world) {
    for (const action of ['accept', 'tentativelyAccept', 'decline']) {
      const event = await meeting(world, [BO]);
      const copy = await world.copy(world.bo, event);
      expectStatus(await world.bo.post(`/me/events/${copy.id}/${action}`, { sendResponse: false }), 202);
      const read = await world.ada.get<Event>(`/me/events/${event.id}`);
      expect([action, world.takeMails(), read.body.attendees[0]?.status.response]).toEqual([action, [], 'none']);
    }
  },
  async 'PATCH of a guest’s own copy mails nobody'(world) {
    const event = await meeting(world, [BO, EVE]);
    const copy = await world.copy(world.bo, event);
    expectStatus(await world.bo.patch(`/me/events/${copy.id}`, { subject: 'Mine', showAs: 'oof' }), 200);
    expect([world.takeMails(), (await world.copy(world.eve, event)).subject]).toEqual([[], 'Launch']);
  },
  async 'DELETE of a guest’s own copy mails nobody'(world) {
    const event = await meeting(world, [BO, EVE]);
    const copy = await world.copy(world.bo, event);
    expectStatus(await world.bo.delete(`/me/events/${copy.id}`), 204);
    expect([world.takeMails(), (await world.copies(world.eve, event)).length]).toEqual([[], 1]);
  },
  async 'forward from a work mailbox invites the recipient and notifies the organizer'(world) {
    const event = await meeting(world, [BO]);
    const copy = await world.copy(world.bo, event);
    const body = { ToRecipients: [{ emailAddress: { address: EVE, name: 'Eve' } }], Comment: 'Have a look' };
    expectStatus(await world.bo.post(`/me/events/${copy.id}/forward`, body), 202);
    expect(world.takeMails()).toEqual([`invitation ${EVE}`, 'forwardNotice ada@contoso.example']);
    const read = await world.ada.get<Event>(`/me/events/${event.id}`);
    expect(read.body.attendees.map(({ emailAddress }) => emailAddress.address)).toEqual([BO, EVE]);
    expect((await world.copies(world.eve, event)).length).toBe(1);
  },
  async 'forward from a personal account notifies nobody'(world) {
    const event = await meeting(world, [PAT]);
    const pat = world.as(PAT);
    const copy = await world.copy(pat, event);
    const body = { toRecipients: [{ emailAddress: { address: EVE } }] };
    expectStatus(await pat.post(`/me/events/${copy.id}/forward`, body), 202);
    expect(world.takeMails()).toEqual([`invitation ${EVE}`]);
    const read = await world.ada.get<Event>(`/me/events/${event.id}`);
    expect(read.body.attendees.map(({ emailAddress }) => emailAddress.address)).toEqual([PAT]);
  },
};
