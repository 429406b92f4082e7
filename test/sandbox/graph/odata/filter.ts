// $filter over the rows of a collection: its types checked against the schema once, then asked of each row.
import { bareName, enumMembers, itemType, typeModel } from '../../schema/entity-model.ts';
import { GraphRefusal } from '../operation.ts';
import {
  type Comparison,
  type Filter,
  invalidFilter,
  type Literal,
  type Operand,
  type Path,
  type TextFunction,
} from './filter-tree.ts';
import {
  type Category,
  categoryOf,
  comparable,
  type PathContext,
  resolvePath,
  type Scope,
  type Target,
  UnknownPropertyError,
} from './property-path.ts';
import type { EntityShape } from './shape.ts';

type Test<Row> = (scope: Scope<Row>) => boolean;

/** @throws GraphRefusal 400 for properties that don't exist or can't be filtered by, and for types that don't fit. */
export function compileFilter<Row>(
  filter: Filter,
  shape: EntityShape<Row>,
  version: 'v1.0' | 'beta',
): (row: Row) => boolean {
  const model = typeModel(shape.type);
  if (!model) throw new TypeError(`The schema has no type ${shape.type}.`);
  const test = compile(filter, { shape, model, version, variables: {} });
  return (row) => test({ row, variables: {} });
}

function compile<Row>(filter: Filter, context: PathContext<Row>): Test<Row> {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const left = compile(filter.left, context);
      const right = compile(filter.right, context);
      return filter.kind === 'and' ? (scope) => left(scope) && right(scope) : (scope) => left(scope) || right(scope);
    }
    case 'not': {
      const operand = compile(filter.operand, context);
      return (scope) => !operand(scope);
    }
    case 'compare':
      return compileComparison(filter, context);
    case 'text':
      return compileText(filter, context);
    case 'in': {
      const tests = filter.values.map((right) =>
        compileComparison({ operator: 'eq', left: filter.subject, right }, context),
      );
      return (scope) => tests.some((test) => test(scope));
    }
    case 'lambda':
      return compileLambda(filter, context);
    case 'operand': {
      const target = targetOf(filter.operand, context);
      if (categoryOf(target.type) !== 'boolean') {
        throw invalidFilter('The $filter expression must evaluate to a single boolean value.');
      }
      return (scope) => target.read(scope) === true;
    }
  }
}

function compileComparison<Row>(
  { operator, left, right }: { operator: Comparison; left: Operand; right: Operand },
  context: PathContext<Row>,
): Test<Row> {
  const targets = [targetOf(left, context), targetOf(right, context)] as const;
  checkTypes(operator, targets, [left, right]);
  const [one, other] = targets;
  // A literal is compared as what it is compared with.
  const typed = left.kind === 'path' ? one : other;
  return (scope) => holds(operator, comparable(one.read(scope), typed), comparable(other.read(scope), typed));
}

function holds(
  operator: Comparison,
  left: string | number | boolean | null,
  right: string | number | boolean | null,
): boolean {
  if (operator === 'eq') return left === right;
  if (operator === 'ne') return left !== right;
  if (left === null || right === null) return false;
  switch (operator) {
    case 'gt':
      return left > right;
    case 'ge':
      return left >= right;
    case 'lt':
      return left < right;
    case 'le':
      return left <= right;
  }
}

const TEXT_TESTS: Readonly<Record<TextFunction, (text: string, part: string) => boolean>> = {
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part),
};

function compileText<Row>(
  { name, subject, part }: Extract<Filter, { kind: 'text' }>,
  context: PathContext<Row>,
): Test<Row> {
  const targets = [targetOf(subject, context), targetOf(part, context)];
  for (const { type } of targets) {
    if (categoryOf(type) !== 'string') {
      throw invalidFilter(
        `No function signature for the function with name '${name}' matches the specified arguments.`,
      );
    }
  }
  return (scope) => {
    const [text, sought] = targets.map((target) => target.read(scope));
    return typeof text === 'string' && TEXT_TESTS[name](text.toLowerCase(), String(sought).toLowerCase());
  };
}

