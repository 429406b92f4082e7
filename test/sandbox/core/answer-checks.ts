// Every answer of the local Graph, shown to whoever checks them in this process; nobody needs to.
import { channel } from 'node:diagnostics_channel';
import type { SandboxAnswer, SandboxRequest } from './http.ts';

/** Says what is wrong with an answer, one sentence each. */
export type AnswerCheck = (request: SandboxRequest, answer: SandboxAnswer) => readonly string[];

interface Shown {
  request: SandboxRequest;
  answer: SandboxAnswer;
  violations: string[];
}

const answers = channel('sandbox:graph-answer');

/** What those who listen find wrong with an answer. */
export function violationsIn(request: SandboxRequest, answer: SandboxAnswer): readonly string[] {
  if (!answers.hasSubscribers) return [];
  const shown: Shown = { request, answer, violations: [] };
  answers.publish(shown);
  return shown.violations;
}

/** Has every answer of Graph checked; one with violations becomes a 500 that names them. @returns a function that ends it. */
export function onGraphAnswer(check: AnswerCheck): () => void {
  const hear = (message: unknown) => {
    const { request, answer, violations } = message as Shown;
    violations.push(...check(request, answer));
  };
  answers.subscribe(hear);
  return () => answers.unsubscribe(hear);
}
