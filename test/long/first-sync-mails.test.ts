// The first sync of a full calendar with all its invitations: one run for each meeting, since each takes more than a minute's mails.
import { test } from 'vitest';
import { expectInvitations } from '../support/first-sync-meetings.ts';

const TIMEOUT_MS = 600_000;

test(
  'invite: the outbox holds what the preview listed for 200 meetings with 500 guests, mail for mail',
  async () => {
    await expectInvitations({ count: 200, guests: 500 });
  },
  TIMEOUT_MS,
);
