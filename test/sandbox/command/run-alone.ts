// The sandbox by itself: started as its flags say, with what people need to know about it and a log, until it is told to end.
import { styleText } from 'node:util';
import { CONTROL_PREFIX } from '../core/control.ts';
import { type RunningSandbox, type StartOptions, startSandbox } from '../start-sandbox.ts';
import { CommandError } from './command-error.ts';
import { endingInOrder } from './ending-in-order.ts';
import { type SandboxFlags, USUAL_PORT } from './flags.ts';
import { createRequestLog } from './request-log.ts';

/** What still runs gets this long to end. */
const CLOSE_TIMEOUT_MS = 5_000;

/** Starts the sandbox, and ends it with the process. What it is goes to stdout, the log to stderr. @throws CommandError */
export async function runAlone(flags: SandboxFlags): Promise<void> {
  const log = createRequestLog({
    writeLine: (line) => process.stderr.write(`${line}\n`),
    paint: (style, text) => styleText(style, text, { stream: process.stderr }),
  });
  const running = await startByFlags(flags, flags.quiet ? {} : { onExchange: log });
  endingInOrder(CLOSE_TIMEOUT_MS, () => running.close());
  process.stdout.write(`${describe(running)}\n`);
}

/** @throws CommandError when the port can't be had. */
export async function startByFlags(flags: SandboxFlags, more: StartOptions = {}): Promise<RunningSandbox> {
  const { port, https, world, seed } = flags;
  const start = (chosen: number) => startSandbox({ ...more, port: chosen, https, world, seed });
  try {
    return await start(port ?? USUAL_PORT);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' && port === null) return start(0);
    if (code === 'EADDRINUSE') {
      throw new CommandError('port_in_use', `Somebody listens on port ${port}.`, 'Give another with --port, or none.');
    }
    if (code === 'EACCES') {
      throw new CommandError('port_forbidden', `Port ${port} is not for everybody.`, 'Give one from 1024 with --port.');
    }
    throw error;
  }
}

function describe({ url, caFile }: RunningSandbox): string {
  return [
    `The sandbox is at ${url}: Entra, Graph, Azure and Key Vault on one port.`,
    ...(caFile === undefined
      ? []
      : [`  its authority         ${caFile}`, `                        e.g. NODE_EXTRA_CA_CERTS=${caFile}`]),
    `  calendars and mails   ${url}${CONTROL_PREFIX}/`,
    `  people and passwords  ${url}${CONTROL_PREFIX}/info`,
    'Ctrl-C ends it; nothing is kept.',
  ].join('\n');
}
