// The time in which a change that mails can still be taken back.
import { useEffect, useState } from 'react';
import { post } from '../api.ts';
import { texts } from '../texts.ts';

export interface Waiting {
  eventId: string;
  /** How long the mails wait. */
  seconds: number;
  undo(): Promise<unknown>;
}

interface Props {
  waiting: Waiting;
  onDone(): void;
  onChange(): void;
  onError(error: Error): void;
}

export function UndoToast({ waiting, onDone, onChange, onError }: Props) {
  const [left, setLeft] = useState(waiting.seconds);
  useEffect(() => {
    setLeft(waiting.seconds);
    const timer = setInterval(() => setLeft((seconds) => seconds - 1), 1000);
    return () => clearInterval(timer);
  }, [waiting]);
  useEffect(() => {
    if (left <= 0) onDone();
  }, [left, onDone]);
  const act = async (action: () => Promise<unknown>) => {
    onDone();
    try {
      await action();
      onChange();
    } catch (error) {
      onError(error as Error);
    }
  };
  return (
    <div className="toast" role="status">
      <span>{texts.undo.waiting(left)}</span>
      <button type="button" className="button button-quiet" onClick={() => void act(waiting.undo)}>
        {texts.undo.undo}
      </button>
      <button
        type="button"
        className="button button-quiet"
        onClick={() => void act(() => post(`/api/events/${waiting.eventId}/send-now`))}
      >
        {texts.undo.sendNow}
      </button>
    </div>
  );
}
