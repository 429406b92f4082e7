// What the rows of the mail matrix are made of: a meeting whose invitations are counted, and single calls upon it.
import { type Event, expectStatus, invite, type MeetingWorld } from '../meeting-world.ts';

/** A row proves itself in a world of its own. */
export type Rows = Readonly<Record<string, (world: MeetingWorld) => Promise<void>>>;

/** A meeting of Ada's whose invitations are out and counted. */
export async function meeting(
  world: MeetingWorld,
  addresses: readonly string[],
  more: Record<string, unknown> = {},
): Promise<Event> {
  const event = await world.add({ attendees: invite(...addresses), ...more });
  world.takeMails();
  return event;
}

/** @returns the mails that a PATCH of the organizer's caused */
export async function patch(
  world: MeetingWorld,
  event: Pick<Event, 'id'>,
  body: Record<string, unknown>,
): Promise<string[]> {
  expectStatus(await world.ada.patch(`/me/events/${event.id}`, body), 200);
  return world.takeMails();
}

/** @returns the mails that an action of the organizer's caused */
export async function act(
  world: MeetingWorld,
  event: Pick<Event, 'id'>,
  action: 'cancel' | 'permanentDelete',
  body?: Record<string, unknown>,
): Promise<string[]> {
  expectStatus(await world.ada.post(`/me/events/${event.id}/${action}`, body), action === 'cancel' ? 202 : 204);
  return world.takeMails();
}

export async function instance(world: MeetingWorld, series: Event, index: number): Promise<Event> {
  const found = (await world.instances(world.ada, series.id))[index];
  if (!found) throw new Error('There is no such instance.');
  return found;
}

export async function setting(world: MeetingWorld, change: Record<string, unknown>): Promise<void> {
  expectStatus(await world.control('PUT', '/settings', change), 200);
}
