// What lists of the directory can be asked: filters, searches, order, pages, counts, and what needs ConsistencyLevel: eventual.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../sandbox-client.ts';
import {
  type DirectoryClient,
  EVENTUAL,
  names,
  openDirectory,
  outcome,
  type Resource,
  reference,
} from './directory-client.ts';

let directory: DirectoryClient;
let first: Resource;

beforeAll(async () => {
  directory = await openDirectory();
  first = await directory.register({ displayName: "Ada's calendar", tags: ['managed-by:calendar'] });
  await directory.register({ displayName: 'Calendar two', identifierUris: ['api://two'] });
  await directory.register({
    displayName: 'calendar sync',
    uniqueName: 'calendar-sync',
    description: 'Sync both ways',
  });
  await directory.register({ displayName: 'Payroll', signInAudience: 'AzureADMultipleOrgs' });
});

const list = (query: string, headers: Record<string, string> = {}): Promise<Answer> =>
  directory.admin.get(`/applications?${query}`, headers);

const filters: readonly { filter: string; found: string[]; isAdvanced?: true }[] = [
  { filter: "displayName eq 'Ada''s calendar'", found: ["Ada's calendar"] },
  { filter: "displayName eq 'PAYROLL'", found: ['Payroll'] },
  { filter: "startswith(displayName,'calendar')", found: ['Calendar two', 'calendar sync'] },
  { filter: "startswith(displayName, 'calendar') and uniqueName eq 'calendar-sync'", found: ['calendar sync'] },
  { filter: "displayName in ('Payroll','calendar sync')", found: ['calendar sync', 'Payroll'] },
  { filter: "tags/any(t:t eq 'managed-by:calendar')", found: ["Ada's calendar"] },
  { filter: "identifierUris/any(u:u eq 'api://two')", found: ['Calendar two'] },
  { filter: "displayName eq 'Payroll' or displayName eq 'Calendar two'", found: ['Calendar two', 'Payroll'] },
  { filter: "displayName ne 'Payroll'", found: ["Ada's calendar", 'Calendar two', 'calendar sync'], isAdvanced: true },
  { filter: "not(startswith(displayName,'calendar'))", found: ["Ada's calendar", 'Payroll'], isAdvanced: true },
  { filter: "endswith(displayName,'calendar')", found: ["Ada's calendar"], isAdvanced: true },
];

describe('$filter', () => {
  test.each(filters)('$filter', async ({ filter, found, isAdvanced }) => {
    const query = `$filter=${encodeURIComponent(filter)}`;
    const answer = isAdvanced ? await list(`${query}&$count=true`, EVENTUAL) : await list(query);
    expect(names(answer)).toEqual(found);
  });

  test('by client id', async () => {
    expect(names(await list(`$filter=appId eq '${first.appId}'`))).toEqual(["Ada's calendar"]);
  });

  test.each(filters.filter(({ isAdvanced }) => isAdvanced))(
    '$filter needs both, the header and $count',
    async ({ filter }) => {
      const query = `$filter=${encodeURIComponent(filter)}`;
      for (const answer of [await list(query), await list(query, EVENTUAL), await list(`${query}&$count=true`)]) {
        expect(outcome(answer)).toBe('400 Request_UnsupportedQuery');
      }
    },
  );

  test.each([
    { query: "$filter=contains(displayName,'cal')&$count=true", expected: '400 Request_UnsupportedQuery' },
    { query: "$filter=colour eq 'red'", expected: '400 BadRequest' },
    { query: '$filter=displayName eq', expected: '400 BadRequest' },
    { query: "$filter=startswith(displayName,'c')&$orderby=displayName", expected: '400 Request_UnsupportedQuery' },
    { query: '$orderby=createdDateTime', expected: '400 Request_UnsupportedQuery' },
    { query: '$select=colour', expected: '400 BadRequest' },
    { query: '$top=0', expected: '400 Request_UnsupportedQuery' },
    { query: '$top=1000', expected: '400 Request_UnsupportedQuery' },
    { query: '$skip=1', expected: '400 Request_BadRequest' },
    { query: '$skiptoken=old', expected: '400 Directory_ExpiredPageToken' },
    { query: '$search="displayName:cal"', expected: '400 Request_UnsupportedQuery' },
    { query: '$expand=colour', expected: '400 BadRequest' },
  ])('$query: $expected', async ({ query, expected }) => {
    expect(outcome(await list(query, query.includes('contains') ? EVENTUAL : {}))).toBe(expected);
  });
});

