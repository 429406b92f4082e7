// provision apply, which is what runs when no command is named: plans, asks once, applies, hands over, and proves it.

import { carryOut, YES_OPTION } from './carry-out.ts';
import type { CommandSpec } from './command.ts';
import { CONNECTION_OPTIONS } from './connection-options.ts';

export const applyCommand: CommandSpec = {
  name: 'apply',
  summary: 'register the app, hand its credentials over and prove that sign-in works (default)',
  isDefault: true,
  options: [...CONNECTION_OPTIONS, YES_OPTION],
  examples: [
    '--server https://calendar.example.org',
    '--server https://calendar.example.org --auth device-code --token-stdin --yes < token.txt',
    '--sandbox --yes',
  ],
  run: (options, program) => carryOut(options, program, { isRotation: false }),
};
