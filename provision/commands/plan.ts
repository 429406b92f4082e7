// provision plan: shows what would change, and changes nothing.
import type { CommandSpec, Outcome } from './command.ts';
import { connected } from './connect.ts';
import { CONNECTION_OPTIONS, readConnectionRequest } from './connection-options.ts';
import { planJson } from './json.ts';
import { describeAdministrator, describePlan } from './text.ts';

export const planCommand: CommandSpec = {
  name: 'plan',
  summary: 'show what would change; exit code 2 when something would',
  options: CONNECTION_OPTIONS,
  examples: ['plan --base-url https://calendar.example.org', 'plan --sandbox --json'],
  run: (options, program) =>
    connected<Outcome>(
      { ...readConnectionRequest(options, program.environment), isRotation: false },
      program,
      async (found) => {
        const { administrator, inventory, survey } = found;
        program.terminal.print(
          options['json']
            ? planJson(found)
            : `${describeAdministrator(administrator, inventory)}\n${describePlan(survey)}`,
        );
        return survey.plan.changes.length === 0 ? 'done' : 'drift';
      },
    ),
};
