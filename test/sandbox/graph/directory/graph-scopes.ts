// The permissions of Microsoft Graph that this sandbox knows, with the ids they have in every tenant.

const scope = (value: string, id: string, type: 'User' | 'Admin') => ({
  id,
  value,
  type,
  isEnabled: true,
  adminConsentDisplayName: value,
  adminConsentDescription: value,
  userConsentDisplayName: value,
  userConsentDescription: value,
});

export const GRAPH_SCOPES = [
  scope('Calendars.ReadWrite', '1ec239c2-d7c9-4623-a91a-a9775856bb36', 'User'),
  scope('Calendars.Read', '465a38f9-76ea-45b9-9f34-9e8b0d4b0b42', 'User'),
  scope('Calendars.ReadBasic', '662d75ba-a364-42ad-adee-f5f880ea4878', 'User'),
  scope('Calendars.ReadWrite.Shared', '12466101-c9b8-439a-8589-dd09ee67e8e9', 'User'),
  scope('offline_access', '7427e0e9-2fba-42fe-b0c0-848c9e6a8182', 'User'),
  scope('openid', '37f7f235-527c-4136-accd-4a02d197296e', 'User'),
  scope('profile', '14dad69e-099b-42c9-810b-d002981feec1', 'User'),
  scope('email', '64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0', 'User'),
  scope('User.Read', 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', 'User'),
  scope('MailboxSettings.Read', '87f447af-9fa4-4c32-9dfa-4a57a73d18ce', 'User'),
  scope('MailboxSettings.ReadWrite', '818c620a-27a9-40bd-a6a5-d96f7d610b4b', 'User'),
  scope('Application.ReadWrite.All', 'bdfbf15f-ee85-4955-8675-146e8e5296b5', 'Admin'),
  scope('DelegatedPermissionGrant.ReadWrite.All', '41ce6ca6-6826-4807-84f1-1c82854f7ee5', 'Admin'),
  scope('Policy.Read.All', '572fea84-0151-49b2-9301-11cb16974376', 'Admin'),
  scope('Directory.AccessAsUser.All', '0e263e50-5827-48a4-b97c-d940288653c7', 'Admin'),
  scope('Organization.Read.All', '4908d5b9-3fb2-4b1e-9336-1888b7937185', 'Admin'),
  scope('Application.Read.All', 'c79f8feb-a9db-4090-85f9-90d820caa0eb', 'Admin'),
  scope('AppRoleAssignment.ReadWrite.All', '84bccea3-f856-4a8a-967b-dbe0a3d53a64', 'Admin'),
  scope('Directory.Read.All', '06da0dbc-49e2-44d2-8312-53f166ab848a', 'Admin'),
  scope('User.Read.All', 'a154be20-db9c-4678-8ab7-66f6cc099a59', 'Admin'),
  scope('Calendars.Read.Shared', '2b9c4092-424d-4249-948d-b43879977640', 'User'),
  scope('Mail.Read', '570282fd-fa5c-430d-a7fd-fc8dc98a9dca', 'User'),
];

const role = (value: string, id: string) => ({
  id,
  value,
  allowedMemberTypes: ['Application'],
  displayName: value,
  description: value,
  isEnabled: true,
  origin: 'Application',
});

/** Application permissions; ids of the calendar's and the directory's by Microsoft's permissions reference. */
export const GRAPH_ROLES = [
  role('Application.ReadWrite.All', '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9'),
  role('Application.ReadWrite.OwnedBy', '18a4783c-866b-4cc7-a460-3d5e5662c884'),
  role('Calendars.ReadWrite', 'ef54d2bf-783f-4e0f-bca1-3210c0444d99'),
  role('Calendars.Read', '798ee544-9d2d-430c-a058-570e29e34338'),
  role('Directory.Read.All', '7ab1d382-f21e-4acd-a863-ba3e13f7da61'),
  role('User.Read.All', 'df021288-bdef-4463-88db-98f22de89214'),
];
