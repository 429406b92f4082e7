// $expand: which navigation properties are asked for, each with options of its own in parentheses.
import { propertyOf, type TypeModel, typeModel } from '../../schema/entity-model.ts';
import { GraphRefusal } from '../operation.ts';
import { parseFilter } from './filter-syntax.ts';
import type { Filter } from './filter-tree.ts';
import { readSelect, type Select } from './select.ts';
import { splitOutside } from './split.ts';

export interface ExpandItem {
  /** The navigation property in the CSDL's spelling. */
  name: string;
  /** The type that a cast before it names (`microsoft.graph.eventMessage/event`), without its namespace; null: none. */
  cast: string | null;
  filter: Filter | null;
  select: Select | null;
  top: number | null;
}

const NESTED_OPTIONS = ['$filter', '$select', '$top', '$expand', '$orderby', '$count', '$skip'];

/** @throws GraphRefusal 400 for what is no navigation property, or for options that are none. */
export function readExpand(text: string, model: TypeModel, version: 'v1.0' | 'beta'): ExpandItem[] {
  return splitOutside(text, ',').map((part) => readItem(part.trim(), model, version));
}

function readItem(part: string, model: TypeModel, version: 'v1.0' | 'beta'): ExpandItem {
  const [, path = part, nested] = /^([^()]+)(?:\((.*)\))?$/s.exec(part) ?? [];
  const [name = '', cast = null] = path.trim().split('/').toReversed();
  const owner = cast === null ? model : typeModel(cast);
  if (!owner) throw parsing(`The type '${cast}' is not defined in the model.`);
  const navigation = owner.navigation.get(name.toLowerCase());
  if (!navigation) {
    throw propertyOf(owner, name, version)
      ? parsing(
          `Property '${name}' on type 'microsoft.graph.${owner.name}' is not a navigation property or complex property. Only navigation properties can be expanded.`,
        )
      : parsing(`Could not find a property named '${name}' on type 'microsoft.graph.${owner.name}'.`);
  }
  const options = nestedOptions(nested ?? '');
  const target = typeModel(navigation.type.replace(/^Collection\((.+)\)$/, '$1'));
  const filter = options.get('$filter');
  const select = options.get('$select');
  const top = options.get('$top');
  return {
    name: navigation.name,
    cast: cast === null ? null : owner.name,
    filter: filter === undefined ? null : parseFilter(filter),
    select: select === undefined || !target ? null : readSelect(select, target, version),
    top: top === undefined ? null : Number(top),
  };
}

function nestedOptions(text: string): Map<string, string> {
  const options = new Map<string, string>();
  for (const part of splitOutside(text, ';').filter((each) => each.trim() !== '')) {
    const [name = '', ...value] = part.split('=');
    const key = name.trim().toLowerCase();
    if (!NESTED_OPTIONS.includes(key) || value.length === 0)
      throw parsing(`Term '${part.trim()}' is not valid in a $select or $expand expression.`);
    options.set(key, value.join('='));
  }
  return options;
}

function parsing(reason: string): GraphRefusal {
  return new GraphRefusal(400, 'BadRequest', `Parsing OData Select and Expand failed: ${reason}`);
}
