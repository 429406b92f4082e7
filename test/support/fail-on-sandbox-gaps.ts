// Set-up of every test file: no test may pass over an operation that the sandbox lacks.
import { afterAll, afterEach } from 'vitest';
import { assertNoSandboxGaps } from './sandbox-gaps.ts';

afterEach(assertNoSandboxGaps);
// What a `beforeAll`, or a server that outlives the last test, has met.
afterAll(assertNoSandboxGaps);
