// The command line: commander made from the commands' own data, and what their outcomes mean as exit codes.
import { Command, CommanderError, Option } from 'commander';
import { applyCommand } from './apply.ts';
import type { CommandSpec, OptionValues, Outcome, Program } from './command.ts';
import { explain } from './explain.ts';
import { problemJson } from './json.ts';
import { planCommand } from './plan.ts';
import { rotateCommand } from './rotate.ts';
import { describeProblem } from './text.ts';
import { whoamiCommand } from './whoami.ts';

const COMMANDS: readonly CommandSpec[] = [applyCommand, planCommand, rotateCommand, whoamiCommand];
const EXIT_CODES: Readonly<Record<Outcome, number>> = { done: 0, drift: 2 };
const EXIT_FAILED = 1;

/** Runs the command line. @returns the exit code: 0 done, 1 failed, 2 something would change (plan). */
export async function runProgram(args: readonly string[], program: Program): Promise<number> {
  let exitCode = 0;
  const { terminal } = program;
  const root = new Command('provision')
    .description('Creates and keeps the Entra app registration of the calendar server.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.report(text.trimEnd()),
    });
  for (const spec of COMMANDS) {
    const command = toCommander(spec, async (options) => {
      exitCode = await runCommand(spec, options, program);
    });
    root.addCommand(command.copyInheritedSettings(root), { isDefault: spec.isDefault ?? false });
  }
  try {
    await root.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Commander has said what is wrong with the command line, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
  return exitCode;
}

function toCommander(spec: CommandSpec, action: (options: OptionValues) => Promise<void>): Command {
  const command = new Command(spec.name).description(spec.summary);
  for (const { flags, description, choices } of spec.options) {
    const option = new Option(flags, description);
    command.addOption(choices ? option.choices([...choices]) : option);
  }
  const examples = spec.examples.map((example) => `  npm run provision -- ${example}`).join('\n');
  return command.addHelpText('after', `\nExamples:\n${examples}`).action(action);
}

async function runCommand(spec: CommandSpec, options: OptionValues, program: Program): Promise<number> {
  try {
    return EXIT_CODES[await spec.run(options, program)];
  } catch (error) {
    const problem = explain(error);
    if (problem === null) throw error;
    if (options['json']) program.terminal.print(problemJson(problem));
    else program.terminal.report(`\n${describeProblem(problem)}`);
    return EXIT_FAILED;
  }
}
