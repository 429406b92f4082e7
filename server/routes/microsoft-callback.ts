// Where Microsoft sends the browser back to, and the words for what went wrong on the way.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App, ServerContext } from '../context.ts';
import { connectMailbox } from '../mailbox/connect-mailbox.ts';
import { MicrosoftSignInError } from '../oauth/microsoft-error.ts';
import { REDIRECT_PATH } from '../oauth/microsoft-sign-in.ts';
import { problemOf } from '../problems.ts';
import { Problem } from '../schemas/mailbox.ts';

const config = { access: 'anyone' as const };
const ProblemCode = Type.Object({ code: Type.String({ pattern: '^\\w{1,64}$' }) });
/** Sign-ins that were not begun here end here: nothing was asked of Microsoft, and no page may suggest otherwise. */
const NOT_BEGUN = new Set(['state_invalid', 'session_missing']);

export function addMicrosoftCallbackRoutes(app: App, context: ServerContext): void {
  app.get(
    '/api/problems/:code',
    { config, schema: { params: ProblemCode, response: { 200: Problem } } },
    async (request) => problemOf(request.params.code),
  );

  app.get(REDIRECT_PATH, { config }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      return await reply.redirect(await finishSignIn(context, request), 303);
    } catch (error) {
      if (!(error instanceof MicrosoftSignInError)) throw error;
      request.log.warn({ code: error.code }, 'sign-in at Microsoft failed');
      if (NOT_BEGUN.has(error.code)) return sendProblemPage(reply, problemOf(error.code));
      return reply.redirect(`${context.config.baseUrl}/outlook/problem?code=${encodeURIComponent(error.code)}`, 303);
    }
  });
}

/** @returns where to go on. */
async function finishSignIn(context: ServerContext, request: FastifyRequest): Promise<string> {
  const { session } = request;
  if (!session) throw new MicrosoftSignInError('session_missing');
  const finished = await context.microsoft.finish(session.idHash, request.query as Record<string, unknown>);
  await connectMailbox(context, session.user, finished);
  return context.config.baseUrl + finished.returnTo;
}

function sendProblemPage(reply: FastifyReply, { code, cause, nextStep }: Problem): FastifyReply {
  const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Outlook was not connected</title></head>
<body>
<h1>Outlook was not connected</h1>
<p>${escapeHtml(cause)}</p>
<p>${escapeHtml(nextStep)}</p>
<p><a href="/">To the calendar</a></p>
<p>Code: ${escapeHtml(code)}</p>
</body>
</html>
`;
  return reply.status(400).type('text/html; charset=utf-8').send(page);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
