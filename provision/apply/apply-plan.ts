// Carries a plan out, one change after the other, in the plan's order: writes to one application never run side by side.
import type { Change, Plan } from '../plan/changes.ts';
import type { Survey } from '../survey.ts';
import { createApplication, createServicePrincipal, grantConsent, updateApplication } from './application-steps.ts';
import { type ApplyPorts, applicationOf, type Run, type SecretSummary } from './run.ts';
import { addSecret, forgetKeptSecret, handOver, removeSecret, retireSecret } from './secret-steps.ts';

export interface Applied {
  clientId: string;
  /** Where an administrator consents for another tenant, or for this one when consent was refused. */
  consentUrl: string;
  isConsentGranted: boolean;
  /** The secret that this run made; null when none was needed. */
  newSecret: SecretSummary | null;
  isHandedOver: boolean;
}

/** @throws Problem, DirectoryFailure; what was done until then stays, and the next run goes on from there. */
export async function applyPlan(
  { plan, desired, live }: Pick<Survey, 'plan' | 'desired' | 'live'>,
  tenantId: string,
  ports: ApplyPorts,
): Promise<Applied> {
  const run: Run = {
    ports,
    desired,
    tenantId,
    graph: live.graph,
    application: live.application,
    servicePrincipal: live.servicePrincipal,
    isNewborn: false,
    isConsentRefused: false,
    newSecret: null,
    isHandedOver: false,
  };
  for (const change of plan.changes) await carryOut(change, run);
  const { appId: clientId } = applicationOf(run);
  return {
    clientId,
    consentUrl: ports.signIn.adminConsentUrl({ tenantId, clientId, redirectUri: desired.redirectUri }),
    isConsentGranted: !run.isConsentRefused && !needsSomebodyElse(plan),
    newSecret: run.newSecret,
    isHandedOver: run.isHandedOver,
  };
}

function carryOut(change: Change, run: Run): Promise<void> {
  switch (change.kind) {
    case 'create-application':
      return createApplication(run, change.body);
    case 'update-application':
      return updateApplication(run, change.id, change.body);
    case 'create-service-principal':
      return createServicePrincipal(run);
    case 'grant-consent':
    case 'extend-consent':
      return grantConsent(run, change);
    case 'remove-secret':
      return removeSecret(run, change.keyId);
    case 'add-secret':
      return addSecret(run, change);
    case 'hand-over':
      return handOver(run);
    case 'retire-secret':
      return retireSecret(run, change.keyId);
    case 'forget-kept-secret':
      return forgetKeptSecret(run, change);
  }
}

function needsSomebodyElse({ notes }: Plan): boolean {
  return notes.some(({ code }) => code === 'consent_needs_administrator');
}
