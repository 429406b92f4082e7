// provision rotate: exchanges the client secret while the server serves; interrupted and run again, it finishes.
import { carryOut, YES_OPTION } from './carry-out.ts';
import type { CommandSpec } from './command.ts';
import { CONNECTION_OPTIONS } from './connection-options.ts';

export const rotateCommand: CommandSpec = {
  name: 'rotate',
  summary: 'exchange the client secret: add, try, hand over, then remove the old one',
  options: [...CONNECTION_OPTIONS, YES_OPTION],
  examples: ['rotate --server https://calendar.example.org', 'rotate --server http://localhost:3000 --sandbox --yes'],
  run: (options, program) => carryOut(options, program, { isRotation: true }),
};
