// Which of a mailbox's calendars sync and which way, and how far the sync looks.
import { useState } from 'react';
import type { CalendarView, Direction } from '../../schemas/calendars.ts';
import type { MailboxView } from '../../schemas/mailbox.ts';
import { connectionTexts } from '../outlook-texts.ts';
import { texts } from '../texts.ts';
import { formOf } from './form-of.ts';

/** Sends a change to the server; what fails is shown by the page. */
export type Send = (path: string, body: unknown) => Promise<void>;

export function CalendarChoice({ calendars, onSave }: { calendars: CalendarView[]; onSave: Send }) {
  const [chosen, setChosen] = useState<Record<string, Direction | ''>>({});
  const directionOf = ({ graphId, direction }: CalendarView) => chosen[graphId] ?? direction ?? '';
  const save = () => {
    const choice = calendars.flatMap((calendar) => {
      const direction = directionOf(calendar);
      return direction === '' ? [] : [{ graphId: calendar.graphId, direction }];
    });
    return onSave('/api/mailbox/calendars', { calendars: choice });
  };
  return (
    <div className="card card-wide">
      <h2>{connectionTexts.calendars}</h2>
      <p className="quiet">{connectionTexts.calendarsHint}</p>
      {calendars.map((calendar) => (
        <label className="field" key={calendar.graphId}>
          {calendar.name}
          <select
            value={directionOf(calendar)}
            onChange={({ target }) => setChosen({ ...chosen, [calendar.graphId]: target.value as Direction | '' })}
          >
            {calendar.isDefault ? null : <option value="">{connectionTexts.notSynced}</option>}
            {calendar.directions.map((direction) => (
              <option key={direction} value={direction}>
                {connectionTexts.directions[direction]}
              </option>
            ))}
          </select>
          <span className="quiet">{hintOf(calendar)}</span>
        </label>
      ))}
      <footer className="dialog-footer">
        <button type="button" className="button button-primary" onClick={() => void save()}>
          {texts.save}
        </button>
      </footer>
    </div>
  );
}

function hintOf({ isDefault, isOwn, ownerAddress }: CalendarView): string {
  if (isDefault) return connectionTexts.standard;
  return isOwn ? '' : connectionTexts.ownedBy(ownerAddress);
}

export function WindowForm({ window, onSave }: { window: NonNullable<MailboxView['window']>; onSave: Send }) {
  const save = (form: FormData) =>
    onSave('/api/mailbox/window', { daysBack: Number(form.get('daysBack')), daysAhead: Number(form.get('daysAhead')) });
  return (
    <form className="card card-wide" onSubmit={(event) => void save(formOf(event))}>
      <h2>{connectionTexts.window}</h2>
      <div className="field-row">
        <label className="field">
          {connectionTexts.daysBack}
          <input name="daysBack" type="number" min={1} required defaultValue={window.daysBack} />
        </label>
        <label className="field">
          {connectionTexts.daysAhead}
          <input name="daysAhead" type="number" min={1} required defaultValue={window.daysAhead} />
        </label>
      </div>
      <footer className="dialog-footer">
        <button type="submit" className="button button-primary">
          {texts.save}
        </button>
      </footer>
    </form>
  );
}
