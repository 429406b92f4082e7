// The files of the page `/_sandbox/`: style sheets as they are, browser modules from TypeScript, and lit-html from its package.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SandboxAnswer, SandboxRequest } from '../core/http.ts';

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
const LIT_HTML = 'lit-html.js';

const made = new Map<string, string>();

/** Answers a GET for the page or one of its files; null for anything else. @param below the address below `/_sandbox/` */
export async function pageFile({ method }: SandboxRequest, below: string): Promise<SandboxAnswer | null> {
  if (method !== 'GET' || !/^(?:[a-z-]+\.(?:css|js))?$/.test(below)) return null;
  if (below === '') return answer('text/html', read('index.html'));
  if (below.endsWith('.css')) return existsSync(fileOf(below)) ? answer('text/css', read(below)) : null;
  const script = made.get(below) ?? (await makeScript(below));
  if (script === null) return null;
  made.set(below, script);
  return answer('text/javascript', script);
}

function answer(type: string, body: string): SandboxAnswer {
  return { status: 200, headers: { ...HEADERS, 'content-type': `${type}; charset=utf-8` }, body };
}

function fileOf(name: string): string {
  return path.join(import.meta.dirname, name);
}

function read(name: string): string {
  return readFileSync(fileOf(name), 'utf8');
}

async function makeScript(name: string): Promise<string | null> {
  if (name === LIT_HTML) return readFileSync(fileURLToPath(import.meta.resolve('lit-html')), 'utf8');
  const source = fileOf(`browser/${name.replace(/\.js$/, '.ts')}`);
  if (!existsSync(source)) return null;
  // Loaded only when somebody opens the page: most sandboxes show none.
  const { default: ts } = await import('typescript');
  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
    compilerOptions: { target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  });
  return outputText
    .replaceAll(/(from ')\.\/([a-z-]+)\.ts'/g, "$1./$2.js'")
    .replaceAll("from 'lit-html'", `from './${LIT_HTML}'`);
}
