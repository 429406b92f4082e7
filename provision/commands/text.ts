// Puts plans and results into words for a terminal. Pure.
import type { Inventory } from '../azure/inventory.ts';
import type { Administrator, Applied, Change, FieldChange, Survey } from '../index.ts';
import type { Problem } from '../problem.ts';
import { MANAGED_BY_TAG } from '../registration.ts';

const FIELD_WIDTH = 52;

/** Who is signed in, and to what. */
export function describeAdministrator({ organization, user }: Administrator, inventory: Inventory): string {
  const { displayName, defaultDomain, id } = organization;
  const account = user
    ? `${user.displayName} <${user.userPrincipalName}>: ${describeRoles(user.roles)}`
    : 'an application, not a person';
  return [
    `Tenant   ${displayName} (${[defaultDomain, id].filter((name) => name !== null).join(', ')})`,
    `Account  ${account}`,
    `Azure    ${describeInventory(inventory)}`,
  ].join('\n');
}

function describeRoles(roles: readonly string[] | null): string {
  if (roles === null) return 'roles unknown';
  return roles.length === 0 ? 'no directory role' : roles.join(', ');
}

function describeInventory(inventory: Inventory): string {
  if ('unreadable' in inventory) return `subscriptions can't be read (${firstLine(inventory.unreadable)})`;
  const { subscriptions } = inventory;
  if (subscriptions.length === 0) return 'no subscription visible, none needed';
  const resources = subscriptions.flatMap(({ managedResources }) => managedResources);
  const tagged = resources.map(({ name, type }) => `${name} (${type})`).join(', ');
  const names = subscriptions.map(({ name }) => name).join(', ');
  return `${names}; tagged ${MANAGED_BY_TAG.name}=${MANAGED_BY_TAG.value}: ${tagged || 'nothing'}`;
}

export function describePlan({ plan, desired }: Survey): string {
  const head = `${desired.displayName} (${desired.uniqueName}) for ${desired.baseUrl}`;
  const changes = plan.changes.flatMap((change) => describeChange(change, desired.displayName));
  const notes = plan.notes.map(({ message }) => `  i ${message}`);
  const count = plan.changes.length === 1 ? '1 change' : `${plan.changes.length} changes`;
  return [
    head,
    '',
    plan.changes.length === 0 ? 'Plan: nothing to change' : `Plan: ${count}`,
    ...changes,
    ...notes,
  ].join('\n');
}

function describeChange(change: Change, name: string): string[] {
  switch (change.kind) {
    case 'create-application':
      return [`  + app registration "${name}"`, ...change.fields.flatMap(describeField)];
    case 'update-application':
      return ['  ~ app registration', ...change.fields.flatMap(describeField)];
    case 'create-service-principal':
      return ['  + service principal in this tenant'];
    case 'grant-consent':
      return [`  + consent for everybody in this tenant: ${change.scopes.join(' ')}`];
    case 'extend-consent':
      return [`  ~ consent for everybody in this tenant: + ${change.added.join(' ')}`];
    case 'remove-secret':
      return [`  - client secret ${change.hint ?? change.keyId}… (${REMOVAL_REASONS[change.reason]})`];
    case 'add-secret':
      return [`  + client secret for ${change.lifetimeDays} days, until ${change.expiresAt.slice(0, 10)}`];
    case 'hand-over':
      return [`  > credentials to ${change.server}`];
    case 'retire-secret':
      return [
        `  - the client secret that was replaced (key ${change.keyId}), a minute after the server has the new one`,
      ];
    case 'forget-kept-secret':
      return ['  - the sealed copy of the client secret on this machine: the server holds it'];
  }
}

const REMOVAL_REASONS = { expired: 'expired', 'answer-lost': 'its value never arrived' } as const;

function describeField({ field, before, after }: FieldChange): string[] {
  const label = `      ${field.padEnd(FIELD_WIDTH)}`;
  if (!Array.isArray(after)) {
    return [`${label}${before === null ? '' : `${JSON.stringify(before)} → `}${JSON.stringify(after)}`];
  }
  const known: unknown[] = Array.isArray(before) ? before : [];
  return after.filter((entry) => !known.includes(entry)).map((entry) => `${label}+ ${String(entry)}`);
}

export function describeResult(
  { desired, plan }: Survey,
  { organization }: Administrator,
  { clientId, consentUrl, isConsentGranted, newSecret, isHandedOver }: Applied,
): string {
  const isReady = isHandedOver || !plan.notes.some(({ code }) => code === 'secret_waits_for_server');
  return [
    plan.changes.length === 0 ? 'Nothing had to be changed.' : 'Done.',
    `  client id     ${clientId}`,
    `  tenant id     ${organization.id}`,
    ...(newSecret
      ? [
          `  secret        ${newSecret.hint ?? ''}… (key ${newSecret.keyId}), until ${newSecret.expiresAt?.slice(0, 10)}`,
        ]
      : []),
    isConsentGranted
      ? `  consent       granted for ${organization.displayName}`
      : `  consent       an administrator grants it at ${consentUrl}`,
    '',
    isReady
      ? `Users can now press Outlook at ${desired.baseUrl}`
      : `The client secret waits on this machine: run this again with --server to hand it over.`,
  ].join('\n');
}

/** A problem in three lines: what, Microsoft's ids, what to do. */
export function describeProblem(problem: Problem): string {
  const ids = Object.entries(problem.requestIds).map(([name, value]) => `${name} ${value}`);
  const codes = [problem.code, ...(problem.microsoftCode ? [problem.microsoftCode] : []), ...ids].join(', ');
  return [problem.message, `  (${codes})`, `  → ${problem.advice}`].join('\n');
}

function firstLine(text: string): string {
  return text.split(/\r?\n/)[0] ?? '';
}
