// A page as an answer, never kept by a browser.
import type { SandboxAnswer } from '../../core/http.ts';

export function htmlAnswer(body: string, headers: SandboxAnswer['headers'] = {}): SandboxAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body,
  };
}
