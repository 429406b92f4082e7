// $search of the directory: `"property:words"` clauses joined by AND and OR, matched by the beginnings of words.

import type { Output } from '../../odata/shape.ts';
import { badRequest } from '../refusals.ts';

const CLAUSE = /^"(\w+):([^"]*)"$/;

/** @param searchable names of properties, as answers write them. @throws GraphRefusal 400 for another syntax or property */
export function compileSearch(search: string, searchable: readonly string[]): (row: Output) => boolean {
  const alternatives = search
    .split(/ OR /)
    .map((part) => part.split(/ AND /).map((each) => readClause(each.trim(), searchable)));
  return (row) => alternatives.some((clauses) => clauses.every((matches) => matches(row)));
}

function readClause(text: string, searchable: readonly string[]): (row: Output) => boolean {
  const [, name, words] = CLAUSE.exec(text) ?? [];
  if (name === undefined || words === undefined) {
    throw badRequest(`Invalid $search query: ${text} is not written as "property:value".`);
  }
  const property = searchable.find((each) => each.toLowerCase() === name.toLowerCase());
  if (property === undefined) throw badRequest(`Unsupported property '${name}' in $search.`);
  const sought = wordsOf(words);
  return (row) => {
    const found = [row[property]].flat().flatMap((value) => wordsOf(typeof value === 'string' ? value : ''));
    return sought.every((word) => found.some((each) => each.startsWith(word)));
  };
}

/** Case, digits and signs part words, as the directory's index does. */
function wordsOf(text: string): string[] {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
