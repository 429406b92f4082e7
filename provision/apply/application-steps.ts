// The steps that make the application, its service principal and the consent. Each looks before it makes anything twice.
import type { OAuth2PermissionGrant } from '../../graph/models/application.ts';
import { untilSettled } from '../consistency.ts';
import { DirectoryFailure } from '../directory-failure.ts';
import type { Change } from '../plan/changes.ts';
import type { ApplicationBody } from '../ports.ts';
import { applicationOf, patiently, type Run } from './run.ts';

/** An upsert by unique name: repeated after a lost answer it finds what the first one made. */
export async function createApplication(run: Run, body: ApplicationBody): Promise<void> {
  const { directory, report } = run.ports;
  report('making the app registration');
  await patiently(run, () => directory.upsertApplication(run.desired.uniqueName, body));
  run.isNewborn = true;
  run.application = await untilSettled(() => directory.findApplication(run.desired.uniqueName), {
    ...run.ports,
    what: 'the app registration',
  });
}

export async function updateApplication(run: Run, id: string, body: ApplicationBody): Promise<void> {
  run.ports.report('updating the app registration');
  await patiently(run, () => run.ports.directory.updateApplication(id, body));
}

export async function createServicePrincipal(run: Run): Promise<void> {
  const { directory, report } = run.ports;
  const { appId } = applicationOf(run);
  report('making the service principal');
  run.isNewborn = true;
  await patiently(run, async () => {
    if ((await directory.findServicePrincipal(appId)) === null) await directory.createServicePrincipal(appId);
  });
  run.servicePrincipal = await untilSettled(() => directory.findServicePrincipal(appId), {
    ...run.ports,
    what: 'the service principal',
  });
}

/** Consents for everybody in the tenant. A refusal is an outcome, not an error: somebody else opens the consent link. */
export async function grantConsent(
  run: Run,
  { scopes }: Extract<Change, { kind: 'grant-consent' | 'extend-consent' }>,
): Promise<void> {
  run.ports.report('granting consent for the tenant');
  try {
    await patiently(run, () => ensureGrant(run, scopes));
  } catch (error) {
    const isRefused = error instanceof DirectoryFailure && error.facts.status === 403;
    if (!isRefused) throw error;
    run.isConsentRefused = true;
  }
}

/** There is one grant for each client and resource; a second POST would conflict, and a PATCH replaces the scopes. */
async function ensureGrant({ ports: { directory }, servicePrincipal, graph }: Run, scopes: string[]): Promise<void> {
  if (!servicePrincipal) throw new TypeError('Consent is planned before the service principal that receives it.');
  const grants = await directory.listTenantGrants(servicePrincipal.id);
  const known = grants.find(({ resourceId }) => resourceId === graph.id);
  if (!known) {
    const scope = scopes.join(' ');
    await directory.createTenantGrant({ clientId: servicePrincipal.id, resourceId: graph.id, scope });
    return;
  }
  const merged = [...new Set([...scopesOf(known), ...scopes])];
  if (merged.length > scopesOf(known).length) await directory.updateGrant(known.id, merged.join(' '));
}

function scopesOf(grant: OAuth2PermissionGrant): string[] {
  return grant.scope.split(' ').filter((scope) => scope !== '');
}