function compileLambda<Row>(
  { quantifier, path, variable, inner }: Extract<Filter, { kind: 'lambda' }>,
  context: PathContext<Row>,
): Test<Row> {
  const collection = targetOf(path, context);
  if (categoryOf(collection.type) !== 'collection') {
    throw invalidFilter('Any/All may only be used following a collection.');
  }
  const variables = { ...context.variables, [variable]: itemType(collection.type) };
  const test = inner ? compile(inner, { ...context, variables }) : () => true;
  return (scope) => {
    const elements = collection.read(scope);
    const each = (element: unknown) => test({ ...scope, variables: { ...scope.variables, [variable]: element } });
    if (!Array.isArray(elements)) return quantifier === 'all';
    return quantifier === 'any' ? elements.some(each) : elements.every(each);
  };
}

const LITERAL_TYPES: Readonly<Record<Literal['type'], string>> = {
  string: 'Edm.String',
  number: 'Edm.Int32',
  boolean: 'Edm.Boolean',
  null: 'null',
  dateTime: 'Edm.DateTimeOffset',
  date: 'Edm.Date',
  guid: 'Edm.Guid',
};

function targetOf<Row>(operand: Operand, context: PathContext<Row>): Target<Row> {
  if (operand.kind === 'literal') {
    return { type: LITERAL_TYPES[operand.type], meaning: 'plain', read: () => operand.value };
  }
  try {
    const target = resolvePath(operand.segments, context);
    if (!((operand.segments[0] ?? '') in context.variables)) refuseUnfilterable(operand, context.shape);
    return target;
  } catch (error) {
    if (error instanceof UnknownPropertyError) throw invalidFilter(error.message);
    throw error;
  }
}

/** Outlook's words for what exists and still can't be filtered by. */
function refuseUnfilterable<Row>({ segments }: Path, { refusesFilter }: EntityShape<Row>): void {
  const refusal = refusesFilter?.(segments.join('/').toLowerCase()) ?? null;
  if (refusal === null) return;
  const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
  const [root = ''] = segments;
  if (refusal === 'property') {
    throw new GraphRefusal(400, 'ErrorInvalidProperty', `The property '${capital(root)}' does not support filtering.`);
  }
  throw new GraphRefusal(
    400,
    'UnsupportedEntityExpression',
    `'i => i.${segments.map(capital).join('.')}' is not a supported filter expression.`,
  );
}

/** Which literals a property of a category takes. */
const ACCEPTED: Readonly<Record<Category, readonly string[]>> = {
  string: ['Edm.String'],
  number: ['Edm.Int32'],
  boolean: ['Edm.Boolean'],
  dateTime: ['Edm.DateTimeOffset', 'Edm.Date'],
  date: ['Edm.Date'],
  guid: ['Edm.Guid'],
  enum: ['Edm.String'],
  structure: [],
  collection: [],
};

const OPERATOR_KINDS: Readonly<Record<Comparison, string>> = {
  eq: 'Equal',
  ne: 'NotEqual',
  gt: 'GreaterThan',
  ge: 'GreaterThanOrEqual',
  lt: 'LessThan',
  le: 'LessThanOrEqual',
};

function checkTypes<Row>(
  operator: Comparison,
  [left, right]: readonly [Target<Row>, Target<Row>],
  operands: readonly [Operand, Operand],
): void {
  const [typed, other] = operands[0].kind === 'path' ? [left, right] : [right, left];
  const literal = operands.find((operand): operand is Literal => operand.kind === 'literal');
  const fits = literal ? ACCEPTED[categoryOf(typed.type)].includes(other.type) : left.type === right.type;
  const isNull = literal?.type === 'null' && (operator === 'eq' || operator === 'ne');
  if (!fits && !isNull) {
    throw invalidFilter(
      `A binary operator with incompatible types was detected. Found operand types '${left.type}' and '${right.type}' for operator kind '${OPERATOR_KINDS[operator]}'.`,
    );
  }
  if (literal?.type !== 'string') return;
  const text = String(literal.value);
  const members = enumMembers(typed.type);
  if (members && !members.some((member) => member.toLowerCase() === text.toLowerCase())) {
    throw invalidFilter(`The string '${text}' is not a valid enumeration type constant of '${bareName(typed.type)}'.`);
  }
  // An id that is none is refused, wherever it would be compared.
  if (typed.meaning !== 'plain' && Number.isNaN(comparable(text, typed))) {
    throw new GraphRefusal(400, 'ErrorInvalidUrlQueryFilter', `The query filter contains one or more invalid nodes.`);
  }
}
