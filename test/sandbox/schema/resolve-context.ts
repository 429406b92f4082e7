// From an @odata.context to the type that it speaks of, by walking the schema: `users('…')/events(subject)/$entity`.
import { bareName, itemType, rootType, typeModel } from './entity-model.ts';

export interface ResolvedContext {
  /** `Edm.String`, an enumeration, or the type of an entity or a structure, without its namespace. */
  type: string;
  isPrimitive: boolean;
  isCollection: boolean;
  /** What `$select` left, without what was expanded; null where nothing was selected. */
  selected: readonly string[] | null;
}

const PRIMITIVE = /^Edm\./;
/** The extract of the schema has no mail folders: what is in them stands in the mailbox as well. */
const MAIL_FOLDER = /\/mailFolders\('[^']*'\)(?=\/messages)/;
/** Roots that the extract lacks: nothing of them can be checked. */
const BEYOND_EXTRACT = /^policies\b/;

/** @returns what the context means; null for what the schema's extract doesn't reach; or a sentence that says what is wrong. */
export function resolveContext(context: string): ResolvedContext | string | null {
  const fragment = /^https:\/\/graph\.microsoft\.com\/(?:v1\.0|beta)\/\$metadata#(.+)$/.exec(context)?.[1];
  if (fragment === undefined) return `${context} is no context of Graph`;
  if (BEYOND_EXTRACT.test(fragment)) return null;
  const [, returned] = /^Collection\((.+)\)$/.exec(fragment) ?? [];
  if (returned !== undefined) return ofType(bareName(returned), { isCollection: true, selected: null });
  const isEntity = fragment.endsWith('/$entity');
  const path = fragment.replace(/\/\$entity$/, '');
  const [, walked = path, list] = /^(.*?[^(])\(([^'()]*(?:\(\)[^'()]*)*)\)$/.exec(path) ?? [];
  const selected = list === undefined ? null : selectedNames(list);
  if (/^(?:microsoft\.graph|Edm)\./.test(walked)) return ofType(bareName(walked), { isCollection: false, selected });
  const type = typeAt(walked.replace(MAIL_FOLDER, ''));
  if (type === undefined) return `${context} names nothing that the schema has`;
  return ofType(bareName(itemType(type)), { isCollection: itemType(type) !== type && !isEntity, selected });
}

function ofType(type: string, facts: Pick<ResolvedContext, 'isCollection' | 'selected'>): ResolvedContext | string {
  const isPrimitive = PRIMITIVE.test(type) || !typeModel(type);
  return { type, isPrimitive, ...facts };
}

/** Expanded properties stand in the list with parentheses of their own; alone they select nothing. */
function selectedNames(list: string): string[] | null {
  const names = list.split(',').filter((name) => !name.endsWith('()'));
  return names.length > 0 ? names : null;
}

function typeAt(path: string): string | undefined {
  const [root = '', ...segments] = path.split('/').map((segment) => segment.replace(/\('.*'\)$/, ''));
  let type = rootType(root);
  // Below a key of a collection stands one of its items.
  for (const segment of segments) {
    if (type === undefined) return undefined;
    const model = typeModel(itemType(type));
    const key = segment.toLowerCase();
    type = (model?.navigation.get(key) ?? model?.properties.get(key))?.type;
  }
  const isRootSet = segments.length === 0 && root.toLowerCase() !== 'me';
  return isRootSet && type !== undefined ? `Collection(${type})` : type;
}
