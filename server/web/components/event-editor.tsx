// The editor of one event: what it says, who is invited, and what can be done with it.
import { useState } from 'react';
import type { EventInput, EventView, When } from '../../schemas/events.ts';
import { inputOf } from '../event-actions.ts';
import { lastDay, withAllDay, withLastDay, withStart } from '../event-times.ts';
import { texts } from '../texts.ts';
import { Dialog } from './dialog.tsx';
import { type EditorAction, EventActions, EventLinks } from './event-actions.tsx';
import { GuestList, MeetingFields, OwnFields } from './event-fields.tsx';
import { EventPast } from './event-past.tsx';
import { ErrorNotice } from './notice.tsx';

interface Props {
  /** Null for a new event. */
  event: EventView | null;
  when: When;
  error: Error | null;
  onSave(input: EventInput): void;
  onAction(action: EditorAction): void;
  onClose(): void;
}

export function EventEditor({ event, when, error, onSave, onAction, onClose }: Props) {
  const [draft, setDraft] = useState<EventInput>(() => (event ? inputOf(event) : newInput(when)));
  const [guests, setGuests] = useState(() => (draft.guests ?? []).map((guest) => guest.address).join(', '));
  const isReadOnly = event !== null && !event.canEdit;
  const isOwnReadOnly = event !== null && (event.kind !== 'single' || event.status !== 'live');
  const change = (part: Partial<EventInput>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <Dialog title={event ? texts.editor.editTitle : texts.editor.newTitle} onClose={onClose}>
      <form
        className="editor"
        onSubmit={(submit) => {
          submit.preventDefault();
          onSave({ ...draft, guests: guestsFrom(guests, draft.guests ?? []) });
        }}
      >
        {error ? <ErrorNotice error={error} /> : null}
        {event && isReadOnly ? <p className="notice">{readOnlyReason(event)}</p> : null}
        <fieldset disabled={isReadOnly}>
          <label className="field">
            {texts.editor.subject}
            <input
              value={draft.subject}
              maxLength={255}
              onChange={(input) => change({ subject: input.target.value })}
            />
          </label>
          <TimeFields when={draft.when} onChange={(next) => change({ when: next })} />
          <label className="field">
            {texts.editor.guests}
            <input
              value={guests}
              placeholder={texts.editor.guestsHint}
              onChange={(input) => setGuests(input.target.value)}
            />
          </label>
          {event ? <GuestList event={event} draft={draft} onChange={change} /> : null}
          <label className="field">
            {texts.editor.place}
            <input
              value={(draft.places ?? []).join('; ')}
              onChange={(input) => change({ places: listFrom(input.target.value, ';') })}
            />
          </label>
          <label className="field">
            {texts.editor.body}
            <textarea
              rows={4}
              value={textOf(draft.body ?? '')}
              onChange={(input) => change({ body: htmlOf(input.target.value) })}
            />
          </label>
          <MeetingFields draft={draft} isOnline={Boolean(event?.onlineMeeting?.joinUrl)} onChange={change} />
        </fieldset>
        <fieldset disabled={isOwnReadOnly}>
          <OwnFields draft={draft} onChange={change} />
        </fieldset>
        {event ? <EventLinks event={event} /> : null}
        {event ? <EventPast event={event} onChanged={onClose} /> : null}
        <footer className="dialog-footer">
          {event ? <EventActions event={event} onAction={onAction} /> : null}
          <span className="spacer" />
          <button type="button" className="button" onClick={onClose}>
            {texts.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={isReadOnly && isOwnReadOnly}>
            {event ? texts.save : texts.editor.create}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function TimeFields({ when, onChange }: { when: When; onChange: (when: When) => void }) {
  const type = when.isAllDay ? 'date' : 'datetime-local';
  const end = when.isAllDay ? lastDay(when) : when.end.slice(0, 16);
  return (
    <div className="time-row">
      <label className="field">
        {texts.editor.start}
        <input
          type={type}
          required
          value={when.isAllDay ? when.start : when.start.slice(0, 16)}
          onChange={({ target }) => target.value && onChange(withStart(when, target.value))}
        />
      </label>
      <label className="field">
        {texts.editor.end}
        <input
          type={type}
          required
          value={end}
          onChange={({ target }) =>
            target.value &&
            onChange(when.isAllDay ? withLastDay(when, target.value) : { ...when, end: `${target.value}:00` })
          }
        />
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={when.isAllDay}
          onChange={({ target }) => onChange(withAllDay(when, target.checked))}
        />
        {texts.editor.allDay}
      </label>
      <p className="quiet zone">{when.zone}</p>
    </div>
  );
}

function readOnlyReason(event: EventView): string {
  if (event.kind !== 'single') return texts.calendar.readOnlySeries;
  return texts.calendar.notOrganizer(event.organizer.name || event.organizer.address);
}

function newInput(when: When): EventInput {
  return {
    subject: '',
    when,
    guests: [],
    places: [],
    body: '',
    showAs: 'busy',
    sensitivity: 'normal',
    importance: 'normal',
    onlineMeeting: false,
    reminderMinutes: 15,
    categories: [],
  };
}

/** What is typed, with the names and types of those who were there before. */
function guestsFrom(text: string, before: NonNullable<EventInput['guests']>): NonNullable<EventInput['guests']> {
  return listFrom(text, ',').map(
    (address) => before.find((guest) => guest.address.toLowerCase() === address.toLowerCase()) ?? { address },
  );
}

function listFrom(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The text of an HTML body. */
function textOf(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.innerText.trim();
}

function htmlOf(text: string): string {
  const paragraph = document.createElement('p');
  paragraph.textContent = text;
  return text === '' ? '' : paragraph.outerHTML.replaceAll('\n', '<br>');
}
