// The first sync of a full calendar: quiet mails nobody, and what the preview of *invite* lists is what Outlook sends.
import { test } from 'vitest';
import { expectInvitations, expectQuiet } from '../../support/first-sync-meetings.ts';

test('quiet: 200 meetings with 500 guests each go out, and nobody is mailed', async () => {
  await expectQuiet({ count: 200, guests: 500 });
});

test('invite: the outbox holds what the preview listed, mail for mail, at the pace of mails', async () => {
  await expectInvitations({ count: 15, guests: 500 });
});
