// One random history: edits, delta rounds replayed onto a client's model, and the model held against a listing of calendarView.
import { createRandom, type Random } from '../../../sandbox/core/random.ts';
import { type Answer, type GraphUser, openSandbox, type SandboxClient } from '../sandbox-client.ts';
import { type ClientModel, createClientModel, type Entry } from './client-model.ts';
import { type EditWorld, editOnce } from './edits.ts';
import { oneOf, WINDOW } from './random-events.ts';

/** What a history did. */
export interface HistoryFigures {
  edits: number;
  rounds: number;
  pages: number;
  /** How often the model was held against a listing. */
  comparisons: number;
  differences: number;
}

/** One calendar as a client follows it. */
interface Follower {
  calendar: string;
  model: ClientModel;
  /** Where the next round begins. */
  link: string;
}

interface History extends EditWorld {
  client: SandboxClient;
  headers: Readonly<Record<string, string>>;
  followers: Follower[];
  /** Whether faults strike its rounds; then only rounds after they stopped are compared. */
  isRough: boolean;
  figures: HistoryFigures;
}

const EDITS_BETWEEN_ROUNDS_MAX = 5;
/** A round with faults may replay each page, send an empty one before it, and begin anew; none takes more pages. */
const PAGES_MAX = 2_000;
/** An edit may find nothing to do; so many in a row mean that the test is broken. */
const IDLE_TRIES_MAX = 200;
/** How much of what a client does between two pages is an edit. */
const EDIT_DURING_ROUND_PROBABILITY = 0.1;

/** Plays a seed's history. @throws Error that names the seed, for a request that fails. */
export async function playHistory(seed: number, edits: number): Promise<HistoryFigures> {
  try {
    const history = await begin(seed);
    while (history.figures.edits < edits) {
      const count = 1 + history.random.integer(EDITS_BETWEEN_ROUNDS_MAX);
      for (let made = 0; made < count && history.figures.edits < edits; made += 1) await edit(history);
      for (const follower of history.followers) await followRound(history, follower, edits);
      if (!history.isRough) await compareQuietly(history);
    }
    await history.client.control('PUT', '/faults', { rules: [] });
    await compareQuietly(history);
    return history.figures;
  } catch (error) {
    throw new Error(`Seed ${seed}: ${String(error)}`, { cause: error });
  }
}

async function begin(seed: number): Promise<History> {
  const random = createRandom(seed);
  const client = openSandbox({ seed });
  const ada = client.as('ada');
  const second = await ada.post<{ id: string }>('/me/calendars', { name: 'Second' });
  const first = await ada.get<{ id: string }>('/me/calendar');
  const calendarIds: [string, string] = [first.body.id, second.body.id];
  const isRough = random.next() < 0.4;
  await client.control('PUT', '/settings', {
    deletedSeries: oneOf(random, ['master', 'masterAndOccurrences']),
    exceptionsAfterPatternChange: oneOf(random, ['dropped', 'kept']),
    throttle: 'off',
  });
  if (isRough) await client.control('PUT', '/faults', { rules: roughWeather(random) });
  return {
    client,
    world: client.world(),
    random,
    ada,
    bo: client.as('bo'),
    calendarIds,
    headers: { prefer: preferences(random) },
    followers: calendarIds.map((id) => ({
      calendar: `/me/calendars/${id}`,
      model: createClientModel(),
      link: firstLink(`/me/calendars/${id}`),
    })),
    isRough,
    figures: { edits: 0, rounds: 0, pages: 0, comparisons: 0, differences: 0 },
  };
}

function preferences(random: Random): string {
  const size = `odata.maxpagesize=${1 + random.integer(20)}`;
  return random.next() < 0.5 ? `${size}, IdType="ImmutableId", outlook.timezone="Tokyo Standard Time"` : size;
}

function roughWeather(random: Random): unknown[] {
  const names = [
    'replayPage',
    'emptyPage',
    'staleVersion',
    'oversizePage',
    'touchAfterCreate',
    'removeOutsiders',
    'resetDelta',
  ];
  return names.map((name) => ({
    match: { path: 'calendarView/delta', probability: random.next() * 0.2 },
    effect: { [name]: true },
  }));
}

