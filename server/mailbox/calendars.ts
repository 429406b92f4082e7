// Which of a mailbox's calendars sync, and which way: what Outlook has, what may be chosen, and the choice.
import {
  type CalendarDirection,
  directionsOf,
  isOwnCalendar,
  NEEDS_SIGN_IN,
  type OutlookCalendar,
} from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import {
  type CalendarRow,
  chooseCalendar,
  giveUpCalendar,
  listCalendars,
  setWindow,
} from '../database/mailbox-calendars.ts';
import { beginReview, type MailboxRow } from '../database/mailboxes.ts';
import type { Database } from '../database/tables.ts';
import { problemOf, problemRefusal } from '../problems.ts';
import { badInput, Refusal } from '../refusal.ts';
import { type CalendarChoice, type CalendarView, type SyncWindow, WINDOW_DAYS_MAX } from '../schemas/calendars.ts';
import { ownMailbox } from './own-mailbox.ts';

/** Asks Outlook. @throws Refusal `not_connected`, `needs_sign_in`, `outlook_unreachable` */
export async function readCalendars(context: ServerContext, userId: string): Promise<CalendarView[]> {
  const mailbox = await ownMailbox(context.database, userId);
  const found = await askOutlook(context, mailbox);
  const known = await listCalendars(context.database, mailbox.id);
  return found.map((calendar) => viewOf(calendar, mailbox, known));
}

/**
 * Chooses calendars. Any change leads to the review: what it would do is shown before anything is done.
 * @throws Refusal `calendar_unknown`, `calendar_chosen_twice`, `calendar_read_only`, `default_calendar_needed`, and
 * those of `readCalendars`.
 */
export async function chooseCalendars(context: ServerContext, userId: string, choice: CalendarChoice): Promise<void> {
  const { database, clock, random, queue } = context;
  const mailbox = await ownMailbox(database, userId);
  const found = await askOutlook(context, mailbox);
  const known = await listCalendars(database, mailbox.id);
  const views = found.map((calendar) => viewOf(calendar, mailbox, known));
  checkChoice(choice, views);
  if (isSameChoice(choice, views)) return;
  await database.transaction().execute(async (transaction) => {
    for (const { graphId, direction } of choice.calendars) {
      const calendar = found.find((candidate) => candidate.graphId === graphId);
      if (!calendar) continue;
      const row = known.find((candidate) => candidate.graph_id === graphId) ?? null;
      const isOwn = isOwnCalendar(calendar, mailbox.addresses);
      await chooseCalendar(transaction, mailbox.id, { id: random.uuid(), calendar, isOwn, direction, known: row });
    }
    await giveUpOthers(transaction, known, choice);
    await beginReview(transaction, [mailbox.id], { reason: 'calendars', at: clock.now().toString() });
    await queue.request(transaction, mailbox.id, 'user');
  });
}

/** Changes how far the sync looks. @throws Refusal `window_too_long`, `not_connected` */
export async function changeWindow(context: ServerContext, userId: string, window: SyncWindow): Promise<void> {
  const { database, clock, queue } = context;
  const mailbox = await ownMailbox(database, userId);
  if (window.daysBack + window.daysAhead > WINDOW_DAYS_MAX) {
    throw badInput('window_too_long', 'daysAhead', `Outlook keeps at most ${WINDOW_DAYS_MAX} days together.`);
  }
  const isSame = window.daysBack === mailbox.window_days_back && window.daysAhead === mailbox.window_days_ahead;
  if (isSame) return;
  await database.transaction().execute(async (transaction) => {
    await setWindow(transaction, mailbox.id, window);
    await beginReview(transaction, [mailbox.id], { reason: 'window', at: clock.now().toString() });
    await queue.request(transaction, mailbox.id, 'user');
  });
}

async function askOutlook({ outlookOf }: ServerContext, mailbox: MailboxRow): Promise<OutlookCalendar[]> {
  const outcome = await outlookOf(mailbox.id).calendars();
  if (outcome.kind === 'done') return outcome.answer;
  const code = outcome.kind === 'unknown' ? 'answer_lost' : outcome.code;
  if (code === NEEDS_SIGN_IN) throw problemRefusal(code, 409);
  throw new Refusal({
    status: 503,
    code: 'outlook_unreachable',
    message: `Outlook did not list its calendars (${code}). ${problemOf(code).cause}`,
    advice: 'Try again in a minute.',
  });
}

function viewOf(calendar: OutlookCalendar, mailbox: MailboxRow, known: readonly CalendarRow[]): CalendarView {
  const row = known.find((candidate) => candidate.graph_id === calendar.graphId && candidate.is_synced);
  const { graphId, name, isDefault, ownerAddress, canEdit, isTallyingResponses } = calendar;
  const isOwn = isOwnCalendar(calendar, mailbox.addresses);
  return {
    graphId,
    name,
    isDefault,
    isOwn,
    ownerAddress,
    canEdit,
    isTallyingResponses,
    direction: row?.direction ?? null,
    directions: [...directionsOf({ isOwn, canEdit })],
  };
}

function checkChoice({ calendars }: CalendarChoice, views: readonly CalendarView[]): void {
  for (const [index, { graphId, direction }] of calendars.entries()) {
    const field = `calendars/${index}`;
    const view = views.find((candidate) => candidate.graphId === graphId);
    if (!view) throw badInput('calendar_unknown', field, 'Outlook has no such calendar.');
    if (calendars.findIndex((other) => other.graphId === graphId) !== index) {
      throw badInput('calendar_chosen_twice', field, `${view.name} is chosen twice.`);
    }
    if (!view.directions.includes(direction)) throw readOnly(view, field);
  }
  const standard = views.find((view) => view.isDefault);
  if (!standard || calendars.some(({ graphId }) => graphId === standard.graphId)) return;
  throw new Refusal({
    status: 400,
    code: 'default_calendar_needed',
    field: 'calendars',
    message: `${standard.name} is where events from here go, so it has to be among the calendars.`,
    advice: 'Keep it. To take nothing from it, let it go from here to Outlook only.',
  });
}

function readOnly({ name, isOwn }: CalendarView, field: string): Refusal {
  return new Refusal({
    status: 400,
    code: 'calendar_read_only',
    field: `${field}/direction`,
    message: isOwn ? `Outlook lets nobody change ${name}.` : `${name} belongs to somebody else.`,
    advice: 'It can come from Outlook to here only.',
  });
}

function isSameChoice({ calendars }: CalendarChoice, views: readonly CalendarView[]): boolean {
  const synced = views.filter((view) => view.direction !== null);
  const isKept = ({ graphId, direction }: { graphId: string; direction: CalendarDirection }) =>
    synced.some((view) => view.graphId === graphId && view.direction === direction);
  return synced.length === calendars.length && calendars.every(isKept);
}

async function giveUpOthers(
  transaction: Database,
  known: readonly CalendarRow[],
  { calendars }: CalendarChoice,
): Promise<void> {
  for (const { id, graph_id, is_synced } of known) {
    if (is_synced && calendars.every(({ graphId }) => graphId !== graph_id)) await giveUpCalendar(transaction, id);
  }
}
