// The environment: what works, and what is refused with a word on what to change.
import { expect, test } from 'vitest';
import { readConfig } from '../../../server/config.ts';

const read = (env: NodeJS.ProcessEnv, embedded = false) => readConfig(env, { embedded });

test('an empty environment gives an embedded database on this machine', () => {
  expect(read({ DATA_DIR: '/data' })).toMatchObject({
    baseUrl: 'http://localhost:3000',
    databasePlace: { kind: 'folder', folder: '/data' },
    secretKeyFile: '/data/secret-key',
    isProduction: false,
  });
});

test('the base URL loses its last slash, and nothing else', () => {
  expect(read({ BASE_URL: 'https://calendar.example.org/' }).baseUrl).toBe('https://calendar.example.org');
});

test.each([
  'calendar.example.org',
  'ftp://calendar.example.org',
  'https://calendar.example.org/path',
  'https://a:b@c.example',
])('the base URL %s is refused', (BASE_URL) => {
  expect(() => read({ BASE_URL })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
});

test('a port that is none is refused', () => {
  expect(() => read({ PORT: '70000' })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
});

test('production refuses the embedded database, unless it is asked for', () => {
  const env = { NODE_ENV: 'production' };
  expect(() => read(env)).toThrow(expect.objectContaining({ code: 'embedded_in_production' }));
  expect(read(env, true).databasePlace.kind).toBe('folder');
  const url = 'postgres://db.example/calendar';
  expect(read({ ...env, DATABASE_URL: url }).databasePlace).toEqual({ kind: 'postgres', url });
});

test('the configuration is frozen', () => {
  expect(Object.isFrozen(read({}))).toBe(true);
});
