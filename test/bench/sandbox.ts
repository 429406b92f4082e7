// npm run bench -- sandbox: how fast the local Microsoft answers a big mailbox, and whether resets leave anything behind.
import { Temporal } from 'temporal-polyfill';
import { openSandbox, type SandboxClient } from '../contract/sandbox/sandbox-client.ts';
import type { World } from '../sandbox/core/world.ts';
import type { BenchTools, Figure, Measurement } from '../support/measurement.ts';

const OWNER = 'ada@contoso.example';
const EVENTS = 1_000;
const SERIES = 20;
const PAGE_SIZE = 200;
const WINDOW = 'startDateTime=2026-01-01T00:00:00Z&endDateTime=2029-01-01T00:00:00Z';
const FULL_ROUND = `/me/calendarView/delta?${WINDOW}`;
const MONTH = 'startDateTime=2026-12-01T00:00:00Z&endDateTime=2027-01-01T00:00:00Z';
const VIEWS = 50;
const RESETS_MAX = 100;
/** Until then the heap grows with what the engine learns about the code. */
const RESETS_WARM_UP = 200;
const RESETS_TIMED = 20;
const RESETS_MEASURED: readonly number[] = [1, 50, 100];
const ROUND_MS_MAX = 2_000;
const HEAP_CHANGE_PERCENT_MAX = 5;
/** Twice the events may cost somewhat more than twice the time, and a late one somewhat more than an early one. */
const GROWTH_MAX = 3;

export const measurements: readonly Measurement[] = [
  {
    about: `${EVENTS} events and ${SERIES} endless weekly series: created one by one, read in a full delta round over three years at page ${PAGE_SIZE}, then again after one change`,
    run: bigMailbox,
  },
  {
    about: `${RESETS_MAX} resets, each followed by creates, a list and a delta round, after ${RESETS_WARM_UP} to warm up`,
    run: resets,
  },
];

async function bigMailbox(tools: BenchTools): Promise<Figure[]> {
  const graph = await openGraph(openSandbox());
  const creates = await timed(tools, EVENTS, (index) => graph('POST', '/me/events', eventOf(index)));
  await timed(tools, SERIES, (index) => graph('POST', '/me/events', seriesOf(index)));
  const before = tools.processorMs();
  const full = await deltaRound(tools, graph, FULL_ROUND);
  const processorMs = tools.processorMs() - before;
  await graph('POST', '/me/events', eventOf(EVENTS));
  const second = await deltaRound(tools, graph, full.deltaLink);
  const views = await timed(tools, VIEWS, () => graph('GET', `/me/calendarView?${MONTH}&$top=100`));
  await timed(tools, EVENTS, (index) => graph('POST', '/me/events', eventOf(index)));
  const twice = await deltaRound(tools, graph, FULL_ROUND);
  return [
    { name: 'create', value: EVENTS / (sum(creates) / 1_000), unit: 'events/s' },
    { name: 'create, last tenth to first tenth', value: growth(creates), unit: 'x', max: GROWTH_MAX },
    { name: 'full round', value: sum(full.pageMs), unit: 'ms', max: ROUND_MS_MAX },
    { name: 'full round, processor time', value: processorMs, unit: 'ms' },
    { name: 'full round, pages', value: full.pageMs.length, unit: 'pages' },
    { name: 'full round, entries', value: full.entries, unit: 'entries', min: EVENTS + SERIES },
    {
      name: 'full round over twice the events',
      value: sum(twice.pageMs) / sum(full.pageMs),
      unit: 'x',
      max: GROWTH_MAX,
    },
    { name: 'round after one change', value: sum(second.pageMs), unit: 'ms' },
    { name: 'round after one change, entries', value: second.entries, unit: 'entries', max: 1 },
    { name: 'calendarView of a month, a page of 100, median', value: median(views), unit: 'ms' },
  ];
}

