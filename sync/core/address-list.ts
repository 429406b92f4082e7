// Lists of people, as the pilot mode names them: whole addresses, and `@domain` for everybody of a domain.
import { addressKey } from './values.ts';

/** Whether an address is on a list, without letter case. A domain takes in no subdomain. */
export function isOnList(list: readonly string[], address: string): boolean {
  const key = addressKey(address);
  const domain = key.slice(key.lastIndexOf('@'));
  return list.some((entry) => [key, domain].includes(addressKey(entry)));
}
