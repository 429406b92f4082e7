// Where provisioning reads what to register, and hands over what it has registered.
import type { App, ServerContext } from '../context.ts';
import { readOutlookSettings } from '../database/settings.ts';
import { checkHandoverToken, takeRegistration } from '../registration/handover.ts';
import { Registration, RegistrationAnswer, RegistrationView } from '../schemas/registration.ts';

const access = 'handover' as const;
/** A token has 256 bits; this only keeps the log short. */
const rateLimit = { max: 60, timeWindow: '1 minute' };

export function addRegistrationRoutes(app: App, context: ServerContext): void {
  const { config, database, microsoft } = context;

  app.get(
    '/api/registration',
    { config: { access, rateLimit }, schema: { response: { 200: RegistrationView } } },
    async (request) => {
      await checkHandoverToken(context, request.headers.authorization);
      const { clientId, secretKeyId } = await readOutlookSettings(database);
      return { baseUrl: config.baseUrl, redirectUri: microsoft.redirectUri, clientId, secretKeyId };
    },
  );

  app.put(
    '/api/registration',
    { config: { access, rateLimit }, schema: { body: Registration, response: { 200: RegistrationAnswer } } },
    async (request) => {
      await takeRegistration(context, request.headers.authorization, request.body);
      return { redirectUri: microsoft.redirectUri };
    },
  );
}
