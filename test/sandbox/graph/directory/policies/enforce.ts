// What app management policies forbid: secrets and certificates, or how long they live, and audiences.
import { Temporal } from 'temporal-polyfill';
import type { Application } from '../../../core/world.ts';
import type { Output } from '../../odata/shape.ts';
import { type GraphCall, GraphRefusal } from '../../operation.ts';
import { directoryStateOf } from '../state.ts';
import { tenantIdOf } from '../tenant.ts';

interface Restriction {
  restrictionType: string;
  state?: string;
  maxLifetime?: string | null;
  restrictForAppsCreatedAfterDateTime?: string | null;
}

interface Restrictions {
  passwordCredentials?: Restriction[] | null;
  keyCredentials?: Restriction[] | null;
  audiences?: {
    azureAdMultipleOrgs?: Omit<Restriction, 'restrictionType'> | null;
    personalMicrosoftAccount?: Omit<Restriction, 'restrictionType'> | null;
  } | null;
}

interface InForce {
  policyId: string;
  restrictions: Restrictions;
}

/** ISO 8601 instants. */
interface Lifetime {
  startDateTime: string;
  endDateTime: string;
}

/** An application's own policy holds in place of the tenant's (resources/appmanagementpolicy); null: none is enabled. */
function policyFor(call: GraphCall, applicationId: string | null): InForce | null {
  const policies = directoryStateOf(call.world).policies.get(tenantIdOf(call));
  const own = policies?.appManagement.get(policies.assigned.get(applicationId ?? '') ?? '');
  if (own?.isEnabled === true) return { policyId: String(own.id), restrictions: own.restrictions as Restrictions };
  const general: Output | undefined = policies?.defaultAppManagement;
  if (general?.isEnabled !== true) return null;
  return { policyId: String(general.id), restrictions: general.applicationRestrictions as Restrictions };
}

/** @throws GraphRefusal 400 CredentialTypeNotAllowedAsPerAppPolicy, CredentialInvalidLifetimeAsPerAppPolicy */
export function checkSecretPolicy(call: GraphCall, application: Application, secret: Lifetime): void {
  const policy = policyFor(call, application.id);
  const restrictions = policy?.restrictions.passwordCredentials ?? [];
  checkCredential(policy, restrictions, {
    application,
    life: secret,
    adding: 'passwordAddition',
    living: 'passwordLifetime',
  });
}

/** @throws GraphRefusal 400 CredentialInvalidLifetimeAsPerAppPolicy */
export function checkKeyPolicy(call: GraphCall, application: Application, key: Lifetime): void {
  const policy = policyFor(call, application.id);
  const restrictions = policy?.restrictions.keyCredentials ?? [];
  checkCredential(policy, restrictions, { application, life: key, adding: null, living: 'asymmetricKeyLifetime' });
}

function checkCredential(
  policy: InForce | null,
  restrictions: readonly Restriction[],
  asked: { application: Application; life: Lifetime; adding: string | null; living: string },
): void {
  const { application, life, adding, living } = asked;
  const createdAt = String(application.resource.createdDateTime);
  for (const restriction of restrictions.filter((each) => applies(each, createdAt))) {
    const { restrictionType, maxLifetime } = restriction;
    if (restrictionType === adding) throw typeNotAllowed(policy?.policyId ?? '');
    if (restrictionType === living && typeof maxLifetime === 'string' && isLonger(life, maxLifetime)) {
      throw lifetimeTooLong(policy?.policyId ?? '');
    }
  }
}

/** Enabled unless it says otherwise, and only for applications from a date on, if it names one. */
function applies(restriction: Omit<Restriction, 'restrictionType'>, createdAt: string): boolean {
  const { state = 'enabled', restrictForAppsCreatedAfterDateTime: from } = restriction;
  return state === 'enabled' && (!from || Date.parse(from) <= Date.parse(createdAt));
}

function isLonger({ startDateTime, endDateTime }: Lifetime, maxLifetime: string): boolean {
  const latest = Temporal.Instant.from(startDateTime)
    .toZonedDateTimeISO('UTC')
    .add(Temporal.Duration.from(maxLifetime));
  return Temporal.Instant.compare(Temporal.Instant.from(endDateTime), latest.toInstant()) > 0;
}

/** @throws GraphRefusal 400 SignInAudienceNotAllowedAsPerAppPolicy */
export function checkAudiencePolicy(call: GraphCall, resource: Output): void {
  const policy = policyFor(call, typeof resource.id === 'string' ? resource.id : null);
  const { azureAdMultipleOrgs, personalMicrosoftAccount } = policy?.restrictions.audiences ?? {};
  const audience = String(resource.signInAudience);
  const createdAt = String(resource.createdDateTime);
  const isForbidden =
    (audience.includes('PersonalMicrosoftAccount') &&
      personalMicrosoftAccount &&
      applies(personalMicrosoftAccount, createdAt)) ||
    (audience !== 'AzureADMyOrg' &&
      audience !== 'PersonalMicrosoftAccount' &&
      azureAdMultipleOrgs &&
      applies(azureAdMultipleOrgs, createdAt));
  if (!isForbidden) return;
  const message = `The sign-in audience '${audience}' is not allowed as per assigned policy '${policy?.policyId ?? ''}'.`;
  throw new GraphRefusal(400, 'SignInAudienceNotAllowedAsPerAppPolicy', message, {
    details: [{ code: 'InvalidSignInAudience', message, target: 'signInAudience' }],
  });
}

function typeNotAllowed(policyId: string): GraphRefusal {
  const message = `Credential type not allowed as per assigned policy '${policyId}'.`;
  return new GraphRefusal(400, 'CredentialTypeNotAllowedAsPerAppPolicy', message, {
    details: [{ code: 'CredentialTypeNotAllowed', message, target: 'passwordCredentials' }],
  });
}

function lifetimeTooLong(policyId: string): GraphRefusal {
  const message = `Credential lifetime exceeds the max value allowed as per assigned policy '${policyId}'.`;
  return new GraphRefusal(400, 'CredentialInvalidLifetimeAsPerAppPolicy', message, {
    details: [{ code: 'InvalidKeyEndDate', message, target: 'EndDate' }],
  });
}
