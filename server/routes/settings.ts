// The Outlook integration's settings, for administrators.
import type { App, ServerContext } from '../context.ts';
import { MicrosoftSignInError } from '../oauth/microsoft-error.ts';
import { problemRefusal } from '../problems.ts';
import { issueHandoverToken } from '../registration/handover.ts';
import { changeSettings, readSettings } from '../registration/outlook-settings.ts';
import { HandoverToken, OutlookSettings, OutlookSettingsChange, OutlookTestAnswer } from '../schemas/settings.ts';
import { signedIn } from './signed-in.ts';

const access = 'administrator' as const;

export function addSettingsRoutes(app: App, context: ServerContext): void {
  const { redirectUri } = context.microsoft;

  app.get('/api/settings/outlook', { config: { access }, schema: { response: { 200: OutlookSettings } } }, () =>
    readSettings(context, redirectUri),
  );

  app.put(
    '/api/settings/outlook',
    { config: { access }, schema: { body: OutlookSettingsChange, response: { 200: OutlookSettings } } },
    async (request) => {
      await context.database
        .transaction()
        .execute((transaction) => changeSettings({ ...context, database: transaction }, request.body));
      return readSettings(context, redirectUri);
    },
  );

  app.post(
    '/api/settings/outlook/test',
    { config: { access }, schema: { response: { 200: OutlookTestAnswer } } },
    async () => {
      await context.microsoft.probe().catch(refuseCredentials);
      return { ok: true as const };
    },
  );

  app.post(
    '/api/settings/handover-tokens',
    { config: { access }, schema: { response: { 201: HandoverToken } } },
    async (request, reply) => reply.status(201).send(await issueHandoverToken(context, signedIn(request).id)),
  );
}

function refuseCredentials(error: unknown): never {
  if (!(error instanceof MicrosoftSignInError)) throw error;
  throw problemRefusal(error.code, error.code === 'outlook_not_configured' ? 409 : 422);
}
