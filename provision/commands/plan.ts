// provision plan: shows what would change, and changes nothing.
import type { CommandSpec, Outcome } from './command.ts';
import { connected, lookAround } from './connect.ts';
import { CONNECTION_OPTIONS, checkRequest, readConnectionRequest } from './connection-options.ts';
import { planJson } from './json.ts';
import { describeAdministrator, describePlan } from './text.ts';

export const planCommand: CommandSpec = {
  name: 'plan',
  summary: 'show what would change; exit code 2 when something would',
  options: CONNECTION_OPTIONS,
  examples: ['plan --base-url https://calendar.example.org', 'plan --sandbox --json'],
  async run(options, program) {
    const request = readConnectionRequest(options, program.environment);
    checkRequest(request);
    return connected<Outcome>(request, program, async (found) => {
      const { administrator, inventory } = found;
      const survey = await lookAround(found, request, { isRotation: false });
      const text = `${describeAdministrator(administrator, inventory)}\n${describePlan(survey)}`;
      program.terminal.print(options['json'] ? planJson({ administrator, inventory, survey }) : text);
      return survey.plan.changes.length === 0 ? 'done' : 'drift';
    });
  },
};
