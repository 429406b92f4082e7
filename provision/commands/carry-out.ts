// What apply and rotate have in common: show the plan, ask once, carry it out, prove that sign-in works, show the result.
import { type Administrator, applyPlan, type Survey, verifySignIn } from '../index.ts';
import { Problem } from '../problem.ts';
import type { OptionSpec, OptionValues, Outcome, Program } from './command.ts';
import { connected, lookAround } from './connect.ts';
import { checkRequest, readConnectionRequest } from './connection-options.ts';
import { resultJson } from './json.ts';
import type { Terminal } from './terminal.ts';
import { describeAdministrator, describePlan, describeResult } from './text.ts';

export const YES_OPTION: OptionSpec = { flags: '--yes', description: 'do not ask before changing anything' };

/** @throws Problem, DirectoryFailure */
export function carryOut(
  options: OptionValues,
  program: Program,
  { isRotation }: { isRotation: boolean },
): Promise<Outcome> {
  const request = readConnectionRequest(options, program.environment);
  checkRequest(request);
  return connected<Outcome>(request, program, async (found) => {
    const { administrator, inventory, ports } = found;
    const { terminal } = program;
    terminal.report('reading what is there');
    const survey = await lookAround(found, request, { isRotation });
    const show = options['json'] ? terminal.report : terminal.print;
    show(`${describeAdministrator(administrator, inventory)}\n${describePlan(survey)}\n`);
    await confirmed(survey.plan, administrator, options, terminal);
    const applied = await applyPlan(survey, administrator.organization.id, ports);
    await verifySignIn(survey.desired, applied.clientId, ports);
    terminal.print(
      options['json']
        ? resultJson({ administrator, inventory, survey }, applied)
        : describeResult(survey, administrator, applied),
    );
    return 'done';
  });
}

/** @throws Problem `not_confirmed` unless the changes were agreed to, or there are none. */
async function confirmed(
  { changes }: Survey['plan'],
  administrator: Administrator,
  options: OptionValues,
  terminal: Terminal,
): Promise<void> {
  if (changes.length === 0 || options['yes'] === true) return;
  const { displayName } = administrator.organization;
  if (terminal.isInteractive && (await terminal.confirm(`Make these changes in ${displayName}?`))) return;
  throw new Problem('not_confirmed', {
    message: 'The changes were not confirmed. Nothing was changed.',
    advice: 'Answer yes, or run with --yes.',
  });
}
