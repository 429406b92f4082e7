// What `--json` prints: one object, with the same names in every command. A secret's value is in none of them.
import type { Inventory } from '../azure/inventory.ts';
import type { Administrator, Applied, Survey } from '../index.ts';
import type { Problem } from '../problem.ts';

interface SignedIn {
  administrator: Administrator;
  inventory: Inventory;
}

interface Facts extends SignedIn {
  survey: Survey;
}

export function administratorJson(signedIn: SignedIn): string {
  return print(signedInFacts(signedIn));
}

export function planJson(facts: Facts): string {
  return print(factsOf(facts));
}

export function resultJson(facts: Facts, applied: Applied): string {
  return print({ ...factsOf(facts), result: { ...applied, baseUrl: facts.survey.desired.baseUrl } });
}

export function problemJson({ code, message, advice, microsoftCode, requestIds }: Problem): string {
  return print({ error: { code, message, advice, ...(microsoftCode ? { microsoftCode } : {}), requestIds } });
}

function signedInFacts({ administrator, inventory }: SignedIn) {
  return { tenant: administrator.organization, account: administrator.user, azure: inventory };
}

function factsOf({ survey, ...signedIn }: Facts) {
  const { redirectUri, uniqueName, displayName } = survey.desired;
  return {
    ...signedInFacts(signedIn),
    registration: { redirectUri, uniqueName, displayName, clientId: survey.live.application?.appId ?? null },
    plan: survey.plan,
  };
}

function print(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
