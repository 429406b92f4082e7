// Who may sign in to an application.

export const AUDIENCES = [
  'AzureADMyOrg',
  'AzureADMultipleOrgs',
  'AzureADandPersonalMicrosoftAccount',
  'PersonalMicrosoftAccount',
] as const;

export type Audience = (typeof AUDIENCES)[number];

export function isAudience(value: unknown): value is Audience {
  return AUDIENCES.some((audience) => audience === value);
}

export function hasPersonalAccounts(audience: Audience): boolean {
  return audience.includes('PersonalMicrosoftAccount');
}
