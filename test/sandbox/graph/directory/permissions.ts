// Which delegated scopes and application roles open which part of the directory (permissions-reference).

const WHOLE = ['Directory.ReadWrite.All', 'Directory.AccessAsUser.All'];
const READING = ['Directory.Read.All', ...WHOLE];

export const APPLICATION_WRITE = ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy', ...WHOLE];
export const APPLICATION_READ = ['Application.Read.All', 'Directory.Read.All', ...APPLICATION_WRITE];
export const GRANT_WRITE = ['DelegatedPermissionGrant.ReadWrite.All', ...WHOLE];
export const GRANT_READ = [
  'DelegatedPermissionGrant.Read.All',
  'Directory.Read.All',
  'Application.ReadWrite.All',
  ...GRANT_WRITE,
];
export const ROLE_ASSIGNMENT_WRITE = ['AppRoleAssignment.ReadWrite.All', ...WHOLE];
export const USER_READ = ['User.Read.All', 'User.ReadBasic.All', 'User.ReadWrite.All', ...READING];
export const USER_WRITE = ['User.ReadWrite.All', ...WHOLE];
export const SESSION_WRITE = ['User.RevokeSessions.All', ...USER_WRITE];
export const GROUP_READ = ['Group.Read.All', 'GroupMember.Read.All', 'Group.ReadWrite.All', ...READING];
export const GROUP_WRITE = ['Group.ReadWrite.All', ...WHOLE];
export const ROLE_READ = ['RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory', ...READING];
export const ROLE_WRITE = ['RoleManagement.ReadWrite.Directory', ...WHOLE];
export const DOMAIN_READ = ['Domain.Read.All', ...READING];
export const POLICY_READ = [
  'Policy.Read.All',
  'Policy.Read.ApplicationConfiguration',
  'Policy.ReadWrite.ApplicationConfiguration',
];
export const POLICY_WRITE = ['Policy.ReadWrite.ApplicationConfiguration'];
export const AUTHORIZATION_WRITE = ['Policy.ReadWrite.Authorization'];
