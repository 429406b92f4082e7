// The refusal of a way back that would take away what came later.
import { Refusal } from '../refusal.ts';

export function movedOn(): Refusal {
  return new Refusal({
    status: 409,
    code: 'event_moved_on',
    message: 'The event was changed again since then.',
    advice: 'Look at its history: undo the later change first, or edit the event.',
  });
}
