// Looks before anything is written: who is signed in, what is registered, what server and machine hold, and the plan.
import { untilItPasses } from './consistency.ts';
import type { Plan } from './plan/changes.ts';
import { planRegistration } from './plan/plan-registration.ts';
import { planRotation } from './plan/rotation.ts';
import type {
  DirectoryPort,
  Organization,
  Report,
  SecretRecord,
  SecretStore,
  ServerPort,
  ServerRegistration,
  SignedInUser,
  Waiting,
} from './ports.ts';
import { Problem } from './problem.ts';
import { type LiveRegistration, readLive } from './read-live.ts';
import { type DesiredRegistration, desireRegistration } from './registration.ts';

export interface SurveyPorts {
  directory: DirectoryPort;
  secretStore: SecretStore;
  /** Null when no server was named: then a secret waits on this machine. */
  server: ServerPort | null;
  waiting: Waiting;
  report: Report;
}

export interface Administrator {
  organization: Organization;
  /** Null when an application signed in. */
  user: SignedInUser | null;
}

export interface SurveyRequest {
  /** Without it, the server says what it is called. */
  baseUrl: string | null;
  /** Exchange the client secret, and nothing else. */
  isRotation: boolean;
  uniqueName?: string;
  displayName?: string;
}

export interface Survey {
  desired: DesiredRegistration;
  live: LiveRegistration;
  record: SecretRecord | null;
  plan: Plan;
}

/** @param expectedTenant an id or a domain; another tenant is refused. @throws Problem `wrong_tenant`; DirectoryFailure */
export async function readAdministrator(
  { directory, waiting, report }: Pick<SurveyPorts, 'directory' | 'waiting' | 'report'>,
  expectedTenant: string | null,
): Promise<Administrator> {
  const patience = { waiting, report, isNewborn: false };
  const organization = await untilItPasses(() => directory.readOrganization(), patience);
  const names = [organization.id, organization.defaultDomain];
  if (expectedTenant !== null && !names.includes(expectedTenant.toLowerCase())) {
    throw new Problem('wrong_tenant', {
      message: `The sign-in is for ${organization.displayName} (${organization.id}), not for ${expectedTenant}.`,
      advice: 'Sign in to the tenant that you named, or name this one. Nothing was changed.',
    });
  }
  return { organization, user: await untilItPasses(() => directory.readSignedInUser(), patience) };
}

/** Reads everything and plans; sends only GETs. @throws Problem, DirectoryFailure */
export async function survey(
  request: SurveyRequest,
  administrator: Administrator,
  { directory, secretStore, server, waiting, report }: SurveyPorts,
): Promise<Survey> {
  const said = server && (await askServer(server, request.baseUrl, report));
  const desired = desireRegistration({ ...request, baseUrl: said?.baseUrl ?? request.baseUrl ?? '' });
  if (said && said.redirectUri !== desired.redirectUri) throw unlikeServer(said, desired);
  const live = await readLive(directory, desired.uniqueName, { waiting, report });
  const record = live.application && (await secretStore.recall(live.application.appId));
  const facts = { record, server: server && { url: server.url, said }, now: waiting.now() };
  const plan = request.isRotation
    ? planRotation({ ...facts, application: live.application, policy: live.secretPolicy })
    : planRegistration({ ...facts, desired, live, roles: administrator.user?.roles ?? null });
  return { desired, live, record, plan };
}

/** What the server says; null when it is away but its base URL is known, so that the work can begin without it. */
async function askServer(
  server: ServerPort,
  baseUrl: string | null,
  report: Report,
): Promise<ServerRegistration | null> {
  try {
    return await server.read();
  } catch (error) {
    const isAway = error instanceof Problem && error.code === 'server_unreachable';
    if (!isAway || baseUrl === null) throw error;
    report(`${error.message} The secret will wait on this machine.`);
    return null;
  }
}

function unlikeServer(said: ServerRegistration, desired: DesiredRegistration): Problem {
  return new Problem('redirect_uri_invalid', {
    message: `The server uses the redirect URI ${said.redirectUri}, provisioning would register ${desired.redirectUri}.`,
    advice: 'Run server and provisioning in the same version.',
  });
}
