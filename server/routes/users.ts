// The people who may sign in, for administrators.
import { hashPassword } from '../accounts/passwords.ts';
import type { App, ServerContext } from '../context.ts';
import { instantText } from '../database/instants.ts';
import { insertUser, listUsers, type UserRow } from '../database/users.ts';
import { Refusal } from '../refusal.ts';
import { NewUser, UserList, UserView } from '../schemas/users.ts';

export function addUserRoutes(app: App, { database, random, clock }: ServerContext): void {
  app.get('/api/users', { config: { access: 'administrator' }, schema: { response: { 200: UserList } } }, async () => ({
    users: (await listUsers(database)).map(viewOf),
  }));

  app.post(
    '/api/users',
    { config: { access: 'administrator' }, schema: { body: NewUser, response: { 201: UserView } } },
    async (request, reply) => {
      const { email, displayName, password, role } = request.body;
      const user = await insertUser(database, {
        id: random.uuid(),
        email,
        displayName,
        passwordHash: await hashPassword(password),
        role,
        createdAt: clock.now().toString(),
      });
      if (!user) {
        throw new Refusal({
          status: 409,
          code: 'email_taken',
          field: 'email',
          message: 'Somebody signs in with this address already.',
        });
      }
      return reply.status(201).send(viewOf(user));
    },
  );
}

function viewOf({ id, email, display_name, role, created_at }: UserRow): UserView {
  return { id, email, displayName: display_name, role, createdAt: instantText(created_at) };
}
