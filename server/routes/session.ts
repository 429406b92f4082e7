// Signing in and out, and the making of the first administrator.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hashPassword, isPasswordOf } from '../accounts/passwords.ts';
import type { App, ServerContext } from '../context.ts';
import type { SessionUser } from '../database/sessions.ts';
import { findUserByEmail, hasUsers, insertFirstUser, type UserRow } from '../database/users.ts';
import { csrfTokenFor } from '../plugins/csrf.ts';
import { beginSession, endSession, type Session } from '../plugins/sessions.ts';
import { Refusal } from '../refusal.ts';
import { SessionView, SetUp, SignIn } from '../schemas/session.ts';

const ATTEMPTS_PER_MINUTE_MAX = 10;
const fromOnePlace = { max: ATTEMPTS_PER_MINUTE_MAX, timeWindow: '1 minute' };
/** Counted for each address by itself, so that colleagues behind one router don't keep each other out. */
const forOneAddress = {
  ...fromOnePlace,
  hook: 'preHandler' as const,
  keyGenerator: ({ ip, body }: FastifyRequest) => `${ip} ${(body as SignIn).email.trim().toLowerCase()}`,
};

export function addSessionRoutes(app: App, context: ServerContext): void {
  const { database } = context;

  app.get(
    '/api/session',
    { config: { access: 'anyone' }, schema: { response: { 200: SessionView } } },
    (request, reply) => sessionView(context, reply, request.session),
  );

  app.post(
    '/api/session',
    {
      config: { access: 'anyone', rateLimit: forOneAddress },
      schema: { body: SignIn, response: { 200: SessionView } },
    },
    async (request, reply) => {
      const user = await findUserByEmail(database, request.body.email);
      if (!(await isPasswordOf(user?.password_hash, request.body.password)) || !user) throw credentialsWrong();
      return sessionView(context, reply, await beginSession(context, reply, sessionUserOf(user)));
    },
  );

  app.delete('/api/session', { config: { access: 'user' } }, async (request, reply) => {
    if (request.session) await endSession(context, reply, request.session);
    return reply.status(204).send();
  });

  app.post(
    '/api/setup',
    {
      config: { access: 'anyone', rateLimit: fromOnePlace },
      schema: { body: SetUp, response: { 200: SessionView } },
    },
    async (request, reply) => {
      const user = await setUp(context, request.body);
      return sessionView(context, reply, await beginSession(context, reply, sessionUserOf(user)));
    },
  );
}

async function setUp({ database, setupCode, random, clock }: ServerContext, input: SetUp): Promise<UserRow> {
  if (await hasUsers(database)) throw alreadySetUp();
  if (!setupCode.matches(input.code)) {
    throw new Refusal({
      status: 403,
      code: 'setup_code_wrong',
      message: 'The set-up code is wrong.',
      advice: `It stands in the file ${setupCode.path} on the server.`,
    });
  }
  const user = await insertFirstUser(database, {
    id: random.uuid(),
    email: input.email,
    displayName: input.displayName,
    passwordHash: await hashPassword(input.password),
    role: 'administrator',
    createdAt: clock.now().toString(),
  });
  if (!user) throw alreadySetUp();
  setupCode.remove();
  return user;
}

async function sessionView(
  { config, database }: ServerContext,
  reply: FastifyReply,
  session: Session | null,
): Promise<SessionView> {
  return {
    user: session?.user ?? null,
    csrfToken: csrfTokenFor(reply, session),
    setUpNeeded: session === null && !(await hasUsers(database)),
    baseUrl: config.baseUrl,
  };
}

function sessionUserOf({ id, email, display_name, role }: UserRow): SessionUser {
  return { id, email, displayName: display_name, role };
}

function credentialsWrong(): Refusal {
  return new Refusal({
    status: 401,
    code: 'credentials_wrong',
    message: 'The e-mail address or the password is wrong.',
  });
}

function alreadySetUp(): Refusal {
  return new Refusal({
    status: 409,
    code: 'already_set_up',
    message: 'There is an administrator already.',
    advice: 'Sign in.',
  });
}
