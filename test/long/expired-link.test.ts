// An expired delta link on a big calendar.
import { test } from 'vitest';
import { expectRecovery } from '../support/expect-recovery.ts';

test('an expired link on 10,000 events: everything is pulled anew, nothing is created, nobody is mailed', async () => {
  await expectRecovery(10_000);
});
