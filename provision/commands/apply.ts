// provision apply, which is what runs when no command is named: plans, asks once, applies, hands over, and proves it.
import { applyPlan, verifySignIn } from '../index.ts';
import { Problem } from '../problem.ts';
import type { CommandSpec, OptionValues, Outcome } from './command.ts';
import { type Connected, connected } from './connect.ts';
import { CONNECTION_OPTIONS, readConnectionRequest } from './connection-options.ts';
import { resultJson } from './json.ts';
import type { Terminal } from './terminal.ts';
import { describeAdministrator, describePlan, describeResult } from './text.ts';

export const applyCommand: CommandSpec = {
  name: 'apply',
  summary: 'register the app, hand its credentials over and prove that sign-in works (default)',
  isDefault: true,
  options: [...CONNECTION_OPTIONS, { flags: '--yes', description: 'do not ask before changing anything' }],
  examples: [
    '--server https://calendar.example.org',
    '--server https://calendar.example.org --auth device-code --token-stdin --yes < token.txt',
    '--sandbox --yes',
  ],
  run: (options, program) =>
    connected<Outcome>(readConnectionRequest(options, program.environment), program, async (found) => {
      const { administrator, inventory, survey, ports } = found;
      const { terminal } = program;
      const show = options['json'] ? terminal.report : terminal.print;
      show(`${describeAdministrator(administrator, inventory)}\n${describePlan(survey)}\n`);
      await confirmed(found, options, terminal);
      const applied = await applyPlan(survey, administrator.organization.id, ports);
      await verifySignIn(survey.desired, applied.clientId, ports);
      terminal.print(options['json'] ? resultJson(found, applied) : describeResult(survey, administrator, applied));
      return 'done';
    }),
};

/** @throws Problem `not_confirmed` unless the changes were agreed to, or there are none. */
async function confirmed(
  { survey, administrator }: Connected,
  options: OptionValues,
  terminal: Terminal,
): Promise<void> {
  if (survey.plan.changes.length === 0 || options['yes'] === true) return;
  const { displayName } = administrator.organization;
  if (terminal.isInteractive && (await terminal.confirm(`Make these changes in ${displayName}?`))) return;
  throw new Problem('not_confirmed', {
    message: 'The changes were not confirmed. Nothing was changed.',
    advice: 'Answer yes, or run with --yes.',
  });
}
