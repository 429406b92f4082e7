// What can be done with an event besides editing it, and where else it stands.
import type { EventView } from '../../schemas/events.ts';
import { texts } from '../texts.ts';

export type EditorAction = 'archive' | 'unarchive' | 'remove' | 'removeAndTell' | 'sendInvitations' | 'release';

export function EventActions({ event, onAction }: { event: EventView; onAction: (action: EditorAction) => void }) {
  const button = (action: EditorAction, text: string) => (
    <button type="button" className="button" onClick={() => onAction(action)}>
      {text}
    </button>
  );
  const hasWithheld = event.guests.some((guest) => guest.state === 'withheld');
  const isGuest = !event.organizer.isMe;
  const isThere = event.kind === 'single' && !event.isHidden;
  return (
    <>
      {isThere ? button('remove', texts.editor.remove) : null}
      {isThere && isGuest ? button('removeAndTell', texts.editor.removeAndTell) : null}
      {event.canEdit ? button('archive', texts.editor.archive) : null}
      {event.canBringBack ? button('unarchive', texts.editor.unarchive) : null}
      {event.canEdit && hasWithheld ? button('sendInvitations', texts.editor.sendInvitations) : null}
      {event.canEdit && event.link.held ? button('release', texts.editor.release) : null}
    </>
  );
}

export function EventLinks({ event }: { event: EventView }) {
  return (
    <p className="event-links">
      {event.webLink ? (
        <a href={event.webLink} target="_blank" rel="noreferrer">
          {texts.editor.openInOutlook}
        </a>
      ) : null}
      {event.onlineMeeting?.joinUrl ? (
        <a href={event.onlineMeeting.joinUrl} target="_blank" rel="noreferrer">
          {texts.editor.join}
        </a>
      ) : null}
      <LinkTrouble event={event} />
    </p>
  );
}

function LinkTrouble({ event }: { event: EventView }) {
  const { lastError, asksForInvitation } = event.link;
  if (asksForInvitation) {
    return <span>{texts.editor.asksForInvitation(event.organizer.name || event.organizer.address)}</span>;
  }
  return lastError ? <span className="tag tag-cancellation">{`${texts.calendar.failed}: ${lastError}`}</span> : null;
}
