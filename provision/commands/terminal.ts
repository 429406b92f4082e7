// The terminal: results on stdout, progress and questions on stderr.
import { confirm, isCancel, password } from '@clack/prompts';
import type { Report } from '../ports.ts';
import { Secret } from '../secret.ts';

export interface Terminal {
  /** Whether somebody is there to answer. */
  readonly isInteractive: boolean;
  /** A result. */
  print: (text: string) => void;
  /** Progress. */
  report: Report;
  confirm(question: string): Promise<boolean>;
  /** A secret that is not shown while it is typed; null when the question was cancelled. */
  askSecret(question: string): Promise<Secret | null>;
  /** The first line of stdin. */
  readSecretLine(): Promise<Secret | null>;
}

export function createTerminal({
  stdin,
  stdout,
  stderr,
}: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>): Terminal {
  const streams = { input: stdin, output: stderr };
  return {
    isInteractive: stdin.isTTY && stderr.isTTY,
    print: (text) => void stdout.write(`${text}\n`),
    report: (line) => void stderr.write(`${line}\n`),
    async confirm(message) {
      const answer = await confirm({ message, initialValue: false, ...streams });
      return !isCancel(answer) && answer;
    },
    async askSecret(message) {
      const answer = await password({ message, ...streams });
      return isCancel(answer) || answer === '' ? null : new Secret(answer);
    },
    async readSecretLine() {
      let text = '';
      for await (const chunk of stdin) {
        text += String(chunk);
        if (text.includes('\n')) break;
      }
      const line = text.split('\n')[0]?.trim() ?? '';
      return line === '' ? null : new Secret(line);
    },
  };
}
