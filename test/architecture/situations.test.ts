// The map of situations keeps its word: each of the model's 144 stands in it once, and the tests that it names exist.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const TESTS = path.resolve(import.meta.dirname, '..');
const SITUATIONS = 144;
const [, map = ''] = readFileSync(path.join(TESTS, 'README.md'), 'utf8').split('\n## Situations\n');

test('each situation stands in the map once', () => {
  const numbers = [...map.matchAll(/^\| (\d+) \|/gm)].map((match) => Number(match[1]));
  expect(numbers).toEqual(Array.from({ length: SITUATIONS }, (_, index) => index + 1));
});

test('each row names its test, or what is not built yet', () => {
  const rows = map.split('\n').filter((line) => /^\| (?!-|\||situation)/.test(line) && !line.startsWith('| | '));
  expect(rows.length).toBeGreaterThan(SITUATIONS);
  expect(
    rows.filter((row) => !/\| (?:`[\w/-]+` “[^”]+”(?:, )?)+ \|$|\| not built yet: [\w’' ]+ \|$/.test(row)),
  ).toEqual([]);
});

test('the tests that it names exist', () => {
  const named = [...map.matchAll(/`([\w/-]+)` “([^”]+)”/g)].map(([, file = '', words = '']) => ({ file, words }));
  expect(named.length).toBeGreaterThan(100);
  const isThere = ({ file, words }: { file: string; words: string }) => {
    const place = path.join(TESTS, `${file}.test.ts`);
    return existsSync(place) && readFileSync(place, 'utf8').includes(words);
  };
  expect(named.filter((each) => !isThere(each))).toEqual([]);
});
