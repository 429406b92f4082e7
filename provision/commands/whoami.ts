// provision whoami: signs in and says as whom, in which tenant and with which roles. Changes nothing.
import type { CommandSpec, Outcome } from './command.ts';
import { connected } from './connect.ts';
import { readConnectionRequest, SIGN_IN_OPTIONS } from './connection-options.ts';
import { administratorJson } from './json.ts';
import { describeAdministrator } from './text.ts';

export const whoamiCommand: CommandSpec = {
  name: 'whoami',
  summary: 'sign in, and say as whom and where',
  options: SIGN_IN_OPTIONS,
  examples: ['whoami --auth azure-cli', 'whoami --sandbox --json'],
  run: (options, program) =>
    connected<Outcome>(readConnectionRequest(options, program.environment), program, async (found) => {
      const { administrator, inventory } = found;
      const text = describeAdministrator(administrator, inventory);
      program.terminal.print(options['json'] ? administratorJson(found) : text);
      return 'done';
    }),
};
