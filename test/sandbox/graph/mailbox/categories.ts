// The master list of categories of a mailbox.
import { emptyAnswer, type SandboxAnswer } from '../../core/http.ts';
import { readFields, readWord, words } from '../calendar/events/read-values.ts';
import { collectionAnswer, entityAnswer } from '../odata/answers.ts';
import { mailboxPath } from '../odata/context.ts';
import { plainShape } from '../odata/shape.ts';
import { type GraphCall, GraphRefusal, type Operation } from '../operation.ts';
import { itemNotFound } from '../refusals.ts';
import type { Category } from './mailbox-settings.ts';
import { optionsOf, SETTINGS_READ, SETTINGS_WRITE } from './settings.ts';

const ROOT = '/{mailbox}/outlook/masterCategories';
const COLORS = words('none', ...Array.from({ length: 25 }, (_, index) => `preset${index}`));
const SHAPE = plainShape('outlookCategory');
const CATEGORY_PROPERTIES = ['color', 'displayName', 'id'] as const;

export const categoryOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: ROOT,
    permissions: SETTINGS_READ,
    coverage: { evidence: 'documented', source: 'outlookuser-list-mastercategories' },
    answer: list,
  },
  {
    method: 'POST',
    path: ROOT,
    permissions: SETTINGS_WRITE,
    coverage: {
      evidence: 'documented',
      source: 'outlookuser-post-mastercategories',
      difference: 'the code for a name that is taken is inferred',
    },
    answer: create,
  },
  {
    method: 'GET',
    path: `${ROOT}/{category}`,
    permissions: SETTINGS_READ,
    coverage: { evidence: 'documented', source: 'outlookcategory-get' },
    answer: get,
  },
  {
    method: 'PATCH',
    path: `${ROOT}/{category}`,
    permissions: SETTINGS_WRITE,
    coverage: { evidence: 'documented', source: 'outlookcategory-update' },
    answer: update,
  },
  {
    method: 'DELETE',
    path: `${ROOT}/{category}`,
    permissions: SETTINGS_WRITE,
    coverage: { evidence: 'documented', source: 'outlookcategory-delete' },
    answer: remove,
  },
];

function list(call: GraphCall): SandboxAnswer {
  const rows = optionsOf(call).categories.map((category) => ({ ...category }));
  return collectionAnswer(call, { path: pathOf(call), shape: SHAPE, rows });
}

function create(call: GraphCall): SandboxAnswer {
  const { categories } = optionsOf(call);
  const { displayName, color = 'none' } = readFields(call.body, 'microsoft.graph.outlookCategory', CATEGORY_PROPERTIES);
  if (typeof displayName !== 'string' || displayName.trim() === '') {
    throw new GraphRefusal(400, 'ErrorInvalidRequest', 'A category needs a displayName.');
  }
  if (categories.some((known) => known.displayName.toLowerCase() === displayName.toLowerCase())) {
    throw new GraphRefusal(409, 'CategoryNameDuplicate', `The category '${displayName}' already exists.`);
  }
  const category = { id: call.world.random.uuid(), displayName, color: readWord(color, COLORS) };
  categories.push(category);
  return answerOne(call, category, 201);
}

function get(call: GraphCall): SandboxAnswer {
  return answerOne(call, categoryOf(call));
}

/** Only the colour can change; another name is refused. */
function update(call: GraphCall): SandboxAnswer {
  const category = categoryOf(call);
  const { displayName, color } = readFields(call.body, 'microsoft.graph.outlookCategory', CATEGORY_PROPERTIES);
  if (displayName !== undefined && displayName !== category.displayName) {
    throw new GraphRefusal(400, 'ErrorInvalidRequest', 'The name of a category cannot be changed.');
  }
  if (color !== undefined) category.color = readWord(color, COLORS);
  return answerOne(call, category);
}

function remove(call: GraphCall): SandboxAnswer {
  const { categories } = optionsOf(call);
  categories.splice(categories.indexOf(categoryOf(call)), 1);
  return emptyAnswer(204);
}

function categoryOf(call: GraphCall): Category {
  const category = optionsOf(call).categories.find(({ id }) => id === call.parameters.category?.toLowerCase());
  if (category) return category;
  throw itemNotFound();
}

function answerOne(call: GraphCall, category: Category, status = 200): SandboxAnswer {
  return entityAnswer(call, { path: pathOf(call), shape: SHAPE, row: { ...category }, status });
}

function pathOf(call: GraphCall): string {
  return `${mailboxPath(call)}/outlook/masterCategories`;
}
