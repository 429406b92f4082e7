// Password hashes: Argon2id with the library's defaults, which follow OWASP's.
import { hash, verify } from '@node-rs/argon2';

export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** @returns false for a wrong password. An unknown account takes as long as a known one. */
export async function isPasswordOf(stored: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await hashOfNobody()), password);
  return matches && stored !== undefined;
}

let nobody: Promise<string> | undefined;

function hashOfNobody(): Promise<string> {
  nobody ??= hash('nobody has this password');
  return nobody;
}
