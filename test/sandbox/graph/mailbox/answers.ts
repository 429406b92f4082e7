// Answers whose values are complex types, not entities: what functions and actions return.
import { jsonAnswer, type SandboxAnswer } from '../../core/http.ts';
import { rootUrl } from '../odata/context.ts';
import type { GraphCall } from '../operation.ts';

/** A collection of values. @param type without its namespace */
export function functionAnswer(call: GraphCall, type: string, value: readonly unknown[]): SandboxAnswer {
  return jsonAnswer(200, { '@odata.context': `${rootUrl(call)}/$metadata#Collection(microsoft.graph.${type})`, value });
}
