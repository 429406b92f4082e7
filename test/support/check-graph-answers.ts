// Set-up of every test file: each answer of the sandbox's Graph is checked against the schema, and counted.
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll } from 'vitest';
import { onGraphAnswer } from '../sandbox/core/answer-checks.ts';
import { checkAnswer } from '../sandbox/schema/check-answer.ts';

let checked = 0;
let violated = 0;

const end = onGraphAnswer(({ method, url }, { status, headers, body }) => {
  const contentType = String(headers['content-type'] ?? '');
  const violations = checkAnswer({ method, path: url.pathname + url.search, status, contentType, body });
  if (violations === null) return [];
  checked += 1;
  violated += violations.length;
  return violations;
});

/** `npm test` sums up what the files of a run leave here; a single file run by itself leaves nothing. */
afterAll(() => {
  end();
  const folder = process.env.GRAPH_ANSWERS_FOLDER;
  if (folder) appendFileSync(path.join(folder, `${process.pid}.txt`), `${checked} ${violated}\n`);
});
