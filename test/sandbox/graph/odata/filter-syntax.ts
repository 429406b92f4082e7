// $filter as a tree: a tokenizer and a recursive parser of OData 4.01 expressions (part 2, URL conventions, 5.1.1).
import type { GraphRefusal } from '../operation.ts';
import { type Token, tokenize } from './filter-tokens.ts';
import {
  type Comparison,
  type Filter,
  invalidFilter,
  type Literal,
  type Operand,
  type Path,
  type TextFunction,
} from './filter-tree.ts';

/** Nesting beyond this is refused, as a guard against hostile input. */
const DEPTH_MAX = 100;
const COMPARISONS: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const TEXT_FUNCTIONS: readonly string[] = ['startswith', 'endswith', 'contains'];

/** @throws GraphRefusal 400 for what is no expression. */
export function parseFilter(text: string): Filter {
  const reader = new Reader(tokenize(text), text);
  const filter = readOr(reader, 0);
  if (reader.peek()) throw reader.syntaxError();
  return filter;
}

/** Where the parser stands in the tokens. */
class Reader {
  readonly #tokens: readonly Token[];
  readonly #text: string;
  #position = 0;

  constructor(tokens: readonly Token[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#position + ahead];
  }

  next(): Token {
    const token = this.peek();
    if (!token) throw this.syntaxError();
    this.#position += 1;
    return token;
  }

  /** Takes the next token if it is this word or sign. */
  takes(text: string): boolean {
    const token = this.peek();
    if (!token || token.kind === 'literal' || token.text.toLowerCase() !== text) return false;
    this.#position += 1;
    return true;
  }

  expect(text: string): void {
    if (!this.takes(text)) throw this.syntaxError();
  }

  syntaxError(): GraphRefusal {
    const at = this.peek()?.at ?? this.#text.length;
    return invalidFilter(`Syntax error at position ${at} in '${this.#text}'.`);
  }
}

function readOr(reader: Reader, depth: number): Filter {
  if (depth > DEPTH_MAX) throw invalidFilter('The recursion limit has been exceeded.');
  let left = readAnd(reader, depth);
  while (reader.takes('or')) left = { kind: 'or', left, right: readAnd(reader, depth) };
  return left;
}

function readAnd(reader: Reader, depth: number): Filter {
  let left = readNot(reader, depth);
  while (reader.takes('and')) left = { kind: 'and', left, right: readNot(reader, depth) };
  return left;
}

function readNot(reader: Reader, depth: number): Filter {
  if (depth > DEPTH_MAX) throw invalidFilter('The recursion limit has been exceeded.');
  if (reader.takes('not')) return { kind: 'not', operand: readNot(reader, depth + 1) };
  if (reader.takes('(')) {
    const inner = readOr(reader, depth + 1);
    reader.expect(')');
    return inner;
  }
  return readTerm(reader, depth);
}

function readTerm(reader: Reader, depth: number): Filter {
  const call = readCall(reader);
  if (call) return readComparisonOfCall(reader, call);
  const subject = readOperand(reader);
  if (subject.kind === 'path') {
    const lambda = readLambda(reader, subject, depth);
    if (lambda) return lambda;
  }
  const operator = reader.peek()?.text.toLowerCase() ?? '';
  if (COMPARISONS.includes(operator) && reader.peek()?.kind === 'word') {
    reader.next();
    return { kind: 'compare', operator: operator as Comparison, left: subject, right: readOperand(reader) };
  }
  if (reader.takes('in')) return { kind: 'in', subject, values: readValues(reader) };
  return { kind: 'operand', operand: subject };
}

/** `startswith(subject,'All')`; any other function is one that nobody knows. */
function readCall(reader: Reader): Filter | null {
  const name = reader.peek();
  if (name?.kind !== 'word' || name.text.includes('/') || reader.peek(1)?.text !== '(') return null;
  const lowerCase = name.text.toLowerCase();
  if (!TEXT_FUNCTIONS.includes(lowerCase)) {
    throw invalidFilter(
      `An unknown function with name '${name.text}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.`,
    );
  }
  reader.next();
  reader.expect('(');
  const subject = readOperand(reader);
  reader.expect(',');
  const part = readOperand(reader);
  reader.expect(')');
  return { kind: 'text', name: lowerCase as TextFunction, subject, part };
}

/** `contains(…) eq true` is the call, `eq false` its contrary. */
function readComparisonOfCall(reader: Reader, call: Filter): Filter {
  const isEqual = reader.takes('eq');
  if (!isEqual && !reader.takes('ne')) return call;
  const right = readOperand(reader);
  if (right.kind !== 'literal' || right.type !== 'boolean') throw reader.syntaxError();
  return isEqual === right.value ? call : { kind: 'not', operand: call };
}

/** `singleValueExtendedProperties/Any(ep: ep/id eq '…')`: the last segment is the quantifier. */
function readLambda(reader: Reader, path: Path, depth: number): Filter | null {
  const quantifier = path.segments.at(-1)?.toLowerCase();
  if ((quantifier !== 'any' && quantifier !== 'all') || path.segments.length < 2 || !reader.takes('(')) return null;
  const collection: Path = { kind: 'path', segments: path.segments.slice(0, -1) };
  if (quantifier === 'any' && reader.takes(')')) {
    return { kind: 'lambda', quantifier, path: collection, variable: '', inner: null };
  }
  const variable = reader.next();
  if (variable.kind !== 'word') throw reader.syntaxError();
  reader.expect(':');
  const inner = readOr(reader, depth + 1);
  reader.expect(')');
  return { kind: 'lambda', quantifier, path: collection, variable: variable.text, inner };
}

function readValues(reader: Reader): Literal[] {
  reader.expect('(');
  const values: Literal[] = [];
  do {
    const value = readOperand(reader);
    if (value.kind !== 'literal') throw reader.syntaxError();
    values.push(value);
  } while (reader.takes(','));
  reader.expect(')');
  return values;
}

function readOperand(reader: Reader): Operand {
  const token = reader.next();
  if (token.kind === 'literal') return token.literal;
  if (token.kind !== 'word') throw reader.syntaxError();
  return { kind: 'path', segments: token.text.split('/') };
}
