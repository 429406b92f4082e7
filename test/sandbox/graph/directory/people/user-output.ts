// A user as a resource: the eleven properties of an answer, and the rest where they are selected.
import type { User } from '../../../core/world.ts';
import type { Output } from '../../odata/shape.ts';

/** What an answer carries that selects nothing (resources/user). */
export const DEFAULT_USER_PROPERTIES: readonly string[] = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

/** Properties that a person may have and the sandbox has no use for; they can be written and read all the same. */
const PLAIN: Output = {
  businessPhones: [],
  jobTitle: null,
  mobilePhone: null,
  officeLocation: null,
  preferredLanguage: null,
};

const ONLY_SELECTED: Output = {
  deletedDateTime: null,
  aboutMe: null,
  ageGroup: null,
  assignedLicenses: [],
  assignedPlans: [],
  authorizationInfo: { certificateUserIds: [] },
  birthday: '0001-01-01T00:00:00Z',
  city: null,
  companyName: null,
  consentProvidedForMinor: null,
  country: null,
  creationType: null,
  department: null,
  deviceEnrollmentLimit: 5,
  employeeHireDate: null,
  employeeId: null,
  employeeLeaveDateTime: null,
  employeeOrgData: null,
  employeeType: null,
  externalUserState: null,
  externalUserStateChangeDateTime: null,
  faxNumber: null,
  hireDate: '0001-01-01T00:00:00Z',
  imAddresses: [],
  interests: [],
  isManagementRestricted: null,
  isResourceAccount: null,
  legalAgeGroupClassification: null,
  licenseAssignmentStates: [],
  mySite: null,
  onPremisesDistinguishedName: null,
  onPremisesDomainName: null,
  onPremisesImmutableId: null,
  onPremisesLastSyncDateTime: null,
  onPremisesProvisioningErrors: [],
  onPremisesSamAccountName: null,
  onPremisesSecurityIdentifier: null,
  onPremisesSyncEnabled: null,
  onPremisesUserPrincipalName: null,
  otherMails: [],
  passwordPolicies: null,
  passwordProfile: null,
  pastProjects: [],
  postalCode: null,
  preferredDataLocation: null,
  preferredName: null,
  provisionedPlans: [],
  responsibilities: [],
  schools: [],
  serviceProvisioningErrors: [],
  showInAddressList: null,
  skills: [],
  state: null,
  streetAddress: null,
  usageLocation: null,
  userType: 'Member',
};

/** What was written of a user beyond what the world itself knows. */
const written = new WeakMap<User, Output>();

export function writeUserProperties(user: User, properties: Output): void {
  written.set(user, { ...written.get(user), ...properties });
}

/** @param names which properties, as answers write them */
export function userOutput(user: User, names: readonly string[]): Output {
  const whole = wholeUser(user);
  return Object.fromEntries(names.flatMap((name) => (name in whole ? [[name, whole[name]]] : [])));
}

export function wholeUser(user: User): Output {
  const [alias = ''] = user.userPrincipalName.split('@');
  return {
    ...PLAIN,
    ...ONLY_SELECTED,
    createdDateTime: null,
    mailNickname: alias,
    proxyAddresses: user.hasMailbox ? [`SMTP:${user.mail}`] : [],
    identities: [
      {
        signInType: 'userPrincipalName',
        issuer: user.userPrincipalName.slice(alias.length + 1),
        issuerAssignedId: user.userPrincipalName,
      },
    ],
    ...written.get(user),
    signInSessionsValidFromDateTime:
      user.sessionsValidFrom === undefined ? null : new Date(user.sessionsValidFrom).toISOString(),
    accountEnabled: user.accountEnabled,
    displayName: user.displayName,
    givenName: user.givenName === '' ? null : user.givenName,
    mail: user.hasMailbox ? user.mail : null,
    surname: user.surname === '' ? null : user.surname,
    userPrincipalName: user.userPrincipalName,
    id: user.id,
  };
}
