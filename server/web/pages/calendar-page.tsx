// The calendar: month, week and day; drag, resize and click to change it, with consent before anything mails.
import FullCalendar from '@fullcalendar/react';
import dayGrid from '@fullcalendar/react/daygrid';
import interaction from '@fullcalendar/react/interaction';
import theme from '@fullcalendar/react/themes/breezy';
import timeGrid from '@fullcalendar/react/timegrid';
import { useCallback, useEffect, useState } from 'react';
import type { EventInput, EventList, EventView, When } from '../../schemas/events.ts';
import { get } from '../api.ts';
import type { EditorAction } from '../components/event-actions.tsx';
import { EventEditor } from '../components/event-editor.tsx';
import { useMailConsent } from '../components/mail-consent.tsx';
import { ErrorNotice } from '../components/notice.tsx';
import { UndoToast, type Waiting } from '../components/undo-toast.tsx';
import { changedPart, createEvent, performAction, updateEvent } from '../event-actions.ts';
import { nextHour, viewerZone, whenFromCalendar } from '../event-times.ts';
import { expectSync, onSync } from '../sync-news.ts';
import { texts } from '../texts.ts';
import '@fullcalendar/react/skeleton.css';
import '@fullcalendar/react/themes/breezy/theme.css';
import '@fullcalendar/react/themes/breezy/palettes/indigo.css';

const PLUGINS = [dayGrid, timeGrid, interaction, theme];

interface Editing {
  event: EventView | null;
  when: When;
}

export function CalendarPage({ archived }: { archived: boolean }) {
  const [range, setRange] = useState<{ from: string; to: string } | null>(null);
  const { events, error, reload } = useEvents(range, archived);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [problem, setProblem] = useState<Error | null>(null);
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const consent = useMailConsent();

  /** Runs a change; its failure is shown where the user is. @returns whether it was done. */
  const run = async (change: () => Promise<Waiting | null | 'declined'>): Promise<boolean> => {
    setProblem(null);
    try {
      const done = await change();
      if (done === 'declined') return false;
      setWaiting(done);
      expectSync();
      await reload();
      return true;
    } catch (failure) {
      setProblem(failure as Error);
      return false;
    }
  };
  const closeAfter = async (change: () => Promise<Waiting | null | 'declined'>) => {
    if (await run(change)) setEditing(null);
  };
  const save = (input: EventInput) => {
    const event = editing?.event;
    return closeAfter(() =>
      event ? updateEvent(event, changedPart(event, input), consent) : createEvent(input, consent),
    );
  };
  const move = async (event: EventView | undefined, when: When, revert: () => void) => {
    if (!event || !(await run(() => updateEvent(event, { when }, consent)))) revert();
  };
  const byId = new Map(events.map((event) => [event.id, event]));

  return (
    <section className="calendar-page" aria-label={texts.nav.calendar}>
      <div className="toolbar">
        {archived ? <p className="quiet">{texts.calendar.archived}</p> : null}
        <button
          type="button"
          className="button button-primary"
          onClick={() => setEditing({ event: null, when: nextHour() })}
        >
          {texts.calendar.create}
        </button>
      </div>
      {error ? <ErrorNotice error={error} onRetry={() => void reload()} /> : null}
      {problem && !editing ? <ErrorNotice error={problem} /> : null}
      <div className="calendar-frame">
        <FullCalendar
          plugins={PLUGINS}
          initialView={window.innerWidth < 700 ? 'timeGridDay' : 'timeGridWeek'}
          headerToolbar={{ start: 'prev,next today', center: 'title', end: 'dayGridMonth,timeGridWeek,timeGridDay' }}
          height="100%"
          firstDay={1}
          nowIndicator
          slotEventOverlap={false}
          scrollTime="07:00:00"
          selectable
          events={events.map(calendarEvent)}
          datesSet={(info) => setRange({ from: info.start.toISOString(), to: info.end.toISOString() })}
          select={(info) =>
            setEditing({
              event: null,
              when: whenFromCalendar({
                start: isoOf(info.start, info.allDay, info.startStr),
                end: isoOf(info.end, info.allDay, info.endStr),
                isAllDay: info.allDay,
                zone: viewerZone,
              }),
            })
          }
          eventClick={(info) => {
            info.jsEvent.preventDefault();
            const event = byId.get(info.event.id);
            if (event) setEditing({ event, when: event.when });
          }}
          eventDrop={(info) =>
            void move(byId.get(info.event.id), whenOf(info.event, byId.get(info.event.id)), info.revert)
          }
          eventResize={(info) =>
            void move(byId.get(info.event.id), whenOf(info.event, byId.get(info.event.id)), info.revert)
          }
        />
      </div>
      {editing ? (
        <EventEditor
          key={editing.event?.id ?? 'new'}
          {...editing}
          error={problem}
          onSave={(input) => void save(input)}
          onAction={(action: EditorAction) => {
            const { event } = editing;
            if (event) void closeAfter(() => performAction(event, action, consent));
          }}
          onClose={() => {
            setEditing(null);
            setProblem(null);
          }}
        />
      ) : null}
      {consent.dialog}
      {waiting ? (
        <UndoToast
          waiting={waiting}
          onDone={() => setWaiting(null)}
          onChange={() => void reload()}
          onError={setProblem}
        />
      ) : null}
    </section>
  );
}

function useEvents(range: { from: string; to: string } | null, archived: boolean) {
  const [state, setState] = useState<{ events: EventView[]; error: Error | null }>({ events: [], error: null });
  const { from, to } = range ?? {};
  const reload = useCallback(async () => {
    if (from === undefined || to === undefined) return;
    try {
      const query = new URLSearchParams({ from, to, archived: String(archived) });
      const { events } = await get<EventList>(`/api/events?${query.toString()}`);
      setState({ events, error: null });
    } catch (error) {
      setState((before) => ({ ...before, error: error as Error }));
    }
  }, [from, to, archived]);
  useEffect(() => {
    void reload();
    return onSync(() => void reload());
  }, [reload]);
  return { ...state, reload };
}

interface CalendarTimes {
  start: Date | null;
  end: Date | null;
  allDay: boolean;
  startStr: string;
  endStr: string;
}

/** Dates of all-day entries as the calendar writes them, instants for the rest. */
function isoOf(date: Date, isAllDay: boolean, text: string): string {
  return isAllDay ? text : date.toISOString();
}

function whenOf(times: CalendarTimes, event: EventView | undefined): When {
  const { start, end, allDay, startStr, endStr } = times;
  return whenFromCalendar({
    start: allDay || !start ? startStr : start.toISOString(),
    end: allDay ? endStr || null : (end?.toISOString() ?? null),
    isAllDay: allDay,
    zone: event?.when.zone ?? viewerZone,
  });
}

function calendarEvent(event: EventView) {
  const { when, link } = event;
  const marks = [
    `show-${event.showAs}`,
    link.held ? 'is-held' : '',
    link.sendAfter ? 'is-waiting' : '',
    link.lastError ? 'is-failed' : '',
    event.status === 'archived' ? 'is-archived' : '',
    event.answer === 'declined' ? 'is-declined' : '',
  ];
  return {
    id: event.id,
    title: [link.held ? '⏸' : '', event.subject || texts.editor.untitled].filter(Boolean).join(' '),
    start: when.isAllDay ? when.start : event.startsAt,
    end: when.isAllDay ? when.end : event.endsAt,
    allDay: when.isAllDay,
    editable: event.canEdit && event.kind === 'single' && event.status === 'live',
    className: marks.filter(Boolean).join(' '),
  };
}
