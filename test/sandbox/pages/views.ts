// What the page `/_sandbox/` asks for beyond the control API: calendars, registrations, switches with their meaning, and what moved.
import type { ViewRoutes } from '../core/control.ts';
import { jsonAnswer } from '../core/http.ts';
import type { World } from '../core/world.ts';
import { mailboxesOf } from '../graph/calendar/state.ts';
import { calendarsView } from './calendars-view.ts';
import { registrationsView } from './registrations-view.ts';
import { switchesView } from './switches-view.ts';

/** How far the world has come: a page that sees a number change reads again what stands behind it. */
export interface Pulse {
  /** The sandbox's time, ISO 8601 with `Z`. */
  now: string;
  seed: number;
  /** Writes to all mailboxes. */
  changes: number;
  mails: number;
  requests: number;
  /** Requests that wait for their answer, or never got one. */
  unanswered: number;
  faults: number;
}

export const VIEWS: ViewRoutes = {
  'GET /calendars': (world, request) => jsonAnswer(200, calendarsView(world, request.url.searchParams)),
  'GET /registrations': (world) => jsonAnswer(200, { value: registrationsView(world) }),
  'GET /switches': (world) => jsonAnswer(200, { value: switchesView(world) }),
  'GET /pulse': (world) => jsonAnswer(200, pulse(world)),
};

function pulse(world: World): Pulse {
  return {
    now: world.clock.now().toString({ smallestUnit: 'second' }),
    seed: world.seed,
    changes: mailboxesOf(world).reduce((sum, { changes }) => sum + changes, 0),
    mails: world.outbox.length,
    requests: world.ledger.length,
    unanswered: world.ledger.filter(({ status }) => status === 0).length,
    faults: world.faults.length,
  };
}
