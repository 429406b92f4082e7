// A request to the token endpoint, as its grants read it.
import type { SandboxRequest } from '../../core/http.ts';
import { EntraRefusal } from '../errors.ts';
import type { ClientCredentials } from './client-authentication.ts';

export interface TokenRequest {
  request: SandboxRequest;
  form: URLSearchParams;
  authority: string;
  credentials: ClientCredentials;
}

/** @throws EntraRefusal 900144 */
export function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value) return value;
  throw new EntraRefusal(900144, { name });
}
