// How well query options, preferences and addresses are known: rows of COVERAGE.md.
import type { Coverage } from '../../core/service.ts';

const odata = (behaviour: string, evidence: Coverage['evidence'], source: string, difference?: string): Coverage => ({
  service: 'graph',
  behaviour: `odata: ${behaviour}`,
  evidence,
  source,
  ...(difference === undefined ? {} : { difference }),
});

export const odataCoverage: readonly Coverage[] = [
  odata(
    'pages of ten, $top up to 1000, at most 100 with $expand',
    'observed',
    'docs issues 6201, 12653; pull request 21506',
  ),
  odata('nextLink is the request with another $skip', 'observed', 'docs issue 7110'),
  odata('$top below 1 is refused', 'documented', 'calendar-list-calendarview', 'the code is inferred'),
  odata(
    '$select leaves id and annotations, and stands in the context',
    'documented',
    'event-get, event-list-instances',
  ),
  odata(
    '$select and $expand of what is not there are refused',
    'observed',
    'msgraph-sdk-java issue 958, davmail issue 488',
  ),
  odata(
    '$filter: comparisons, text functions, in, any and all over the types of the schema',
    'documented',
    'concepts/filter-query-parameter',
    'text is compared without letter case, as extended properties are; words of refusals are those of the OData library',
  ),
  odata(
    '$filter is refused on recurrence, id, isOnlineMeeting, organizer, attendees and uid',
    'observed',
    'docs issues 426, 1771, 6058, 8640, 19106; microsoft-graph-explorer-v4 issue 3188',
    'the expression in the words of a refusal is shortened; every other property can be filtered by',
  ),
  odata('start/dateTime and end/dateTime are compared as times, in UTC', 'observed', 'docs issues 86, 5033'),
  odata('$orderby by several keys', 'documented', 'concepts/query-parameters'),
  odata('$count on lists, and as a segment', 'documented', 'concepts/query-parameters'),
  odata('$search on events is refused', 'inferred', 'concepts/search-query-parameter', 'code and words are inferred'),
  odata(
    '$expand of extended properties by id, extensions, attachments, calendar and exceptionOccurrences',
    'documented',
    'singlevaluelegacyextendedproperty-get, opentypeextension-get, event-get of beta',
    'without a $filter extended properties are refused; instances can’t be expanded',
  ),
  odata('an unknown $ option is refused; options without $ count on beta', 'documented', 'concepts/query-parameters'),
  odata(
    'Prefer is confirmed in Preference-Applied, each wish that was honoured',
    'documented',
    'event-get, concepts/outlook-immutable-id',
  ),
  odata('an unknown outlook.timezone is refused', 'observed', 'docs issue 4758'),
  odata(
    'a method that an address lacks answers 405',
    'documented',
    'concepts/errors',
    'for calendars, mailbox settings and subscriptions, which are here as a whole; elsewhere 501',
  ),
];
