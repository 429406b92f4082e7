// One side's week: days side by side, events at their time; on a narrow screen a list of days.
import type { CSSProperties } from 'react';
import type { ShownEvent } from '../state.ts';
import { type Change, isMarked, lastChangeOf, type SideName } from './changes.ts';
import { secondText, timeText, weekdayText, wholeDayText } from './dates.ts';
import { allDayOn, type Frame, type PlacedEvent, placeDay } from './week-layout.ts';

interface Props {
  side: SideName;
  title: string;
  about: string;
  events: readonly ShownEvent[];
  frame: Frame;
  changes: readonly Change[];
  /** This side changed last of both. */
  isLast: boolean;
  now: Date;
}

/** Custom properties, which React's type does not know. */
function vars(values: Record<`--${string}`, number>): CSSProperties {
  return values;
}

export function CalendarColumn(props: Props) {
  const { side, title, about, events, frame, changes, isLast, now } = props;
  const last = lastChangeOf(changes, side);
  return (
    <section className={`column calendar calendar-${side}`} aria-labelledby={`${side}-title`}>
      <header className="column-header">
        <h2 id={`${side}-title`}>{title}</h2>
        <span className="about">{about}</span>
        {last && (
          <span className={isLast ? 'moved moved-last' : 'moved'}>
            {isLast ? 'moved last, ' : 'moved '}
            <time>{secondText(last.at)}</time>
          </span>
        )}
      </header>
      <div
        className="week"
        style={vars({ '--hours': frame.lastHour - frame.firstHour, '--all-day': frame.allDayRows })}
      >
        <Hours frame={frame} />
        {frame.days.map((day) => (
          <Day key={day.getTime()} {...{ day, events, frame, changes, now }} />
        ))}
      </div>
      {events.length === 0 && <p className="empty">Nothing in this week.</p>}
    </section>
  );
}

function Hours({ frame: { firstHour, lastHour } }: { frame: Frame }) {
  const hours = Array.from({ length: lastHour - firstHour - 1 }, (_, index) => firstHour + index + 1);
  return (
    <div className="hours" aria-hidden="true">
      {hours.map((hour) => (
        <span key={hour} style={vars({ '--at': hour - firstHour })}>
          {hour}
        </span>
      ))}
    </div>
  );
}

function Day({
  day,
  events,
  frame,
  changes,
  now,
}: { day: Date } & Pick<Props, 'events' | 'frame' | 'changes' | 'now'>) {
  const allDay = allDayOn(events, day);
  const placed = placeDay(events, day, frame);
  const isEmpty = allDay.length + placed.length === 0;
  const isToday = day.toDateString() === now.toDateString();
  const marked = ({ id }: ShownEvent) => isMarked(changes, id, now);
  return (
    <div className={isEmpty ? 'day day-empty' : 'day'} role="group" aria-label={wholeDayText(day)}>
      <h3 aria-hidden="true" className={isToday ? 'today' : undefined}>
        {weekdayText(day)} <b>{day.getDate()}</b>
      </h3>
      <ul className="all-day">
        {allDay.map((event) => (
          <li key={event.id} className={classOf(event, marked(event))} title={event.subject}>
            <span className="event-time">all day</span>
            <span className="event-subject">{event.subject}</span>
            <Marks event={event} />
          </li>
        ))}
      </ul>
      <ul className="timed">
        {placed.map((entry) => (
          <TimedEvent key={entry.event.id} entry={entry} isMarked={marked(entry.event)} />
        ))}
      </ul>
    </div>
  );
}

function TimedEvent({ entry, isMarked: isMarkedNow }: { entry: PlacedEvent; isMarked: boolean }) {
  const { event, top, minutes, lane, lanes } = entry;
  const place = vars({ '--top': top, '--minutes': minutes, '--lane': lane, '--lanes': lanes });
  const times = `${timeText(event.start)}–${timeText(event.end)}`;
  return (
    <li className={classOf(event, isMarkedNow)} style={place} title={`${times} ${event.subject}`}>
      <span className="event-time">
        <time dateTime={event.start}>{timeText(event.start)}</time>
        <span className="event-end">–{timeText(event.end)}</span>
      </span>
      <span className="event-subject">{event.subject}</span>
      <Marks event={event} />
    </li>
  );
}

function classOf({ isAlike, isWaiting, guests }: ShownEvent, isMarkedNow: boolean): string {
  const marks = [
    'event',
    guests > 0 && 'event-meeting',
    !isAlike && 'event-differs',
    isWaiting && 'event-waiting',
    isMarkedNow && 'event-changed',
  ];
  return marks.filter(Boolean).join(' ');
}

/** What a colour says, said in words. */
function Marks({ event: { guests, withheld, isAlike, isWaiting, isRepeating } }: { event: ShownEvent }) {
  return (
    <span className="event-marks">
      {guests > 0 && <span>{guests === 1 ? '1 guest' : `${guests} guests`}</span>}
      {withheld > 0 && <span>{withheld} not invited</span>}
      {isRepeating && <span>repeats</span>}
      {isWaiting && <span className="mark-waiting">waits to be sent</span>}
      {!isAlike && <span className="visually-hidden">not the same on the other side</span>}
    </span>
  );
}
