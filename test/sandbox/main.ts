// The sandbox as a program of its own.
import { refusingClearly } from './command/command-error.ts';
import { checkFlags, helpText, readArguments, SANDBOX_FLAGS } from './command/flags.ts';
import { runAlone } from './command/run-alone.ts';

await refusingClearly(async () => {
  const given = readArguments(SANDBOX_FLAGS, process.argv.slice(2));
  if (given.help) console.log(helpText('node test/sandbox/main.ts [flags]: a local Microsoft', SANDBOX_FLAGS));
  else await runAlone(checkFlags(given));
});
