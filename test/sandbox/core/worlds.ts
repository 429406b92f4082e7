// The worlds to choose from: who lives in them. Their calendars are seeded by graph/calendar.
import type { Tenant } from './world.ts';

export interface PersonPlan {
  name: string;
  /** Before the `@`. */
  alias: string;
  timeZone: string;
  roles?: string[];
  hasMailbox?: boolean;
}

export interface WorldPlan {
  tenants: (Omit<Tenant, 'id'> & { id?: string; people: PersonPlan[] })[];
}

/** The tenant of all personal accounts, the same everywhere. */
export const CONSUMER_TENANT_ID = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** An organization with an administrator and colleagues, a partner organization, and somebody at home. */
const contoso: WorldPlan = {
  tenants: [
    {
      displayName: 'Contoso',
      domain: 'contoso.example',
      kind: 'organization',
      people: [
        { name: 'Megan Admin', alias: 'admin', timeZone: 'Europe/Berlin', roles: ['Global Administrator'] },
        { name: 'Ada Lindqvist', alias: 'ada', timeZone: 'Europe/Berlin' },
        { name: 'Bo Tanaka', alias: 'bo', timeZone: 'Europe/London' },
        { name: 'Chidi Okafor', alias: 'chidi', timeZone: 'America/New_York' },
        { name: 'Dana Silva', alias: 'dana', timeZone: 'Australia/Sydney' },
        { name: 'Nomail Brown', alias: 'nomail', timeZone: 'Europe/Berlin', hasMailbox: false },
      ],
    },
    {
      displayName: 'Fabrikam',
      domain: 'fabrikam.example',
      kind: 'organization',
      people: [
        { name: 'Farid Admin', alias: 'admin', timeZone: 'Europe/Paris', roles: ['Global Administrator'] },
        { name: 'Eve Moreau', alias: 'eve', timeZone: 'Europe/Paris' },
      ],
    },
    {
      id: CONSUMER_TENANT_ID,
      displayName: 'Personal accounts',
      domain: 'outlook.example',
      kind: 'consumers',
      people: [{ name: 'Pat Home', alias: 'pat', timeZone: 'America/Los_Angeles' }],
    },
  ],
};

/** The same people, where Contoso's administrators have restricted applications. */
function contosoWith(restrictions: Pick<Tenant, 'policies' | 'consentPolicy'>): WorldPlan {
  const [first, ...others] = contoso.tenants;
  return { tenants: first ? [{ ...first, ...restrictions }, ...others] : [] };
}

function appManagement(applicationRestrictions: Record<string, unknown>): NonNullable<Tenant['policies']> {
  return {
    defaultAppManagement: { id: 'a1b2c3d4-0000-4000-8000-00000000cafe', isEnabled: true, applicationRestrictions },
  };
}

/** Of a restriction that holds for every application, whenever it was made. */
const ALWAYS = { state: 'enabled', restrictForAppsCreatedAfterDateTime: '2019-01-01T00:00:00Z' };

/** Secrets live half a year, only administrators register applications, and consent is managed by Microsoft's policy. */
const lockedDown = contosoWith({
  consentPolicy: 'microsoftManaged',
  policies: {
    ...appManagement({
      passwordCredentials: [{ ...ALWAYS, restrictionType: 'passwordLifetime', maxLifetime: 'P180D' }],
    }),
    authorization: { defaultUserRolePermissions: { allowedToCreateApps: false } },
  },
});

/** No client secrets at all. */
const noSecrets = contosoWith({
  policies: appManagement({
    passwordCredentials: [{ ...ALWAYS, restrictionType: 'passwordAddition', maxLifetime: null }],
  }),
});

/** No applications that other organizations or personal accounts can use. */
const ownTenantOnly = contosoWith({
  policies: appManagement({ audiences: { azureAdMultipleOrgs: ALWAYS, personalMicrosoftAccount: ALWAYS } }),
});

export const WORLDS: Readonly<Record<string, WorldPlan | undefined>> = {
  contoso,
  'locked-down': lockedDown,
  'no-secrets': noSecrets,
  'own-tenant-only': ownTenantOnly,
};
