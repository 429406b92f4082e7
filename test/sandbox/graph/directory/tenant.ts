// In which tenant a call looks.
import type { GraphCall } from '../operation.ts';

/** The tenant that the token is for. */
export function tenantIdOf(call: GraphCall): string {
  return call.token.tenantId;
}
