// A $filter as a tree: what the parser makes of it, and what is then asked of each row.
import { GraphRefusal } from '../operation.ts';

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type TextFunction = 'startswith' | 'endswith' | 'contains';

export interface Literal {
  kind: 'literal';
  type: 'string' | 'number' | 'boolean' | 'null' | 'dateTime' | 'date' | 'guid';
  /** Strings and times as text. */
  value: string | number | boolean | null;
}

/** A property, or one of a lambda's variable: `start/dateTime`, `ep/id`. */
export interface Path {
  kind: 'path';
  segments: readonly string[];
}

export type Operand = Literal | Path;

export type Filter =
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; operand: Filter }
  | { kind: 'compare'; operator: Comparison; left: Operand; right: Operand }
  | { kind: 'text'; name: TextFunction; subject: Operand; part: Operand }
  | { kind: 'in'; subject: Operand; values: readonly Literal[] }
  | { kind: 'lambda'; quantifier: 'any' | 'all'; path: Path; variable: string; inner: Filter | null }
  | { kind: 'operand'; operand: Operand };

/** @param reason as OData's own library words it */
export function invalidFilter(reason: string): GraphRefusal {
  return new GraphRefusal(400, 'BadRequest', `Invalid filter clause: ${reason}`);
}
