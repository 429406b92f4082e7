// After a sign-in the browser goes to a page of this server, whatever was asked for.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeReturnPath } from '../../../server/oauth/return-path.ts';

const BASE = 'https://calendar.example.org';

test.each(['/', '/calendar', '/calendar?view=week#now', '/a%2F%2Fb'])('%s is kept', (path) => {
  expect(safeReturnPath(path, BASE)).toBe(path);
});

test.each([
  undefined,
  '',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https:evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/a\r\nLocation: https://evil.example',
  '/\t/evil.example',
])('%j becomes the start page', (text) => {
  expect(safeReturnPath(text, BASE)).toBe('/');
});

test('whatever comes in, a path of this server comes out', () => {
  const nasty = fc.array(
    fc.constantFrom('/', '\\', '.', ':', '@', '%2F', '\t', '\n', 'a', 'evil.example', 'https:', '?', '#'),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        nasty.map((parts) => parts.join('')),
      ),
      (text) => {
        const path = safeReturnPath(text, BASE);
        expect(path.startsWith('/')).toBe(true);
        expect(new URL(path, BASE).origin).toBe(BASE);
      },
    ),
    { numRuns: 2000 },
  );
});
