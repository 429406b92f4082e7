// Input that fits its schema and still has to be understood.
import { expect, test } from 'vitest';
import { checkGuests, checkWhen, safeHtml } from '../../../server/events/check-input.ts';
import { codeOf } from '../../support/refusal-code.ts';

const ODD = { address: 'printer@localhost', name: 'Printer', type: 'resource' as const };

test('a time that clocks skip is said as what they show instead', () => {
  const when = { start: '2026-03-29T02:30', end: '2026-03-29T03:45', zone: 'Europe/Berlin', isAllDay: false };
  expect(checkWhen(when)).toMatchObject({ start: '2026-03-29T03:30:00', end: '2026-03-29T03:45:00' });
});

test('an odd address that Outlook gave blocks nobody else, and cannot be invited anew', () => {
  const listed = [{ address: 'Bob@Fabrikam.example' }, ODD];
  expect(Object.keys(checkGuests(listed, [ODD]))).toEqual(['bob@fabrikam.example', 'printer@localhost']);
  expect(codeOf(() => checkGuests(listed, []))).toBe('address_invalid');
});

test.for(['nobody', '/o=ExchangeLabs/cn=Recipients/cn=bob', '@contoso.example', 'bob@', 'bob @contoso.example'])(
  'the address "%s" is refused',
  (address) => {
    expect(codeOf(() => checkGuests([{ address }], []))).toBe('address_invalid');
  },
);

test('one person in other letters is listed twice', () => {
  const twice = [{ address: 'bob@fabrikam.example' }, { address: 'BOB@Fabrikam.example' }];
  expect(codeOf(() => checkGuests(twice, []))).toBe('guest_twice');
});

test('what is shown has no scripts, styles, forms or remote pictures', () => {
  const html =
    '<style>p{}</style><p style="x" onclick="y()">a<script>b</script><img src="https://spy.example/1.png"></p>';
  expect(safeHtml(html)).toBe('<p>a<img /></p>');
});
