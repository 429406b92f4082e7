// Changing events: ask about mails first, then call the server, and say how the change can be undone.
import type { EventChange, EventInput, EventView, PreviewAction } from '../schemas/events.ts';
import { patch, post, remove } from './api.ts';
import type { EditorAction } from './components/event-actions.tsx';
import type { Consent, MailConsent } from './components/mail-consent.tsx';
import type { Waiting } from './components/undo-toast.tsx';

/** What a change answers: how long it can be undone, nothing of the kind, or that the user would rather not. */
export type Changed = Waiting | null | 'declined';

export async function createEvent(input: EventInput, consent: MailConsent): Promise<Changed> {
  const agreed = await consent.ask('create', { input });
  if (!agreed) return 'declined';
  const event = await post<EventView>('/api/events', { ...input, ...mailOf(agreed) });
  return waitingFor(event, agreed, () => remove(`/api/events/${event.id}`));
}

/** @param change only what differs; nothing at all is no change. */
export async function updateEvent(event: EventView, change: EventChange, consent: MailConsent): Promise<Changed> {
  if (Object.keys(change).length === 0) return null;
  const agreed = await consent.ask('update', { eventId: event.id, input: change });
  if (!agreed) return 'declined';
  const changed = await patch<EventView>(`/api/events/${event.id}`, { ...change, ...mailOf(agreed) }, event.version);
  const before = inputOf(event);
  const back = Object.fromEntries(Object.keys(change).map((name) => [name, before[name as keyof EventChange]]));
  return waitingFor(changed, agreed, () =>
    patch(`/api/events/${event.id}`, { ...back, mail: 'send' }, changed.version),
  );
}

const PREVIEWS: Record<EditorAction, PreviewAction> = {
  archive: 'archive',
  unarchive: 'unarchive',
  remove: 'delete',
  removeAndTell: 'delete',
  sendInvitations: 'sendInvitations',
  release: 'release',
};

export async function performAction(event: EventView, action: EditorAction, consent: MailConsent): Promise<Changed> {
  const tellOrganizer = action === 'removeAndTell';
  const agreed = await consent.ask(PREVIEWS[action], {
    eventId: event.id,
    ...(tellOrganizer ? { tellOrganizer } : {}),
  });
  if (!agreed) return 'declined';
  const path = `/api/events/${event.id}`;
  switch (action) {
    case 'remove':
    case 'removeAndTell': {
      const query = new URLSearchParams({ ...mailOf(agreed), ...(tellOrganizer ? { tellOrganizer: 'true' } : {}) });
      await remove(`${path}?${query.toString()}`);
      return null;
    }
    case 'archive': {
      const archived = await post<EventView>(`${path}/archive`, mailOf(agreed));
      return waitingFor(archived, agreed, () => post(`${path}/unarchive`, { mail: 'send' }));
    }
    case 'unarchive': {
      const live = await post<EventView>(`${path}/unarchive`, mailOf(agreed));
      return waitingFor(live, agreed, () => post(`${path}/archive`, { mail: 'send' }));
    }
    case 'sendInvitations':
      await post(`${path}/send-invitations`, { mail: 'send' });
      return null;
    case 'release':
      await post(`${path}/release`, { mail: 'send' });
      return null;
  }
}

/** The part of an input that differs from the event. */
export function changedPart(event: EventView, input: EventInput): EventChange {
  const before = inputOf(event);
  const changed = Object.entries(input).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof EventChange]),
  );
  return Object.fromEntries(changed);
}

/** What an event says, in the form that it is entered in. */
export function inputOf(event: EventView): EventInput {
  const { subject, when, places, body, sensitivity, importance, showAs, reminderMinutes, categories } = event;
  const guests = event.guests.map(({ address, name, type }) => ({ address, name, type }));
  const onlineMeeting = event.onlineMeeting !== null;
  const meeting = { subject, when, places, body, guests, sensitivity, importance, onlineMeeting };
  return { ...meeting, showAs, reminderMinutes, categories };
}

function mailOf(agreed: Consent): { mail?: Consent['choice'] } {
  return agreed.mails.length > 0 ? { mail: agreed.choice } : {};
}

function waitingFor(event: EventView, agreed: Consent, undo: () => Promise<unknown>): Waiting | null {
  if (agreed.mails.length === 0 || agreed.choice === 'hold') return null;
  return { eventId: event.id, seconds: agreed.undoSeconds, undo };
}
