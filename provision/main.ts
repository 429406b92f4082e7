// npm run provision: the composition of the CLI. Environment, arguments, clock and chance come in here and nowhere else.
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { readEnvironment } from './commands/environment.ts';
import { runProgram } from './commands/program.ts';
import { createTerminal } from './commands/terminal.ts';

process.exitCode = await runProgram(process.argv.slice(2), {
  environment: readEnvironment(process.env),
  terminal: createTerminal(process),
  waiting: {
    now: () => Temporal.Now.instant(),
    pause: async (ms) => {
      await sleep(ms);
    },
    random: () => Math.random(),
  },
});
