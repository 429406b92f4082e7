// $orderby: several keys, each ascending or descending; equal rows stay in their order.
import { typeModel } from '../../schema/entity-model.ts';
import { GraphRefusal } from '../operation.ts';
import { categoryOf, comparable, resolvePath, type Target, UnknownPropertyError } from './property-path.ts';
import type { EntityShape } from './shape.ts';

/** @returns rows in order; values are read once for each row. @throws GraphRefusal 400 for what nothing can be ordered by. */
export function ordered<Row>(
  rows: readonly Row[],
  orderby: string,
  shape: EntityShape<Row>,
  version: 'v1.0' | 'beta',
): Row[] {
  const keys = orderby.split(',').map((part) => readKey(part.trim(), shape, version));
  const valued = rows.map((row) => ({
    row,
    values: keys.map(({ target }) => comparable(target.read({ row, variables: {} }), target)),
  }));
  valued.sort((one, other) => {
    for (const [index, { sign }] of keys.entries()) {
      const order = compared(one.values[index] ?? null, other.values[index] ?? null);
      if (order !== 0) return order * sign;
    }
    return 0;
  });
  return valued.map(({ row }) => row);
}

function readKey<Row>(
  part: string,
  shape: EntityShape<Row>,
  version: 'v1.0' | 'beta',
): { target: Target<Row>; sign: number } {
  const [, path = '', direction = 'asc'] = /^([\w/.]+)(?:\s+(asc|desc))?$/i.exec(part) ?? [];
  const model = typeModel(shape.type);
  if (path === '' || !model) throw invalidOrder(`Syntax error at position 0 in '${part}'.`);
  try {
    const target = resolvePath(path.split('/'), { shape, model, version, variables: {} });
    if (['structure', 'collection'].includes(categoryOf(target.type))) {
      throw invalidOrder('The $orderby expression must evaluate to a single value of primitive type.');
    }
    return { target, sign: direction.toLowerCase() === 'desc' ? -1 : 1 };
  } catch (error) {
    if (error instanceof UnknownPropertyError) throw invalidOrder(error.message);
    throw error;
  }
}

/** Nothing comes before everything. */
function compared(one: string | number | boolean | null, other: string | number | boolean | null): number {
  if (one === other) return 0;
  if (one === null) return -1;
  if (other === null) return 1;
  return one < other ? -1 : 1;
}

function invalidOrder(reason: string): GraphRefusal {
  return new GraphRefusal(400, 'BadRequest', `Invalid $orderby clause: ${reason}`);
}
