// The editor of one event: what it says, who is invited, and what can be done with it.
import { useState } from 'react';
import type { EventInput, EventView, When } from '../../schemas/events.ts';
import { lastDay, withAllDay, withLastDay, withStart } from '../event-times.ts';
import { texts } from '../texts.ts';
import { Dialog } from './dialog.tsx';
import { ErrorNotice } from './notice.tsx';

export type EditorAction = 'archive' | 'unarchive' | 'remove' | 'sendInvitations' | 'release';

interface Props {
  /** Null for a new event. */
  event: EventView | null;
  when: When;
  error: Error | null;
  onSave(input: EventInput): void;
  onAction(action: EditorAction): void;
  onClose(): void;
}

const REMINDERS = [null, 0, 5, 10, 15, 30, 60, 1440] as const;

export function EventEditor({ event, when, error, onSave, onAction, onClose }: Props) {
  const [draft, setDraft] = useState<EventInput>(() => (event ? inputOf(event) : newInput(when)));
  const [guests, setGuests] = useState(() => (draft.guests ?? []).map((guest) => guest.address).join(', '));
  const isReadOnly = event !== null && !event.canEdit;
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
          {event ? <GuestList event={event} /> : null}
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
          <OwnFields draft={draft} onChange={change} />
        </fieldset>
        {event ? <EventLinks event={event} /> : null}
        <footer className="dialog-footer">
          {event ? <EventActions event={event} onAction={onAction} /> : null}
          <span className="spacer" />
          <button type="button" className="button" onClick={onClose}>
            {texts.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={isReadOnly}>
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

/** What concerns only whoever is signed in. */
function OwnFields({ draft, onChange }: { draft: EventInput; onChange: (part: Partial<EventInput>) => void }) {
  return (
    <div className="field-row">
      <label className="field">
        {texts.editor.showAs}
        <select
          value={draft.showAs ?? 'busy'}
          onChange={({ target }) => onChange({ showAs: target.value as NonNullable<EventInput['showAs']> })}
        >
          {Object.entries(texts.showAs).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {texts.editor.privacy}
        <select
          value={draft.sensitivity ?? 'normal'}
          onChange={({ target }) => onChange({ sensitivity: target.value as NonNullable<EventInput['sensitivity']> })}
        >
          {Object.entries(texts.sensitivity).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {texts.editor.reminder}
        <select
          value={String(draft.reminderMinutes ?? null)}
          onChange={({ target }) =>
            onChange({ reminderMinutes: target.value === 'null' ? null : Number(target.value) })
          }
        >
          {reminderChoices(draft.reminderMinutes ?? null).map((minutes) => (
            <option key={String(minutes)} value={String(minutes)}>
              {minutes === null ? texts.editor.noReminder : texts.editor.minutesBefore(minutes)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function reminderChoices(current: number | null): (number | null)[] {
  return REMINDERS.some((minutes) => minutes === current) ? [...REMINDERS] : [...REMINDERS, current];
}

function GuestList({ event }: { event: EventView }) {
  if (event.guests.length === 0) return null;
  return (
    <ul className="guest-list">
      {event.guests.map((guest) => (
        <li key={guest.address}>
          {guest.name || guest.address}{' '}
          <span className="quiet">
            {guest.state === 'withheld' ? texts.editor.withheld : texts.responses[guest.response]}
          </span>
        </li>
      ))}
    </ul>
  );
}

function EventLinks({ event }: { event: EventView }) {
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
      {event.link.lastError ? (
        <span className="tag tag-cancellation">{`${texts.calendar.failed}: ${event.link.lastError}`}</span>
      ) : null}
    </p>
  );
}

function EventActions({ event, onAction }: { event: EventView; onAction: (action: EditorAction) => void }) {
  const button = (action: EditorAction, text: string) => (
    <button type="button" className="button" onClick={() => onAction(action)}>
      {text}
    </button>
  );
  const hasWithheld = event.guests.some((guest) => guest.state === 'withheld');
  return (
    <>
      {event.kind === 'single' ? button('remove', texts.editor.remove) : null}
      {event.canEdit && event.status === 'live' ? button('archive', texts.editor.archive) : null}
      {event.canEdit && event.status === 'archived' ? button('unarchive', texts.editor.unarchive) : null}
      {event.canEdit && hasWithheld ? button('sendInvitations', texts.editor.sendInvitations) : null}
      {event.canEdit && event.link.held ? button('release', texts.editor.release) : null}
    </>
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
    reminderMinutes: 15,
  };
}

function inputOf(event: EventView): EventInput {
  const { subject, when, places, body, showAs, sensitivity, reminderMinutes } = event;
  const guests = event.guests.map(({ address, name, type }) => ({ address, name, type }));
  return { subject, when, places, body, showAs, sensitivity, reminderMinutes, guests };
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
