// The requests that the sandbox refused for lack of the operation: any that a test leaves here fails it.
import { onGap } from '../sandbox/core/gaps.ts';

const met: string[] = [];
onGap((request) => met.push(request));

/** Takes the gaps met so far, e.g. `GET /v1.0/me/drive`, for a test that provokes them. */
export function takeSandboxGaps(): string[] {
  return met.splice(0);
}

/** @throws Error naming what was called and is missing. */
export function assertNoSandboxGaps(): void {
  const gaps = takeSandboxGaps();
  if (gaps.length === 0) return;
  throw new Error(
    `The sandbox lacks what was called: ${[...new Set(gaps)].join(', ')}. Add the operation to test/sandbox, or call takeSandboxGaps() in a test that provokes it.`,
  );
}
