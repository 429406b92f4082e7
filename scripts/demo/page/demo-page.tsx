// The demo page: our calendar, Outlook and the outbox side by side, the sync's state, and things to try.
import { ActsStrip } from './acts-strip.tsx';
import { CalendarColumn } from './calendar-column.tsx';
import { lastChangeOf } from './changes.ts';
import { ConflictPanel } from './conflict-panel.tsx';
import { addDays, DAYS_SHOWN, weekText } from './dates.ts';
import { OutboxColumn } from './outbox-column.tsx';
import { SyncLine } from './sync-line.tsx';
import { useActs } from './use-acts.ts';
import { type Demo, useDemoState } from './use-demo-state.ts';
import { frameOf } from './week-layout.ts';

export function DemoPage() {
  const demo = useDemoState();
  const { state, problem } = demo;
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the calendars
      </a>
      <PageHeader demo={demo} />
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {state ? (
        <Live demo={demo} state={state} />
      ) : (
        <main id="main" className="loading">
          {problem === null && 'Loading…'}
        </main>
      )}
    </>
  );
}

function PageHeader({ demo }: { demo: Demo }) {
  const { state, firstDay, showWeekOf, showMeeting } = demo;
  return (
    <header className="page-header">
      <h1 className="brand">
        Both Calendars <span>live demo</span>
      </h1>
      <div className="week-choice" role="group" aria-label="Week">
        <button
          type="button"
          className="button"
          aria-label="Week before"
          onClick={() => showWeekOf(addDays(firstDay, -DAYS_SHOWN))}
        >
          ‹
        </button>
        <span className="week-name" aria-live="polite">
          {weekText(firstDay)}
        </span>
        <button
          type="button"
          className="button"
          aria-label="Week after"
          onClick={() => showWeekOf(addDays(firstDay, DAYS_SHOWN))}
        >
          ›
        </button>
        <button type="button" className="button" onClick={() => void showMeeting()}>
          Demo week
        </button>
      </div>
      {state && (
        <nav aria-label="Elsewhere">
          <a href={state.links.calendar}>Open the calendar</a>
          <a href={state.links.microsoft}>Open the local Microsoft</a>
        </nav>
      )}
    </header>
  );
}

function Live({ demo, state }: { demo: Demo; state: NonNullable<Demo['state']> }) {
  const acts = useActs(demo);
  const { changes, firstDay, refresh, readAt } = demo;
  const frame = frameOf([state.here, state.there], firstDay);
  const [here, there] = [lastChangeOf(changes, 'here'), lastChangeOf(changes, 'there')];
  const lastSide = (here?.at.getTime() ?? 0) >= (there?.at.getTime() ?? 0) ? 'here' : 'there';
  const common = { frame, changes, now: readAt };
  return (
    <main id="main">
      <SyncLine state={state} onDone={refresh} />
      <ActsStrip views={state.acts} acts={acts} />
      <ConflictPanel conflicts={state.conflicts} onDone={refresh} />
      <div className="columns">
        <CalendarColumn
          {...common}
          side="here"
          title="Our calendar"
          about={state.person}
          events={state.here}
          isLast={lastSide === 'here'}
        />
        <CalendarColumn
          {...common}
          side="there"
          title="Outlook"
          about={state.mailbox.address ?? 'not connected'}
          events={state.there}
          isLast={lastSide === 'there'}
        />
        <OutboxColumn
          mails={state.outbox}
          count={state.mailCount}
          freshFrom={acts.run?.mailsBefore ?? state.mailCount}
        />
      </div>
      <p className="visually-hidden" role="status">
        {newsText(lastSide, here?.text, there?.text)}
      </p>
    </main>
  );
}

function newsText(lastSide: 'here' | 'there', here: string | undefined, there: string | undefined): string {
  const text = lastSide === 'here' ? here : there;
  return text === undefined ? '' : `${lastSide === 'here' ? 'Our calendar' : 'Outlook'}: ${text}`;
}
