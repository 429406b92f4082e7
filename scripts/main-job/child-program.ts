// Starts one of our programs as a process of its own, keeps what it says, and stops it in order.
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const STOP_TIMEOUT_MS = 10_000;

export interface ChildProgram {
  /** Resolves when a line of its output contains the text. @throws Error with its output when it ends before. */
  said(text: string): Promise<void>;
  /** Resolves when it has ended. */
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  stop(): Promise<void>;
}

/** @param file below the repository's root. @param input goes to its standard input, e.g. a token that may not stand in arguments. */
export function startProgram(
  file: string,
  options: { args?: string[]; env: Record<string, string>; input?: string },
): ChildProgram {
  const child = spawn(process.execPath, [path.join(ROOT, file), ...(options.args ?? [])], {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output = collect(child);
  child.stdin?.end(options.input ?? '');
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout: output.stdout(), stderr: output.stderr() }));
  });
  return {
    ended,
    said: (text) =>
      Promise.race([
        output.said(text),
        ended.then(({ code, stdout, stderr }) => {
          throw new Error(`${file} ended with ${code} before it said "${text}":\n${stdout}${stderr}`);
        }),
      ]),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function collect(child: ChildProcess) {
  const text = { stdout: '', stderr: '' };
  const waiting: { text: string; resolve: () => void }[] = [];
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk;
      for (const entry of waiting) if (text.stdout.includes(entry.text)) entry.resolve();
    });
  }
  return {
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    said: (wanted: string) =>
      new Promise<void>((resolve) => {
        if (text.stdout.includes(wanted)) resolve();
        else waiting.push({ text: wanted, resolve });
      }),
  };
}
