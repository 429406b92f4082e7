// What `--json` prints: one object, with the same names in every command. A secret's value is in none of them.
import type { Inventory } from '../azure/inventory.ts';
import type { Administrator, Applied, Survey } from '../index.ts';
import type { Problem } from '../problem.ts';

interface Facts {
  administrator: Administrator;
  inventory: Inventory;
  survey: Survey;
}

export function planJson({ administrator, inventory, survey }: Facts): string {
  return print(factsOf({ administrator, inventory, survey }));
}

export function resultJson(facts: Facts, applied: Applied): string {
  return print({ ...factsOf(facts), result: { ...applied, baseUrl: facts.survey.desired.baseUrl } });
}

export function problemJson({ code, message, advice, microsoftCode, requestIds }: Problem): string {
  return print({ error: { code, message, advice, ...(microsoftCode ? { microsoftCode } : {}), requestIds } });
}

function factsOf({ administrator, inventory, survey }: Facts) {
  const { organization, user } = administrator;
  const { redirectUri, uniqueName, displayName } = survey.desired;
  return {
    tenant: organization,
    account: user,
    azure: inventory,
    registration: { redirectUri, uniqueName, displayName, clientId: survey.live.application?.appId ?? null },
    plan: survey.plan,
  };
}

function print(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
