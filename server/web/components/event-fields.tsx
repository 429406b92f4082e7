// Fields of an event beyond its text: what the organizer says for everybody, and what each participant says for himself.
import type { EventInput, EventView } from '../../schemas/events.ts';
import { texts } from '../texts.ts';
import { CategoryField } from './category-field.tsx';

interface Props {
  draft: EventInput;
  onChange(part: Partial<EventInput>): void;
}

const REMINDERS = [null, 0, 5, 10, 15, 30, 60, 1440] as const;

/** What concerns everybody who takes part. @param isOnline whether Outlook holds it as an online meeting already, for good. */
export function MeetingFields({ draft, isOnline, onChange }: Props & { isOnline: boolean }) {
  return (
    <div className="field-row">
      <Choice
        label={texts.editor.privacy}
        value={draft.sensitivity ?? 'normal'}
        words={texts.sensitivity}
        onChange={(sensitivity) => onChange({ sensitivity })}
      />
      <Choice
        label={texts.editor.importance}
        value={draft.importance ?? 'normal'}
        words={texts.importance}
        onChange={(importance) => onChange({ importance })}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={draft.onlineMeeting ?? false}
          disabled={isOnline}
          onChange={({ target }) => onChange({ onlineMeeting: target.checked })}
        />
        {texts.editor.onlineMeeting}
      </label>
    </div>
  );
}

/** What concerns only whoever is signed in. */
export function OwnFields({ draft, onChange }: Props) {
  const minutes = draft.reminderMinutes ?? null;
  return (
    <>
      <div className="field-row">
        <Choice
          label={texts.editor.showAs}
          value={draft.showAs ?? 'busy'}
          words={texts.showAs}
          onChange={(showAs) => onChange({ showAs })}
        />
        <label className="field">
          {texts.editor.reminder}
          <select
            value={String(minutes)}
            onChange={({ target }) =>
              onChange({ reminderMinutes: target.value === 'null' ? null : Number(target.value) })
            }
          >
            {reminderChoices(minutes).map((choice) => (
              <option key={String(choice)} value={String(choice)}>
                {choice === null ? texts.editor.noReminder : texts.editor.minutesBefore(choice)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <CategoryField chosen={draft.categories ?? []} onChange={(categories) => onChange({ categories })} />
    </>
  );
}

/** Who is invited, as what, and what they answered. */
export function GuestList({ event, draft, onChange }: Props & { event: EventView }) {
  const listed = draft.guests ?? [];
  return (
    <ul className="guest-list">
      {event.guests.map(({ address, name, type: before, response, state }) => (
        <li key={address}>
          {name || address}{' '}
          <select
            aria-label={texts.editor.typeOf(name || address)}
            value={listed.find((guest) => guest.address === address)?.type ?? before}
            onChange={({ target }) => {
              const type = target.value as typeof before;
              onChange({ guests: listed.map((guest) => (guest.address === address ? { ...guest, type } : guest)) });
            }}
          >
            <Words words={texts.guestTypes} />
          </select>{' '}
          <span className="quiet">{state === 'withheld' ? texts.editor.withheld : texts.responses[response]}</span>
        </li>
      ))}
    </ul>
  );
}

function Choice<T extends string>(props: {
  label: string;
  value: T;
  words: Record<T, string>;
  onChange: (value: T) => void;
}) {
  return (
    <label className="field">
      {props.label}
      <select value={props.value} onChange={({ target }) => props.onChange(target.value as T)}>
        <Words words={props.words} />
      </select>
    </label>
  );
}

function Words({ words }: { words: Record<string, string> }) {
  return Object.entries(words).map(([value, text]) => (
    <option key={value} value={value}>
      {text}
    </option>
  ));
}

function reminderChoices(current: number | null): (number | null)[] {
  return REMINDERS.some((minutes) => minutes === current) ? [...REMINDERS] : [...REMINDERS, current];
}
