// Every rule of what an application may hold: the code, the words, and in details which rule it was; by POST and by PATCH alike.
import { beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../../sandbox/graph/directory/applications/limits.ts';
import { URI_RULES } from '../../../sandbox/graph/directory/applications/redirect-uris.ts';
import { LIMIT_ROWS } from './application-rules/limit-rules.ts';
import { URI_ROWS } from './application-rules/redirect-uri-rules.ts';
import { PERSONAL, resources, scopes, uris, WORK, web } from './application-rules/rule.ts';
import { type DirectoryClient, openDirectory, outcome } from './directory-client.ts';

const ROWS = [...URI_ROWS, ...LIMIT_ROWS];

let directory: DirectoryClient;
beforeAll(async () => {
  directory = await openDirectory();
});

const withAudience = (audience: string, properties: Record<string, unknown>) => {
  const api = { ...(audience === PERSONAL ? { requestedAccessTokenVersion: 2 } : {}), ...(properties.api as object) };
  return { displayName: 'Rules', signInAudience: audience, ...properties, api };
};

describe.each(ROWS)('$audience: $name', ({ audience, broken, rule, target }) => {
  const property = target.split('.')[0] ?? '';
  const refusal = {
    error: {
      code: 'Request_BadRequest',
      message: `Invalid value specified for property '${property}' of resource 'Application'.`,
      details: [{ code: rule, target }],
    },
  };

  test('is refused by POST', async () => {
    const answer = await directory.admin.post('/applications', withAudience(audience, broken));
    expect(answer).toMatchObject({ status: 400, body: refusal });
  });

  test('is refused by PATCH, and nothing has changed', async () => {
    const made = await directory.admin.post('/applications', withAudience(audience, {}));
    const path = `/applications/${String(made.body.id)}`;
    const before = await directory.admin.get(path);
    expect(await directory.admin.patch(path, withAudience(audience, broken))).toMatchObject({
      status: 400,
      body: refusal,
    });
    expect((await directory.admin.get(path)).text).toBe(before.text);
  });
});

test.each(ROWS.filter(({ kept }) => kept))('$audience: just below $name is accepted', async (rule) => {
  const properties = withAudience(rule.audience, rule.kept ?? {});
  expect(outcome(await directory.admin.post('/applications', properties))).toBe('201');
});

test('what personal accounts may not have, organizations may', async () => {
  const free = [
    web('https://a.example/?x=1', 'https://*.a.example/'),
    { identifierUris: ['urn:calendar:free'] },
    { requiredResourceAccess: resources(1, 31) },
    { api: scopes(1, 'x'.repeat(60)) },
    { web: { logoutUrl: 'http://localhost/logout' } },
  ];
  for (const properties of free) {
    expect(outcome(await directory.admin.post('/applications', withAudience(WORK, properties)))).toBe('201');
  }
});

test.each(['https://bücher.example/', 'https://xn--bcher-kva.example/'])(
  'host of %s: in words of its own',
  async (uri) => {
    expect((await directory.admin.post('/applications', withAudience(WORK, web(uri)))).body).toMatchObject({
      error: { code: 'Request_BadRequest', message: 'One or more properties contains invalid values.' },
    });
  },
);

test.each([
  { target: 'web.redirectUris', properties: web('https://a.example/', 'https://a.example/') },
  { target: 'tags', properties: { tags: ['a', 'a'] } },
  { target: 'identifierUris', properties: { identifierUris: ['api://twice', 'api://twice'] } },
  {
    target: 'id',
    properties: {
      api: {
        oauth2PermissionScopes: [...scopes(1, 'a').oauth2PermissionScopes, ...scopes(1, 'b').oauth2PermissionScopes],
      },
    },
  },
])('$target twice: DuplicateValue', async ({ target, properties }) => {
  expect((await directory.admin.post('/applications', withAudience(WORK, properties))).body).toMatchObject({
    error: { code: 'DuplicateValue', details: [{ code: 'DuplicateValue', target }] },
  });
});

test('more than a thousand items in all are too many', async () => {
  const properties = { requiredResourceAccess: resources(20, 50), ...web(...uris(100)) };
  expect(outcome(await directory.admin.post('/applications', withAudience(WORK, properties)))).toBe(
    '403 Directory_ResourceSizeExceeded',
  );
});

test('every rule that the sandbox has stands in a row', () => {
  const rows = new Set(ROWS.map(({ rule }) => rule));
  const untested = [...URI_RULES, ...LIMITS].map(({ code }) => code).filter((code) => !rows.has(code));
  expect(untested).toEqual([]);
});
