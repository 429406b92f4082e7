// A row of the tables of rules: what breaks one, what just keeps it, and how the refusal names it.

export const WORK = 'AzureADMultipleOrgs';
export const PERSONAL = 'AzureADandPersonalMicrosoftAccount';

export const times = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index));
export const guid = (index: number) => `f0000000-0000-4000-8000-${index.toString().padStart(12, '0')}`;
export const uris = (count: number) => times(count, (index) => `https://a.example/${index}`);
export const permissions = (count: number) => times(count, (index) => ({ id: guid(index), type: 'Scope' }));
export const resources = (count: number, each: number) =>
  times(count, (index) => ({ resourceAppId: guid(index), resourceAccess: permissions(each) }));
export const scopes = (count: number, name = 'scope') => ({
  oauth2PermissionScopes: times(count, (index) => ({ id: guid(index), value: `${name}${index}`, type: 'User' })),
});

export interface Rule {
  name: string;
  audience: string;
  /** What breaks it. */
  broken: Record<string, unknown>;
  /** The most that doesn't; left out where nothing is near. */
  kept?: Record<string, unknown>;
  /** The code in details, and what it is about. */
  rule: string;
  target: string;
}

export const web = (...redirectUris: string[]) => ({ web: { redirectUris } });
export const spa = (...redirectUris: string[]) => ({ spa: { redirectUris } });
export const publicClient = (...redirectUris: string[]) => ({ publicClient: { redirectUris } });
