// How well each behaviour of $batch is known: rows of COVERAGE.md.
import type { Coverage } from '../core/service.ts';

const batch = (behaviour: string, evidence: Coverage['evidence'], source: string, difference?: string): Coverage => ({
  service: 'graph',
  behaviour: `$batch: ${behaviour}`,
  evidence,
  source,
  ...(difference === undefined ? {} : { difference }),
});

export const batchCoverage: readonly Coverage[] = [
  batch(
    'at most 20 requests',
    'documented',
    'concepts/json-batching',
    'the code is open: the setting oversizeBatchCode chooses',
  ),
  batch('ids unique, letter case ignored', 'documented', 'concepts/json-batching'),
  batch('dependents of a failed request answer 424', 'documented', 'concepts/json-batching'),
  batch('an unknown id or a circle in dependsOn refuses the whole', 'inferred', 'concepts/json-batching'),
  batch(
    'fully sequential or fully parallel',
    'documented',
    'concepts/json-batching',
    'read as advice: the setting mixedBatches refuses it',
  ),
  batch('a write without Content-Type or body refuses the whole', 'observed', 'msgraph-sdk-dotnet issues 1038, 2628'),
  batch('absolute urls and nested batches refuse the whole', 'inferred', 'concepts/json-batching'),
  batch(
    'four requests at once for each mailbox, the rest queues',
    'observed',
    'docs pull request 18667, docs issue 8760',
    'the setting throttle: strict refuses the rest with 429',
  ),
  batch(
    'answers come as they are done',
    'documented',
    'concepts/json-batching',
    'in any order by the setting batchOrder',
  ),
  batch('bodies that are no JSON are written in base64', 'documented', 'concepts/json-batching'),
];
