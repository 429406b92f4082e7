// Reads what is registered now: only GETs, so that a plan changes nothing.
import {
  type GraphApplication,
  type GraphServicePrincipal,
  MICROSOFT_GRAPH_APP_ID,
  type OAuth2PermissionGrant,
} from '../graph/models/application.ts';
import { untilItPasses } from './consistency.ts';
import type { DirectoryPort, Report, SecretPolicy, Waiting } from './ports.ts';
import { Problem } from './problem.ts';

export interface LiveRegistration {
  application: GraphApplication | null;
  /** Read only where there is no application. */
  deletedNamesake: { id: string; deletedDateTime: string } | null;
  servicePrincipal: GraphServicePrincipal | null;
  /** Microsoft Graph's own service principal in the tenant. */
  graph: GraphServicePrincipal;
  tenantGrants: OAuth2PermissionGrant[];
  secretPolicy: SecretPolicy;
}

/** @throws DirectoryFailure */
export async function readLive(
  directory: DirectoryPort,
  uniqueName: string,
  patience: { waiting: Waiting; report: Report },
): Promise<LiveRegistration> {
  const read = <T>(step: () => Promise<T>) => untilItPasses(step, { ...patience, isNewborn: false });
  const graph = await read(() => directory.findServicePrincipal(MICROSOFT_GRAPH_APP_ID));
  if (graph === null) throw graphMissing();
  const application = await read(() => directory.findApplication(uniqueName));
  const deletedNamesake = application ? null : await read(() => directory.findDeletedApplication(uniqueName));
  const servicePrincipal = application ? await read(() => directory.findServicePrincipal(application.appId)) : null;
  const tenantGrants = servicePrincipal ? await read(() => directory.listTenantGrants(servicePrincipal.id)) : [];
  const secretPolicy = await read(() => directory.readSecretPolicy(application?.createdDateTime ?? null));
  return { application, deletedNamesake, servicePrincipal, graph, tenantGrants, secretPolicy };
}

function graphMissing(): Problem {
  return new Problem('permission_unknown', {
    message: 'Microsoft Graph has no service principal in this tenant.',
    advice: 'Sign in to a tenant with Microsoft 365 or Entra ID, not to one for customers (Entra External ID).',
  });
}
