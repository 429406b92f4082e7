// How well each behaviour of the sandbox is known, of all services: the rows of COVERAGE.md.
import { vaultCoverage } from './arm/key-vault/service.ts';
import { armCoverage } from './arm/service.ts';
import type { Coverage } from './core/service.ts';
import { entraCoverage } from './entra/coverage.ts';
import { batchCoverage } from './graph/batch-coverage.ts';
import { calendarCoverage } from './graph/calendar/operations.ts';
import { directoryCoverage } from './graph/directory/coverage.ts';
import { odataCoverage } from './graph/odata/odata-coverage.ts';
import type { Operation } from './graph/operation.ts';
import { webhookCoverage } from './graph/subscriptions/webhook-coverage.ts';
import { throttlingCoverage } from './graph/throttling/admission.ts';

/** What holds for every request, whatever the operation. */
const generalCoverage: readonly Coverage[] = [
  {
    service: 'graph',
    behaviour: 'every request: token, permission, headers, errors with innerError',
    evidence: 'documented',
    source: 'concepts/errors, concepts/auth',
    difference: 'tokens are looked up, not verified; x-ms-ags-diagnostic names an invented data centre',
  },
  {
    service: 'graph',
    behaviour: 'every request: where it is sent',
    evidence: 'documented',
    source: 'concepts/deployments',
    difference: 'plain http on one loopback port, the original host in X-Forwarded-Host and X-Forwarded-Proto',
  },
  { service: 'graph', behaviour: 'POST /$batch', evidence: 'documented', source: 'concepts/json-batching' },
];

/** A request that a client of calendars might make, and that the sandbox answers with 501. */
export interface Lacking {
  /** e.g. `GET /v1.0/me/drive`. */
  request: string;
  why: string;
}

/** Named here so that nobody has to find out; any other request that is not in the table answers 501 as well. */
export const LACKING: readonly Lacking[] = [
  {
    request: 'POST /v1.0/me/events/some/attachments/createUploadSession',
    why: 'attachments of 3 MB and more: the product sends none',
  },
  { request: 'GET /v1.0/me/mailFolders', why: 'of mail, only the meeting mails of a folder by name' },
  { request: 'POST /v1.0/me/findMeetingTimes', why: 'the product suggests no times' },
  { request: 'GET /v1.0/groups/some/events', why: 'the product synchronizes people’s calendars, not groups’' },
  { request: 'GET /v1.0/places/microsoft.graph.room', why: 'rooms are guests like others' },
  {
    request: 'GET /providers/Microsoft.Management/managementGroups',
    why: 'the product looks at subscriptions, and needs nothing above them',
  },
  {
    request: 'POST /subscriptions/some/resourcegroups/some/moveResources',
    why: 'the product moves no resources',
  },
  {
    request: 'POST /subscriptions/some/resourcegroups/some/exportTemplate',
    why: 'the product deploys no templates',
  },
  { request: 'GET /v1.0/applications/delta', why: 'who provisions reads what it made, not what has changed' },
  { request: 'POST /v1.0/me/sendMail', why: 'mail is what Outlook sends by itself; see the outbox' },
];

/** @param operations all operations of Graph that the sandbox was given. */
export function coverageOf(operations: readonly Operation[]): Coverage[] {
  return [
    ...generalCoverage,
    ...operations.map(({ method, path, coverage }) => ({
      service: 'graph' as const,
      behaviour: `${method} ${path}`,
      ...coverage,
    })),
    ...odataCoverage,
    ...batchCoverage,
    ...throttlingCoverage,
    ...webhookCoverage,
    ...calendarCoverage,
    ...directoryCoverage,
    ...entraCoverage,
    ...armCoverage,
    ...vaultCoverage,
  ];
}