test.each([
  { search: '"displayName:cal"', found: ["Ada's calendar", 'Calendar two', 'calendar sync'] },
  { search: '"displayName:cal" AND "description:both"', found: ['calendar sync'] },
  { search: '"displayName:two" OR "displayName:pay"', found: ['Calendar two', 'Payroll'] },
])('$search $search', async ({ search, found }) => {
  expect(names(await list(`$search=${encodeURIComponent(search)}`, EVENTUAL))).toEqual(found);
});

test.each(['displayName:cal', '"notes:x"'])('$search %s is refused', async (search) => {
  expect(outcome(await list(`$search=${encodeURIComponent(search)}`, EVENTUAL))).toBe('400 Request_BadRequest');
});

test('$orderby goes with $filter by the header and $count', async () => {
  const query = "$filter=startswith(displayName,'c')&$orderby=displayName desc&$count=true";
  expect(names(await list(query, EVENTUAL))).toEqual(['Calendar two', 'calendar sync']);
  expect(names(await list('$orderby=displayName desc'))).toEqual([
    'Payroll',
    'Calendar two',
    'calendar sync',
    "Ada's calendar",
  ]);
});

test('pages lead to each other, and count all', async () => {
  const one = await list('$top=3&$count=true&$select=displayName', EVENTUAL);
  expect(one.body['@odata.count']).toBe(4);
  expect(one.body.value).toEqual([
    { displayName: "Ada's calendar" },
    { displayName: 'Calendar two' },
    { displayName: 'calendar sync' },
  ]);
  const next = String(one.body['@odata.nextLink']);
  expect(next).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/applications\?.*\$skiptoken=/);
  const two = await directory.admin.get(next, EVENTUAL);
  expect(two.body.value).toEqual([{ displayName: 'Payroll' }]);
  expect(two.body).not.toHaveProperty('@odata.nextLink');
});

test('$count by itself is plain text, and needs the header', async () => {
  expect(await directory.admin.get('/applications/$count', EVENTUAL)).toMatchObject({ status: 200, text: '4' });
  expect(outcome(await directory.admin.get('/applications/$count'))).toBe('400 Request_BadRequest');
  expect((await list('$count=true')).body).not.toHaveProperty('@odata.count');
});

test('$expand=owners shows them whole', async () => {
  await directory.admin.post(`/applications/${first.id}/owners/$ref`, reference(directory.userId('ada')));
  const { body } = await directory.admin.get(`/applications/${first.id}?$expand=owners&$select=id`);
  expect(body).toMatchObject({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#applications(id,owners())/$entity',
    owners: [{ '@odata.type': '#microsoft.graph.user', userPrincipalName: 'ada@contoso.example' }],
  });
});

test('people are found by name and in order', async () => {
  const found = await directory.admin.get("/users?$filter=startswith(displayName,'A') or startswith(displayName,'B')");
  expect(names(found)).toEqual(['Ada Lindqvist', 'Bo Tanaka']);
  expect(names(await directory.admin.get('/users?$orderby=displayName desc&$top=2'))).toEqual([
    'Nomail Brown',
    'Megan Admin',
  ]);
  expect((await directory.admin.get('/users/$count', EVENTUAL)).text).toBe('6');
});

test('a batch asks the directory like any other', async () => {
  const requests = [
    { id: '1', method: 'GET', url: `/applications/${first.id}?$select=displayName` },
    { id: '2', method: 'GET', url: '/organization?$select=id' },
    { id: '3', method: 'GET', url: '/applications/$count', headers: EVENTUAL },
  ];
  const { body } = await directory.admin.post('/$batch', { requests });
  expect((body.responses as { status: number }[]).map(({ status }) => status)).toEqual([200, 200, 200]);
});
