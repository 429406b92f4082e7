// The documents keep their word: what they link to, run, and name is there.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROWS } from '../../sync/core/decision.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const DECISION_LINES_MAX = 40;

const files = repositoryFiles();
const documents = files.filter((file) => file.endsWith('.md'));
const testSources = files.filter((file) => file.endsWith('.test.ts')).map(read);

/** What git tracks, or would with the next commit. */
function repositoryFiles(): string[] {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  // A clone that belongs to somebody else is read all the same.
  const output = execFileSync('git', ['-c', `safe.directory=${ROOT}`, ...list], { cwd: ROOT, encoding: 'utf8' });
  return output.split('\0').filter((file) => file !== '' && existsSync(path.join(ROOT, file)));
}

/** The first group of each match, with the document that it stands in. */
function findAll(pattern: RegExp, among: readonly string[]): { file: string; found: string }[] {
  return among.flatMap((file) => [...read(file).matchAll(pattern)].map((match) => ({ file, found: match[1] ?? '' })));
}

/** A heading as GitHub makes an anchor of it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function leadsSomewhere(file: string, link: string): boolean {
  const [target = '', anchor] = decodeURI(link).split('#');
  const place = target === '' ? file : path.join(path.dirname(file), target);
  if (!existsSync(path.join(ROOT, place))) return false;
  if (anchor === undefined) return true;
  return findAll(/^#+\s+(.*)$/gm, [place]).some(({ found }) => anchorOf(found) === anchor);
}

test('every relative link leads to a file, and to a heading in it', () => {
  const links = findAll(/\]\(([^)\s]+)\)/g, documents).filter(({ found }) => !/^[a-z]+:/.test(found));
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter(({ file, found }) => !leadsSomewhere(file, found))).toEqual([]);
});

test('every npm script that is named exists, the README lists them all, and every test project that is named exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const places = [...documents, '.env.example'];
  const named = [...findAll(/\bnpm run (?:--silent )?([\w:-]+)/g, places), ...findAll(/\bnpm (test|start)\b/g, places)];
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ found }) => !(found in scripts))).toEqual([]);
  const commands = tablesOf('README.md').find(([header]) => header?.[0] === 'command') ?? [];
  const listed = commands.slice(2).map(([command]) => (command ?? '').replaceAll('`', '').replace(/^npm (run )?/, ''));
  expect(new Set(listed)).toEqual(new Set(Object.keys(scripts)));
  const projects = findAll(/--project (\w+)/g, documents);
  expect(projects.filter(({ found }) => !existsSync(path.join(ROOT, 'test', found)))).toEqual([]);
});

test('every path that is named is there', () => {
  const paths = findAll(/`((?:graph|sync|provision|server|test|scripts|docs)\/[\w./*-]*)`/g, documents);
  expect(paths.length).toBeGreaterThan(20);
  const isThere = (place: string) => {
    const pattern = new RegExp(`^${place.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}`);
    return files.some((file) => pattern.test(file));
  };
  // A document may name what stands beside it by its shorter path.
  const missing = paths.filter(({ file, found }) => !isThere(found) && !isThere(path.join(path.dirname(file), found)));
  expect(missing).toEqual([]);
});

/** The cells of every table row of a document, the header's first; the columns of each table may differ. */
function tablesOf(file: string): string[][][] {
  const blocks = read(file).matchAll(/(?:^\|.*\|\n)+/gm);
  return [...blocks].map(([block]) =>
    block
      .trimEnd()
      .split('\n')
      .map((line) =>
        line
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      ),
  );
}

test.each(['docs/mail-rules.md', 'sync/README.md'])('every test that %s names exists', (file) => {
  const tables = tablesOf(file).filter(([header]) => header?.at(-1) === 'test');
  const names = tables.flatMap((rows) =>
    rows.slice(2).flatMap((row) => [...(row.at(-1) ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')),
  );
  expect(names.length).toBeGreaterThan(10);
  const isTest = (name: string) =>
    testSources.some((source) => ["'", '"', '`'].some((quote) => source.includes(quote + name + quote)));
  expect(names.filter((name) => !isTest(name))).toEqual([]);
});

test('the decision table has a row for each that the planner gives, and no other', () => {
  const planner = files
    .filter((file) => /^sync\/core\/(?!decision\.ts).*\.ts$/.test(file))
    .map(read)
    .join('\n');
  const given = ROWS.filter((row) => planner.includes(`'${row}'`) || planner.includes(`"${row}"`));
  const tables = tablesOf('sync/README.md').filter(([header]) => header?.[2] === 'row');
  const documented = tables.flatMap((rows) => rows.slice(2).map((row) => (row[2] ?? '').replaceAll('`', '')));
  expect(new Set(documented)).toEqual(new Set(given));
});

test('.env.example names the variables that the programs read, each with a word on it', () => {
  const readByPrograms = [
    ...findAll(/^ {2}([A-Z_]+): Type\./gm, ['server/config.ts']),
    ...findAll(/env\['([A-Z_]+)'\]/g, ['provision/commands/environment.ts']),
  ];
  const documented = findAll(/^# .*\n([A-Z_]+)=/gm, ['.env.example']).map(({ found }) => found);
  expect(new Set(documented)).toEqual(new Set(readByPrograms.map(({ found }) => found)));
});

test('decisions are numbered without a gap, dated, short, and say context, choice and cost', () => {
  const decisions = files.filter((file) => file.startsWith('docs/decisions/')).toSorted();
  expect(decisions.length).toBeGreaterThan(0);
  for (const [index, file] of decisions.entries()) {
    const number = String(index + 1).padStart(4, '0');
    expect(path.basename(file)).toMatch(new RegExp(`^${number}-[a-z0-9-]+\\.md$`));
    const text = read(file);
    expect(text).toMatch(new RegExp(`^# ${number} .+\n\n\\d{4}-\\d{2}-\\d{2}\n`));
    expect(findAll(/^## (.*)$/gm, [file]).map(({ found }) => found)).toEqual(['Context', 'Choice', 'Cost']);
    expect(text.split('\n').length).toBeLessThanOrEqual(DECISION_LINES_MAX + 1);
  }
});

test("no file names a place on somebody's machine", () => {
  const places = /(?<![\w.:@~/-])(\/(?:home|root|work|Users)\/[\w.-]+|[A-Z]:\\Users\\)/g;
  expect(
    findAll(
      places,
      files.filter((file) => !file.endsWith('.png')),
    ),
  ).toEqual([]);
});
