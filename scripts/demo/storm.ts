// The throttle storm: for a while Graph refuses whatever the product asks for this mailbox, and the ledger tells how that went.
import { Temporal } from 'temporal-polyfill';
import type { FaultRule, LedgerEntry } from '../../test/sandbox/core/world.ts';
import type { Sides } from './sides.ts';
import type { StormView } from './state.ts';

export const STORM_S = 20;
const RETRY_AFTER_S = 4;
const TOO_MANY_REQUESTS = 429;
/** All of Graph but the plain view, with which this page itself looks on. */
const PATHS = '^/v1\\.0/(?!me/calendarView\\?)';

export interface Storm {
  /** Index in the ledger. */
  firstRequest: number;
  /** Instants of the sandbox's clock. */
  endsAt: string;
  view: StormView;
}

/** Lets it begin, beside whatever fault rules there are. */
export async function beginStorm(sides: Sides): Promise<Storm> {
  const { sandbox, person } = sides;
  const now = Temporal.Instant.from((await sandbox.call<{ now: string }>('GET', '/_sandbox/clock')).now);
  const endsAt = now.add({ seconds: STORM_S }).toString();
  const rule: Pick<FaultRule, 'match' | 'effect'> = {
    match: { service: 'graph', mailbox: person.userPrincipalName, path: PATHS, until: endsAt },
    effect: { status: TOO_MANY_REQUESTS, code: 'ApplicationThrottled', retryAfter: RETRY_AFTER_S },
  };
  const firstRequest = (await readLedger(sides)).length;
  await putRules(sides, [...(await otherRules(sides)), rule]);
  return { firstRequest, endsAt, view: { isOver: false, endsAt, refused: 0, early: 0 } };
}

/** Looks how it goes; when it is over, its rule is taken away. @returns the storm as it is now. */
export async function watchStorm(sides: Sides, storm: Storm): Promise<Storm> {
  if (storm.view.isOver) return storm;
  const { now } = await sides.sandbox.call<{ now: string }>('GET', '/_sandbox/clock');
  const isOver = Temporal.Instant.compare(now, storm.endsAt) >= 0;
  const requests = (await readLedger(sides)).slice(storm.firstRequest).filter(isProducts(sides));
  if (isOver) await putRules(sides, await otherRules(sides));
  return {
    ...storm,
    view: {
      ...storm.view,
      isOver,
      refused: requests.filter(({ status }) => status === TOO_MANY_REQUESTS).length,
      early: requests.filter(({ early }) => early === true).length,
    },
  };
}

function isProducts({ person }: Sides) {
  const mailbox = person.userPrincipalName.toLowerCase();
  return (entry: LedgerEntry) =>
    entry.service === 'graph' && entry.mailbox?.toLowerCase() === mailbox && new RegExp(PATHS, 'i').test(entry.path);
}

async function readLedger({ sandbox }: Sides): Promise<LedgerEntry[]> {
  return (await sandbox.call<{ value: LedgerEntry[] }>('GET', '/_sandbox/requests')).value;
}

async function otherRules({ sandbox }: Sides): Promise<Pick<FaultRule, 'match' | 'effect'>[]> {
  const { rules } = await sandbox.call<{ rules: FaultRule[] }>('GET', '/_sandbox/faults');
  return rules.filter(({ match }) => match.path !== PATHS).map(({ match, effect }) => ({ match, effect }));
}

async function putRules({ sandbox }: Sides, rules: Pick<FaultRule, 'match' | 'effect'>[]): Promise<void> {
  await sandbox.call('PUT', '/_sandbox/faults', { rules });
}
