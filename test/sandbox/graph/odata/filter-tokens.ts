// The tokens of a $filter: words and paths, signs, and literals of each type.
import { invalidFilter, type Literal } from './filter-tree.ts';

export type Token =
  | { kind: 'word' | 'sign'; text: string; at: number }
  | { kind: 'literal'; text: string; at: number; literal: Literal };

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)/i;
const DATE = /^\d{4}-\d\d-\d\d/;
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;
const NUMBER = /^-?\d+(?:\.\d+)?/;
const STRING = /^'(?:[^']|'')*'/;
/** A word of an enumeration with its type before it: `microsoft.graph.freeBusyStatus'busy'`. */
const TYPED_STRING = /^[A-Za-z][\w.]*'(?:[^']|'')*'/;
const WORD = /^@?[A-Za-z_][\w.]*(?:\/[A-Za-z_][\w.]*)*/;
const SIGN = /^[(),:]/;
const WORD_LITERALS: Readonly<Record<string, Literal>> = {
  true: { kind: 'literal', type: 'boolean', value: true },
  false: { kind: 'literal', type: 'boolean', value: false },
  null: { kind: 'literal', type: 'null', value: null },
};

/** @throws GraphRefusal 400 for a character that begins no token, or a string without an end. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const blanks = /^\s+/.exec(rest)?.[0].length ?? 0;
    if (blanks > 0) {
      at += blanks;
      continue;
    }
    const token = readToken(rest, at);
    if (!token) {
      throw invalidFilter(
        rest.startsWith("'")
          ? `There is an unterminated string literal at position ${text.length} in '${text}'.`
          : `Syntax error: character '${rest[0]}' is not valid at position ${at} in '${text}'.`,
      );
    }
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function readToken(rest: string, at: number): Token | null {
  const literal = readLiteral(rest);
  if (literal) return { kind: 'literal', at, ...literal };
  const [word] = WORD.exec(rest) ?? [];
  if (word !== undefined) {
    const known = WORD_LITERALS[word.toLowerCase()];
    return known ? { kind: 'literal', at, text: word, literal: known } : { kind: 'word', text: word, at };
  }
  const [sign] = SIGN.exec(rest) ?? [];
  return sign === undefined ? null : { kind: 'sign', text: sign, at };
}

function readLiteral(rest: string): { text: string; literal: Literal } | null {
  const [string] = STRING.exec(rest) ?? TYPED_STRING.exec(rest) ?? [];
  if (string !== undefined) {
    const value = string.slice(string.indexOf("'") + 1, -1).replaceAll("''", "'");
    return { text: string, literal: { kind: 'literal', type: 'string', value } };
  }
  for (const [type, pattern] of [
    ['guid', GUID],
    ['dateTime', DATE_TIME],
    ['date', DATE],
  ] as const) {
    const [text] = pattern.exec(rest) ?? [];
    if (text !== undefined) return { text, literal: { kind: 'literal', type, value: text } };
  }
  const [number] = NUMBER.exec(rest) ?? [];
  return number === undefined
    ? null
    : { text: number, literal: { kind: 'literal', type: 'number', value: Number(number) } };
}
