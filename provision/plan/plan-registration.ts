// Compares the registration that we want with the one that is there, and says what to write. Pure.

import { Problem } from '../problem.ts';
import type { LiveRegistration } from '../read-live.ts';
import type { DesiredRegistration } from '../registration.ts';
import { planApplication } from './application.ts';
import type { Plan } from './changes.ts';
import { planConsent } from './consent.ts';
import { planSecret, type SecretSituation } from './secret.ts';

export interface PlanInput extends Pick<SecretSituation, 'record' | 'server' | 'now'> {
  desired: DesiredRegistration;
  live: LiveRegistration;
  /** The administrator's directory roles; null where they can't be read. */
  roles: readonly string[] | null;
}

/** @throws Problem for what must be decided by a person first: `name_in_trash`, `secret_slots_full`, `secrets_forbidden`, … */
export function planRegistration({ desired, live, roles, ...rest }: PlanInput): Plan {
  if (live.deletedNamesake) throw nameInTrash(desired, live.deletedNamesake);
  const parts = [
    planApplication(desired, live.application, live.graph),
    planConsent(
      desired,
      { servicePrincipal: live.servicePrincipal, grants: live.tenantGrants, graphId: live.graph.id },
      roles,
    ),
    planSecret({ ...rest, application: live.application, policy: live.secretPolicy }),
  ];
  return { changes: parts.flatMap(({ changes }) => changes), notes: parts.flatMap(({ notes }) => notes) };
}

function nameInTrash({ uniqueName }: DesiredRegistration, deleted: { id: string; deletedDateTime: string }): Problem {
  return new Problem('name_in_trash', {
    message: `An app with the unique name "${uniqueName}" was deleted on ${deleted.deletedDateTime.slice(0, 10)} and holds the name while it can be restored (object id ${deleted.id}).`,
    advice: 'Restore it or delete it for good in Entra (App registrations, Deleted applications), then run this again.',
  });
}
