// A user's categories and the colours that they show in.
import type { App, ServerContext } from '../context.ts';
import { readCategories, writeCategories } from '../database/categories.ts';
import { badInput } from '../refusal.ts';
import { CategoryColors, CategoryList } from '../schemas/categories.ts';
import { signedIn } from './signed-in.ts';

const config = { access: 'user' as const };

export function addCategoryRoutes(app: App, { database }: ServerContext): void {
  app.get('/api/categories', { config, schema: { response: { 200: CategoryList } } }, async (request) => ({
    categories: await readCategories(database, signedIn(request).id),
  }));

  app.put(
    '/api/categories',
    { config, schema: { body: CategoryColors, response: { 200: CategoryList } } },
    async (request) => {
      const userId = signedIn(request).id;
      const { categories } = request.body;
      demandNamedOnce(categories.map(({ name }) => name));
      return database.transaction().execute(async (transaction) => {
        await writeCategories(transaction, userId, categories);
        return { categories: await readCategories(transaction, userId) };
      });
    },
  );
}

function demandNamedOnce(names: readonly string[]): void {
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice >= 0)
    throw badInput('category_twice', `categories/${twice}/name`, `The category "${names[twice]}" is listed twice.`);
}