async function edit(history: History): Promise<void> {
  for (let tries = 0; tries < IDLE_TRIES_MAX; tries += 1) {
    history.client.advance('PT1S');
    if ((await editOnce(history)) === null) continue;
    history.figures.edits += 1;
    return;
  }
  throw new Error(`No edit was possible in ${IDLE_TRIES_MAX} tries.`);
}

/** Reads a round to its end, with an edit now and then between two pages. */
async function followRound(history: History, follower: Follower, edits: number): Promise<Entry[]> {
  const { figures, random } = history;
  const told: Entry[] = [];
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await readPage(history, follower);
    told.push(...page.value);
    follower.model.apply(page.value);
    follower.link = page.next;
    figures.pages += 1;
    if (page.isLast) {
      figures.rounds += 1;
      return told;
    }
    if (figures.edits < edits && random.next() < EDIT_DURING_ROUND_PROBABILITY) await edit(history);
  }
  throw new Error(`The round of ${follower.calendar} has no end.`);
}

interface Page {
  value: Entry[];
  next: string;
  isLast: boolean;
}

async function readPage({ ada, headers }: History, follower: Follower): Promise<Page> {
  const { status, body, text } = await ada.get<{
    value: Entry[];
    '@odata.nextLink'?: string;
    '@odata.deltaLink'?: string;
  }>(follower.link, headers);
  if (status === 410) {
    follower.model.clear();
    return { value: [], next: firstLink(follower.calendar), isLast: false };
  }
  if (status !== 200) throw new Error(`GET ${follower.link}: ${status} ${text}`);
  const next = body['@odata.deltaLink'] ?? body['@odata.nextLink'];
  if (next === undefined) throw new Error('A page has neither of the two links.');
  return { value: body.value, next, isLast: '@odata.deltaLink' in body };
}

/** One more round, in which nothing is edited, and then both sides must show the same. */
async function compareQuietly(history: History): Promise<void> {
  for (const follower of history.followers) {
    const told = await followRound(history, follower, 0);
    const listed = await list(history.ada, follower.calendar, history.headers);
    const removed = told.filter((entry) => '@removed' in entry).map(({ id }) => String(id));
    const wrong = [
      ...differences(follower.model.shown(), listed),
      ...removed.filter((id) => listed.has(id)).map((id) => `${id} was told as removed and is listed`),
    ];
    history.figures.comparisons += 1;
    history.figures.differences += wrong.length;
    if (wrong.length > 0) throw new Error(`${follower.calendar} differs:\n${wrong.slice(0, 5).join('\n')}`);
  }
}

interface Listing {
  value: Entry[];
  '@odata.nextLink'?: string;
}

async function list(graph: GraphUser, calendar: string, headers: History['headers']): Promise<Map<string, Entry>> {
  const found = new Map<string, Entry>();
  let link: string | undefined = `${calendar}/calendarView?${WINDOW}&$top=500`;
  while (link !== undefined) {
    const answer: Answer<Listing> = await graph.get<Listing>(link, headers);
    if (answer.status !== 200) throw new Error(`GET ${link}: ${answer.status} ${answer.text}`);
    for (const entry of answer.body.value) found.set(String(entry.id), entry);
    link = answer.body['@odata.nextLink'];
  }
  return found;
}

/** What an occurrence does not share with its master, and annotations of the answer. */
const NOT_COMPARED = new Set([
  '@odata.type',
  'iCalUId',
  'originalStart',
  'webLink',
  'recurrence',
  'occurrenceId',
  'cancelledOccurrences',
]);

function differences(shown: ReadonlyMap<string, Entry>, listed: ReadonlyMap<string, Entry>): string[] {
  const ids = new Set([...shown.keys(), ...listed.keys()]);
  return [...ids].flatMap((id) => {
    const [one, other] = [shown.get(id), listed.get(id)];
    if (!one) return [`${id} (${String(other?.type)}) is listed, and delta didn't tell`];
    if (!other) return [`${id} (${String(one.type)}) was told by delta, and is not listed`];
    return Object.keys({ ...one, ...other })
      .filter((name) => !NOT_COMPARED.has(name) && JSON.stringify(one[name]) !== JSON.stringify(other[name]))
      .map(
        (name) =>
          `${id} (${String(one.type)}) ${name}: ${JSON.stringify(one[name])}, listed ${JSON.stringify(other[name])}`,
      );
  });
}

function firstLink(calendar: string): string {
  return `${calendar}/calendarView/delta?${WINDOW}`;
}
