// $select: which properties an answer carries; annotations and the id stay whatever is selected.
import { propertyOf, type TypeModel, typeModel } from '../../schema/entity-model.ts';
import { GraphRefusal } from '../operation.ts';
import type { Output } from './output.ts';

export interface Select {
  /** In the CSDL's spelling, in the order of the query; null where `*` is among them. */
  names: readonly string[] | null;
}

/** @throws GraphRefusal 400 for a property that the type doesn't have (docs-contrib issue 488 of davmail shows the words). */
export function readSelect(text: string, model: TypeModel, version: 'v1.0' | 'beta'): Select {
  const asked = text.split(',').map((name) => name.trim());
  const names = asked.map((name) => {
    const [first = '', second] = name.split('/');
    // A cast: `microsoft.graph.eventMessage/meetingMessageType` is a property of what derives from the type.
    const derived = first.includes('.') && second !== undefined ? typeModel(first) : undefined;
    const root = derived && second !== undefined ? second : first;
    const found = propertyOf(derived ?? model, root, version) ?? model.navigation.get(root.toLowerCase());
    if (!found && root !== '*') {
      throw new GraphRefusal(
        400,
        'BadRequest',
        `Parsing OData Select and Expand failed: Could not find a property named '${root}' on type 'microsoft.graph.${model.name}'.`,
      );
    }
    return found?.name ?? root;
  });
  return { names: names.includes('*') ? null : [...new Set(names)] };
}

/** Leaves only what was selected, the id, and annotations of either. */
export function selected(output: Output, select: Select | null): Output {
  if (!select?.names) return output;
  const kept = new Set(['id', ...select.names]);
  return Object.fromEntries(Object.entries(output).filter(([name]) => name.startsWith('@') || kept.has(name)));
}
