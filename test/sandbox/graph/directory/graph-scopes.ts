// The delegated permissions of Microsoft Graph that this sandbox knows, with the ids they have in every tenant.

export const MICROSOFT_GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

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
];
