// supportedTimeZones and supportedLanguages: what a mailbox may be set to.
import { Temporal } from 'temporal-polyfill';
import type { SandboxAnswer } from '../../core/http.ts';
import { readZone } from '../calendar/events/zones.ts';

import { type GraphCall, GraphRefusal, type Operation } from '../operation.ts';
import { functionAnswer } from './answers.ts';
import { localeDisplayName, SUPPORTED_LOCALES } from './languages.ts';
import { WINDOWS_ZONES } from './windows-zones.ts';

const PERMISSIONS = ['User.Read', 'User.ReadWrite', 'User.ReadBasic.All', 'User.Read.All', 'User.ReadWrite.All'];
const MINUTES_AN_HOUR = 60;

export const timeZoneOperations: readonly Operation[] = [
  ...['/{mailbox}/outlook/supportedTimeZones', '/{mailbox}/outlook/supportedTimeZones()'].map(
    (path): Operation => ({
      method: 'GET',
      path,
      permissions: PERMISSIONS,
      coverage: { evidence: 'documented', source: 'outlookuser-supportedtimezones' },
      answer: (call) => timeZones(call, 'windows'),
    }),
  ),
  {
    method: 'GET',
    path: "/{mailbox}/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'{standard}')",
    permissions: PERMISSIONS,
    coverage: { evidence: 'documented', source: 'outlookuser-supportedtimezones' },
    answer: (call) => timeZones(call, (call.parameters.standard ?? '').toLowerCase()),
  },
  ...['/{mailbox}/outlook/supportedLanguages', '/{mailbox}/outlook/supportedLanguages()'].map(
    (path): Operation => ({
      method: 'GET',
      path,
      permissions: PERMISSIONS,
      coverage: {
        evidence: 'documented',
        source: 'outlookuser-supportedlanguages',
        difference: 'a selection of the languages',
      },
      answer: languages,
    }),
  ),
];

function timeZones(call: GraphCall, standard: string): SandboxAnswer {
  if (standard !== 'windows' && standard !== 'iana') {
    throw new GraphRefusal(400, 'RequestBroker--ParseUri', `Requested value '${standard}' was not found.`);
  }
  const year = call.world.clock.now().toZonedDateTimeISO('UTC').year;
  const zones =
    standard === 'windows'
      ? WINDOWS_ZONES.map(([alias, place]) => ({ alias, displayName: `(UTC${standardOffset(alias, year)}) ${place}` }))
      : Intl.supportedValuesOf('timeZone').map((alias) => ({ alias, displayName: alias }));
  return functionAnswer(call, 'timeZoneInformation', zones);
}

/** The offset without daylight saving, as Windows writes it: empty for UTC itself, else `+05:30`. */
function standardOffset(name: string, year: number): string {
  if (name === 'UTC') return '';
  const { iana } = readZone(name);
  const minutes = [1, 7].map((month) => {
    const midnight = Temporal.ZonedDateTime.from({ timeZone: iana, year, month, day: 1 });
    return midnight.offsetNanoseconds / Temporal.Duration.from({ minutes: 1 }).total('nanoseconds');
  });
  const offset = Math.min(...minutes);
  const digits = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${digits(Math.floor(size / MINUTES_AN_HOUR))}:${digits(size % MINUTES_AN_HOUR)}`;
}

function languages(call: GraphCall): SandboxAnswer {
  return functionAnswer(
    call,
    'localeInfo',
    SUPPORTED_LOCALES.map((locale) => ({ locale, displayName: localeDisplayName(locale) })),
  );
}
