// The state of a user's connection in one word, with what belongs to it.
import { NEEDS_SIGN_IN } from '../../sync/index.ts';
import type { ServerContext } from '../context.ts';
import { instantText, instantTextOrNull } from '../database/instants.ts';
import { countAttention, findLastFinishedRun } from '../database/mailbox-records.ts';
import { findMailboxOfUser, type MailboxRow } from '../database/mailboxes.ts';
import { POLL_INTERVAL_S } from '../jobs/poll-mailboxes.ts';
import { problemOf } from '../problems.ts';
import { readSettings } from '../registration/outlook-settings.ts';
import type { MailboxState, MailboxView } from '../schemas/mailbox.ts';
import type { OutlookSettings } from '../schemas/settings.ts';

const NOTHING_YET = {
  address: null,
  connectedAt: null,
  lastSyncAt: null,
  nextSyncAt: null,
  running: false,
  lastReport: null,
  problem: null,
  attention: 0,
  window: null,
};

export async function readMailboxView(context: ServerContext, userId: string): Promise<MailboxView> {
  const { database, microsoft } = context;
  const settings = await readSettings(context, microsoft.redirectUri);
  const mailbox = await findMailboxOfUser(database, userId);
  if (!mailbox) return { state: isConfigured(settings) ? 'not_connected' : 'not_configured', ...NOTHING_YET };
  const attention = await countAttention(database, mailbox.id);
  const lastRun = await findLastFinishedRun(database, mailbox.id);
  return {
    state: stateOf(settings, mailbox, attention),
    address: mailbox.address,
    connectedAt: instantText(mailbox.connected_at),
    lastSyncAt: instantTextOrNull(mailbox.last_run_at),
    nextSyncAt: nextSyncAt(mailbox),
    running: mailbox.current_run !== null,
    lastReport: lastRun?.report ?? null,
    problem: mailbox.problem === null ? null : problemOf(mailbox.problem),
    attention: attention.conflicts + attention.parked + attention.failing,
    window: { daysBack: mailbox.window_days_back, daysAhead: mailbox.window_days_ahead },
  };
}

function isConfigured({ active, clientId, hasClientSecret }: OutlookSettings): boolean {
  return active && clientId !== null && hasClientSecret;
}

function stateOf(
  settings: OutlookSettings,
  mailbox: MailboxRow,
  attention: { parked: number; failing: number },
): MailboxState {
  if (!isConfigured(settings)) return 'not_configured';
  if (settings.paused) return 'paused';
  if (mailbox.stopped_at !== null) return 'stopped';
  if (mailbox.problem === NEEDS_SIGN_IN) return 'needs_sign_in';
  if (mailbox.problem !== null) return 'needs_attention';
  if (mailbox.phase === 'reviewing') return 'reviewing';
  return attention.parked + attention.failing > 0 ? 'needs_attention' : 'active';
}

function nextSyncAt({ stopped_at, problem, not_before, last_run_at }: MailboxRow): string | null {
  if (stopped_at !== null || problem === NEEDS_SIGN_IN || last_run_at === null) return null;
  const poll = new Date(last_run_at.getTime() + POLL_INTERVAL_S * 1000);
  return instantText(not_before !== null && not_before > poll ? not_before : poll);
}
