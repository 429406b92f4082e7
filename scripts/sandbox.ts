// npm run sandbox: the whole product on a local Microsoft, one command; tells what happened and stays up to be tried.
import { CommandError, refusingClearly } from '../test/sandbox/command/command-error.ts';
import { checkFlags, helpText, readArguments, SANDBOX_FLAGS } from '../test/sandbox/command/flags.ts';
import { runAlone } from '../test/sandbox/command/run-alone.ts';

const USAGE = 'npm run sandbox -- [flags]: a local Microsoft, the calendar, and a connected user; three things to try';
const FLAGS = {
  once: { type: 'boolean', meaning: 'end after the report: 0 when both calendars are equal' },
  'tenant-only': { type: 'boolean', meaning: 'the local Microsoft alone, with a log of requests' },
  ...SANDBOX_FLAGS,
} as const;

await refusingClearly(async () => {
  const given = readArguments(FLAGS, process.argv.slice(2));
  if (given.help) {
    console.log(helpText(USAGE, FLAGS));
    return;
  }
  const flags = checkFlags(given);
  const { once = false, 'tenant-only': isAlone = false } = given;
  if (isAlone && once) {
    throw new CommandError('flags_contradict', 'The local Microsoft alone has nothing to report.', 'Leave --once out.');
  }
  if (flags.https && !isAlone) {
    throw new CommandError(
      'https_alone_only',
      'The calendar speaks plain http with the local Microsoft.',
      'Add --tenant-only to --https.',
    );
  }
  if (isAlone) return runAlone(flags);
  // Loaded only now: the local Microsoft alone starts in half the time without it.
  const { playMainJob } = await import('./main-job/play-main-job.ts');
  return playMainJob(flags, { once });
});
