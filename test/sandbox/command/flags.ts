// The flags of the sandbox's command: what each means, the help that lists them, and clear refusals of what they can't be.
import { parseArgs } from 'node:util';
import { WORLDS } from '../core/worlds.ts';
import { DEFAULT_SEED, DEFAULT_WORLD } from '../create-sandbox.ts';
import { CommandError } from './command-error.ts';

export const USUAL_PORT = 8480;
const PORT_MAX = 65_535;

export interface Flag {
  type: 'boolean' | 'string';
  /** What stands for its value in the help. */
  placeholder?: string;
  meaning: string;
}

type Flags = Readonly<Record<string, Flag>>;

/** What a command line said, as far as it said anything. */
export type Given<Known extends Flags> = {
  [Name in keyof Known]?: Known[Name]['type'] extends 'boolean' ? boolean : string;
};

export const SANDBOX_FLAGS = {
  port: {
    type: 'string',
    placeholder: 'N',
    meaning: `loopback port; 0 takes a free one (default ${USUAL_PORT}, or a free one when that is busy)`,
  },
  https: { type: 'boolean', meaning: 'https by an authority of its own; where its certificate is, is told' },
  world: {
    type: 'string',
    placeholder: 'NAME',
    meaning: `${Object.keys(WORLDS).join(', ')} (default ${DEFAULT_WORLD})`,
  },
  seed: { type: 'string', placeholder: 'N', meaning: `other ids and passwords (default ${DEFAULT_SEED})` },
  quiet: { type: 'boolean', meaning: 'no log of requests' },
  help: { type: 'boolean', meaning: 'this text' },
} as const satisfies Flags;

export interface SandboxFlags {
  /** null: the usual one, or a free one when that is busy. */
  port: number | null;
  https: boolean;
  world: string;
  seed: number;
  quiet: boolean;
}

/** @throws CommandError for a flag that isn't known, a value that is missing or too much, or a bare word. */
export function readArguments<Known extends Flags>(known: Known, words: readonly string[]): Given<Known> {
  const options = Object.fromEntries(Object.entries(known).map(([name, { type }]) => [name, { type }]));
  try {
    return parseArgs({ args: [...words], options, allowPositionals: false }).values as Given<Known>;
  } catch (error) {
    const code = PARSE_ERRORS[(error as NodeJS.ErrnoException).code ?? ''];
    if (code === undefined) throw error;
    // Node's first sentence says what is wrong; the rest is about how it would parse something else.
    const [message = ''] = (error as Error).message.split(/\. |\n/);
    const list = Object.keys(known).map((name) => `--${name}`);
    throw new CommandError(
      code,
      `${message.replace(/\.$/, '')}.`,
      `The flags are ${list.join(', ')}; --help explains them.`,
    );
  }
}

const PARSE_ERRORS: Readonly<Record<string, string | undefined>> = {
  ERR_PARSE_ARGS_UNKNOWN_OPTION: 'flag_unknown',
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: 'flag_value_invalid',
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: 'argument_unexpected',
};

/** @throws CommandError when a value is not what its flag takes. */
export function checkFlags(given: Given<typeof SANDBOX_FLAGS>): SandboxFlags {
  const { port, https = false, world = DEFAULT_WORLD, seed, quiet = false } = given;
  const portNumber = port === undefined ? null : wholeNumber(port);
  if (Number.isNaN(portNumber) || (portNumber ?? 0) > PORT_MAX) {
    throw new CommandError(
      'port_invalid',
      `"${port}" is no port.`,
      `Give a whole number from 1 to ${PORT_MAX} with --port, or 0 for a free one.`,
    );
  }
  const seedNumber = seed === undefined ? DEFAULT_SEED : wholeNumber(seed);
  if (!Number.isSafeInteger(seedNumber)) {
    throw new CommandError('seed_invalid', `"${seed}" is no seed.`, 'Give a whole number with --seed.');
  }
  if (!Object.hasOwn(WORLDS, world)) {
    const names = Object.keys(WORLDS).join(', ');
    throw new CommandError('world_unknown', `There is no world "${world}".`, `Give one of ${names} with --world.`);
  }
  return { port: portNumber, https, world, seed: seedNumber, quiet };
}

function wholeNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** @param usage the first line. @param known in the order in which they are listed. */
export function helpText(usage: string, known: Flags): string {
  const rows = Object.entries(known).map(([name, { placeholder, meaning }]): [string, string] => [
    `--${name}${placeholder === undefined ? '' : ` ${placeholder}`}`,
    meaning,
  ]);
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return [usage, '', ...rows.map(([flag, meaning]) => `  ${flag.padEnd(width)}  ${meaning}`)].join('\n');
}
