// What a command is: its usage as data, and what it does. program.ts makes a command line of them.
import type { Waiting } from '../ports.ts';
import type { Environment } from './environment.ts';
import type { Terminal } from './terminal.ts';

export interface OptionSpec {
  /** As commander reads it: `--server <url>`. */
  flags: string;
  description: string;
  choices?: readonly string[];
}

/** What the command line says, by camel-case name. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** `drift` for plan only: there is something to change. */
export type Outcome = 'done' | 'drift';

export interface CommandSpec {
  name: string;
  summary: string;
  /** The command that runs when none is named. */
  isDefault?: boolean;
  options: readonly OptionSpec[];
  /** Lines for `--help`, each without the program's name. */
  examples: readonly string[];
  run(options: OptionValues, program: Program): Promise<Outcome>;
}

/** What the composition gives every command. */
export interface Program {
  environment: Environment;
  terminal: Terminal;
  waiting: Waiting;
}
