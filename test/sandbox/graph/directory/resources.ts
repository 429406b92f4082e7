// How directory answers are framed, and in which tenant a call looks.
import { jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import { type GraphCall, GraphRefusal } from '../operation.ts';

const METADATA = 'https://graph.microsoft.com/v1.0/$metadata';

/** One resource of an entity set. */
export function single(set: string, resource: Record<string, unknown>, status = 200): SandboxAnswer {
  return jsonAnswer(status, { '@odata.context': `${METADATA}#${set}/$entity`, ...resource });
}

/** A whole collection; directory lists of the sandbox are short enough for one page. */
export function collection(set: string, value: readonly Record<string, unknown>[]): SandboxAnswer {
  return jsonAnswer(200, { '@odata.context': `${METADATA}#${set}`, value });
}

/** The tenant that the token is for. */
export function tenantIdOf(call: GraphCall): string {
  return call.token.tenantId;
}

/** What the directory says of an object that isn't there, or not yet. */
export function notFound(id: string): GraphRefusal {
  return new GraphRefusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
