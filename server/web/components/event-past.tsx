// Below an event: why it is as it is, and to whom it can be handed over. Loaded only when it is opened.
import { useCallback, useState } from 'react';
import type { EventView, PreviewAnswer, SuccessorList } from '../../schemas/events.ts';
import type { EventHistory } from '../../schemas/history.ts';
import { get, post, put } from '../api.ts';
import { expectSync } from '../sync-news.ts';
import { texts } from '../texts.ts';
import { useChangeConsent } from './change-consent.tsx';
import { EntryList, undoEntry } from './entry-list.tsx';
import { ErrorNotice, Loading } from './notice.tsx';
import { useLoaded } from './use-loaded.ts';

interface Props {
  event: EventView;
  /** The event is no longer what the editor shows. */
  onChanged(): void;
}

export function EventPast({ event, onChanged }: Props) {
  const id = event.occurrenceOf && event.kind === 'occurrence' ? event.occurrenceOf : event.id;
  return (
    <>
      <Section title={texts.history.title}>
        <History eventId={id} onChanged={onChanged} />
      </Section>
      {event.canEdit ? (
        <Section title={texts.organizer.title}>
          <HandOver event={event} onChanged={onChanged} />
        </Section>
      ) : null}
    </>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen ? children : null}
    </details>
  );
}

function History({ eventId, onChanged }: { eventId: string; onChanged: () => void }) {
  const load = useCallback(() => get<EventHistory>(`/api/events/${eventId}/history`), [eventId]);
  const { value, error, reload } = useLoaded(load);
  const [problem, setProblem] = useState<Error | null>(null);
  const consent = useChangeConsent();
  if (error) return <ErrorNotice error={error} onRetry={() => void reload()} />;
  if (!value) return <Loading />;
  return (
    <>
      {problem ? <ErrorNotice error={problem} /> : null}
      <EntryList
        entries={value.entries}
        onUndo={(entry) => {
          undoEntry(entry, consent).then((isDone) => isDone && onChanged(), setProblem);
        }}
      />
      {consent.dialog}
    </>
  );
}

function HandOver({ event, onChanged }: Props) {
  const load = useCallback(() => get<SuccessorList>(`/api/events/${event.id}/successors`), [event.id]);
  const { value, error, reload } = useLoaded(load);
  const [problem, setProblem] = useState<Error | null>(null);
  const consent = useChangeConsent();
  if (error) return <ErrorNotice error={error} onRetry={() => void reload()} />;
  if (!value) return <Loading />;
  const handOver = async (userId: string, name: string) => {
    const body = { action: 'changeOrganizer', eventId: event.id, organizerUserId: userId };
    const { mails } = await post<PreviewAnswer>('/api/events/preview', body);
    const title = texts.organizer.handOver(name);
    const answer = await consent.ask({ title, events: [], left: [], mails, suggested: 'send', canHold: false });
    if (answer === null) return;
    await put(`/api/events/${event.id}/organizer`, { userId, mail: 'send' });
    expectSync();
    onChanged();
  };
  return (
    <>
      {problem ? <ErrorNotice error={problem} /> : null}
      {value.users.length === 0 ? <p className="quiet">{texts.organizer.nobody}</p> : null}
      {value.users.map(({ userId, name }) => (
        <button
          key={userId}
          type="button"
          className="button"
          onClick={() => void handOver(userId, name).catch(setProblem)}
        >
          {texts.organizer.handOver(name)}
        </button>
      ))}
      {consent.dialog}
    </>
  );
}
