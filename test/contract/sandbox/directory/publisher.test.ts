// Publisher verification: what it takes, and each of its refusals.
import { beforeEach, expect, test } from 'vitest';
import { type DirectoryClient, openDirectory, outcome, type Resource } from './directory-client.ts';

let directory: DirectoryClient;
let application: Resource;
beforeEach(async () => {
  directory = await openDirectory();
  application = await directory.register();
});

const verify = (verifiedPublisherId: unknown, path = `/applications/${application.id}`) =>
  directory.admin.post(`${path}/setVerifiedPublisher`, { verifiedPublisherId });

test('a publisher is set, shown, and unset', async () => {
  const path = `/applications/${application.id}`;
  expect((await verify('1000001')).status).toBe(204);
  expect((await directory.admin.get(path)).body.verifiedPublisher).toEqual({
    displayName: 'Contoso',
    verifiedPublisherId: '1000001',
    addedDateTime: '2026-11-24T09:00:00Z',
  });
  expect((await directory.admin.post(`${path}/unsetVerifiedPublisher`)).status).toBe(204);
  expect((await directory.admin.get(path)).body.verifiedPublisher).toMatchObject({ verifiedPublisherId: null });
});

test.each([
  { id: '', code: 'MPNIdWasNotProvided' },
  { id: 'partner', code: 'MPNAccountInvalid' },
  { id: '9999999', code: 'MPNAccountNotFoundOrNoAccess' },
  { id: '1000002', code: 'MPNAccountNotVetted' },
  { id: '1000003', code: 'NoPublisherIdOnAssociatedMPNAccount' },
  { id: '1000004', code: 'MPNIdDoesNotMatchAssociatedMPNAccount' },
  { id: '1000005', code: 'MPNGlobalAccountNotFound' },
  { id: '1000006', code: 'EmailVerifiedTenantNotAllowed' },
  { id: '1000007', code: 'B2CTenantNotAllowed' },
])('partner id "$id": $code', async ({ id, code }) => {
  expect(outcome(await verify(id))).toBe(`400 ${code}`);
});

test.each([
  { publisherDomain: null, code: 'NoPublisherDomainOnApplication' },
  { publisherDomain: 'contoso.onmicrosoft.com', code: 'ApplicationObjectisInvalid' },
])('published from $publisherDomain: $code', async ({ publisherDomain, code }) => {
  const stored = directory.box.world().applications.get(application.id);
  if (stored) stored.resource = { ...stored.resource, publisherDomain };
  expect(outcome(await verify('1000001'))).toBe(`400 ${code}`);
});

test('by client id there is no such object', async () => {
  expect(outcome(await verify('1000001', `/applications/${application.appId}`))).toBe('404 ApplicationNotFound');
});

test('another organization’s application is published from another domain', async () => {
  const farid = directory.as('admin@fabrikam.example');
  const { id } = (await farid.post<Resource>('/applications', { displayName: 'A' })).body;
  const answer = await farid.post(`/applications/${id}/setVerifiedPublisher`, { verifiedPublisherId: '1000001' });
  expect(outcome(answer)).toBe('400 PublisherDomainMismatch');
});

test('nobody without the role, and no application by itself', async () => {
  const path = `/applications/${application.id}/setVerifiedPublisher`;
  const body = { verifiedPublisherId: '1000001' };
  expect(outcome(await directory.as('ada').post(path, body))).toBe('403 NotAuthorizedToVerifyPublisher');
  await directory.enrol(application);
  const headers = directory.asApplication(application.appId, ['Application.ReadWrite.All']);
  expect(outcome(await directory.admin.post(path, body, headers))).toBe('403 NotAuthorizedToVerifyPublisher');
});
