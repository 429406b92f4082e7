// Tags of a subscription, a group or a resource by themselves: read, replaced, merged, deleted.
import { emptyAnswer, jsonAnswer, type SandboxAnswer } from '../core/http.ts';
import {
  ArmRefusal,
  bodyRecord,
  type Method,
  recordOf,
  type SubscriptionCall,
  type SubscriptionOperation,
} from './operation.ts';
import { mergeTags, readTags, withoutTags } from './tags.ts';

interface Tagged {
  tags: Record<string, string>;
}

const SUFFIX = /\/providers\/Microsoft\.Resources\/tags\/default$/i;

function scopeOfTags({ path }: SubscriptionCall): string {
  return path.replace(SUFFIX, '');
}

function taggedOf(call: SubscriptionCall): Tagged {
  const scope = scopeOfTags(call);
  const key = scope.toLowerCase();
  const found = call.azure.groups.get(key) ?? call.azure.resources.get(key);
  if (found) return found;
  const segments = scope.split('/').length;
  if (segments === 3) return call.subscription;
  throw segments === 5
    ? new ArmRefusal(404, 'ResourceGroupNotFound', `Resource group '${scope.split('/')[4] ?? ''}' could not be found.`)
    : new ArmRefusal(404, 'ResourceNotFound', `The Resource '${scope}' was not found.`);
}

function answered(call: SubscriptionCall, { tags }: Tagged): SandboxAnswer {
  const id = `${scopeOfTags(call)}/providers/Microsoft.Resources/tags/default`;
  return jsonAnswer(200, { id, name: 'default', type: 'Microsoft.Resources/tags', properties: { tags } });
}

function writtenTags(call: SubscriptionCall): Record<string, string> {
  return readTags(recordOf(bodyRecord(call).properties)?.tags);
}

function patch(call: SubscriptionCall): SandboxAnswer {
  const tagged = taggedOf(call);
  const tags = writtenTags(call);
  const operation = String(bodyRecord(call).operation);
  switch (operation.toLowerCase()) {
    case 'merge':
      tagged.tags = readTags(mergeTags(tagged.tags, tags));
      break;
    case 'replace':
      tagged.tags = tags;
      break;
    case 'delete':
      tagged.tags = withoutTags(tagged.tags, tags);
      break;
    default:
      throw new ArmRefusal(
        400,
        'InvalidRequestContent',
        `The request content was invalid and could not be deserialized: 'operation' is Replace, Merge or Delete, not '${operation}'.`,
      );
  }
  return answered(call, tagged);
}

const operation = (
  method: Method,
  page: string,
  verb: 'read' | 'write' | 'delete',
  answer: SubscriptionOperation['answer'],
): SubscriptionOperation => ({
  method,
  level: 'subscription',
  path: '/subscriptions/{subscriptionId}/providers/Microsoft.Resources/tags/default',
  access: (call) => ({ action: `Microsoft.Resources/tags/${verb}`, scope: scopeOfTags(call) }),
  coverage: {
    evidence: 'documented',
    source: `rest/api/resources/tags/${page}`,
    difference: 'always done at once, never with 202',
  },
  answer,
});

const forSubscriptions = [
  operation('GET', 'get-at-scope', 'read', (call) => answered(call, taggedOf(call))),
  operation('PUT', 'create-or-update-at-scope', 'write', (call) => {
    const tagged = taggedOf(call);
    tagged.tags = writtenTags(call);
    return answered(call, tagged);
  }),
  operation('PATCH', 'update-at-scope', 'write', patch),
  operation('DELETE', 'delete-at-scope', 'delete', (call) => {
    taggedOf(call).tags = {};
    return emptyAnswer(200);
  }),
];

/** A scope is a subscription, or what lies in it. */
export const tagOperations: readonly SubscriptionOperation[] = forSubscriptions.flatMap((each) => [
  each,
  { ...each, path: each.path.replace('/providers/', '/{+scope}/providers/') },
]);