async function resets(tools: BenchTools): Promise<Figure[]> {
  const client = openSandbox();
  const heaps = new Map<number, number>();
  const left: WeakRef<World>[] = [];
  for (let count = 1 - RESETS_WARM_UP; count <= RESETS_MAX; count += 1) {
    left.push(new WeakRef(client.world()));
    client.sandbox.reset();
    await useABit(tools, client);
    if (RESETS_MEASURED.includes(count)) heaps.set(count, await tools.heapUsedBytes());
  }
  const spent = await timed(tools, RESETS_TIMED, async () => client.sandbox.reset());
  const first = heaps.get(1) ?? Number.NaN;
  const change = (count: number) => ((heaps.get(count) ?? Number.NaN) / first - 1) * 100;
  const bar = { min: -HEAP_CHANGE_PERCENT_MAX, max: HEAP_CHANGE_PERCENT_MAX };
  return [
    { name: 'heap after 1 reset', value: first / 2 ** 20, unit: 'MiB' },
    ...RESETS_MEASURED.slice(1).map((count) => ({
      name: `heap after ${count} resets, to that after 1`,
      value: change(count),
      unit: '%',
      ...bar,
    })),
    {
      name: 'worlds of before still in memory',
      value: left.filter((world) => world.deref()).length,
      unit: 'worlds',
      max: 0,
    },
    { name: 'one reset, median', value: median(spent), unit: 'ms' },
  ];
}

/** Fills the caches that a reset has to empty. */
async function useABit(tools: BenchTools, client: SandboxClient): Promise<void> {
  const graph = await openGraph(client);
  await graph('POST', '/me/events', eventOf(0));
  await graph('POST', '/me/events', seriesOf(0));
  await graph('GET', '/me/events?$top=100');
  await deltaRound(tools, graph, FULL_ROUND);
}

type Graph = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Record<string, unknown>>;

/** Sends requests as the owner, in process. @throws Error for any refusal: a bench of refusals would measure nothing. */
async function openGraph({ as, control }: SandboxClient): Promise<Graph> {
  // The bench asks what the sandbox can do, not what it lets a client do.
  await control('PUT', '/settings', { throttle: 'off' });
  const owner = as(OWNER);
  return async (method, path, body) => {
    const options = { headers: { prefer: `odata.maxpagesize=${PAGE_SIZE}` }, ...(body === undefined ? {} : { body }) };
    const answer = await owner.send(method, path, options);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  };
}

async function deltaRound(
  tools: BenchTools,
  graph: Graph,
  link: string,
): Promise<{ pageMs: number[]; entries: number; deltaLink: string }> {
  const pageMs: number[] = [];
  let entries = 0;
  let next = link;
  for (;;) {
    const started = tools.now();
    const page = await graph('GET', next);
    pageMs.push(tools.now() - started);
    entries += (page.value as unknown[]).length;
    if (typeof page['@odata.deltaLink'] === 'string') return { pageMs, entries, deltaLink: page['@odata.deltaLink'] };
    next = String(page['@odata.nextLink']);
  }
}

/** The milliseconds of each of some calls, one after the other. */
async function timed(tools: BenchTools, times: number, call: (index: number) => Promise<unknown>): Promise<number[]> {
  const spent: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const started = tools.now();
    await call(index);
    spent.push(tools.now() - started);
  }
  return spent;
}

/** A single event of one hour; no two begin at the same minute. */
function eventOf(index: number): Record<string, unknown> {
  const start = Temporal.PlainDateTime.from('2026-02-01T08:00:00').add({ hours: index * 25, minutes: index % 60 });
  return {
    subject: `Event ${index}`,
    body: { contentType: 'html', content: `<p>What event ${index} is about.</p>` },
    start: { dateTime: start.toString(), timeZone: 'UTC' },
    end: { dateTime: start.add({ hours: 1 }).toString(), timeZone: 'UTC' },
    location: { displayName: 'Room Aalto' },
  };
}

function seriesOf(index: number): Record<string, unknown> {
  const day = Temporal.PlainDate.from('2026-01-05').add({ days: index % 5 });
  const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
  const at = (hour: number) => ({
    dateTime: `${day.toString()}T${String(hour).padStart(2, '0')}:00:00`,
    timeZone: 'UTC',
  });
  return {
    subject: `Series ${index}`,
    start: at(8 + (index % 10)),
    end: at(9 + (index % 10)),
    recurrence: {
      pattern: { type: 'weekly', interval: 1, daysOfWeek: [names[index % 5]], firstDayOfWeek: 'monday' },
      range: { type: 'noEnd', startDate: day.toString() },
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** How much more the last tenth cost than the first. */
function growth(values: readonly number[]): number {
  const size = Math.floor(values.length / 10);
  return median(values.slice(-size)) / median(values.slice(0, size));
}
