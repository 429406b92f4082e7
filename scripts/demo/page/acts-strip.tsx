// The strip of things to try: what each will do, whom it will mail, what to look at, and what came of it.
import { ACT_NAMES, type ActName, type ActView } from '../state.ts';
import { timeText } from './dates.ts';
import type { Acts } from './use-acts.ts';

interface Words {
  button: string;
  /** One sentence. */
  lookAt: string;
}

const WORDS: Readonly<Record<ActName | 'back', Words>> = {
  'move-here': {
    button: 'Move here',
    lookAt: 'Ours moves at once; Outlook follows when the undo time is over.',
  },
  'move-in-outlook': {
    button: 'Move in Outlook',
    lookAt: 'Outlook moves first; ours follows within a second or two.',
  },
  archive: {
    button: 'Archive here',
    lookAt: 'It leaves both calendars; the guests get a cancellation.',
  },
  back: {
    button: 'Bring it back',
    lookAt: 'It returns to both calendars; the guests are invited again.',
  },
  conflict: {
    button: 'Conflict',
    lookAt: 'Both sides rename it before a sync; Outlook’s name wins, and ours can be put back.',
  },
  storm: {
    button: 'Throttle storm',
    lookAt: 'Outlook moves it, then refuses all requests for 20 s; ours waits, then catches up.',
  },
};

export function ActsStrip({ views, acts }: { views: Record<ActName, ActView>; acts: Acts }) {
  return (
    <section aria-labelledby="acts-title" className="acts">
      <h2 id="acts-title">Try it</h2>
      <ul>
        {ACT_NAMES.map((name) => (
          <Act key={name} name={name} view={views[name]} acts={acts} />
        ))}
      </ul>
      <Outcome run={acts.run} />
    </section>
  );
}

function Act({ name, view, acts }: { name: ActName; view: ActView; acts: Acts }) {
  const words = WORDS[view.isBack ? 'back' : name];
  const id = `act-${name}`;
  return (
    <li className="act">
      <button
        type="button"
        className="button"
        aria-describedby={id}
        disabled={!view.event || acts.isGoing}
        onClick={() => void acts.start(name, words.button, view)}
      >
        {words.button}
      </button>
      <div id={id} className="act-about">
        <p className="act-plan">
          <Plan view={view} />
        </p>
        <p>{words.lookAt}</p>
        {view.event && <MailsAhead view={view} />}
      </div>
    </li>
  );
}

function Plan({ view: { event, from, to } }: { view: ActView }) {
  if (!event) return <>No event of this week can be taken for it.</>;
  return (
    <>
      <strong>{event.subject}</strong>
      {from !== null && to !== null && (
        <span className="times">
          {timeText(from)} → {timeText(to)}
        </span>
      )}
    </>
  );
}

function MailsAhead({ view: { mails } }: { view: ActView }) {
  if (mails.length === 0) return <p className="mails-ahead">Mails nobody</p>;
  const [first] = mails;
  return (
    <p className="mails-ahead">
      <span className="count">{mails.length}</span> {first?.kind}
      {mails.length > 1 ? 's' : ''}: {mails.map(({ name }) => name).join(', ')}
    </p>
  );
}

function Outcome({ run }: Pick<Acts, 'run'>) {
  return (
    <p className={`outcome outcome-${run?.phase ?? 'none'}`} role="status">
      {run ? <strong>{run.label}: </strong> : 'Press one, and watch both calendars and the outbox.'}
      {run?.text}
    </p>
  );
}
