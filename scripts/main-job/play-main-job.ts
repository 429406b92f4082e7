// The main job as one command: local Microsoft, server, provisioning, a connected user and the demo page, started and ended in order.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endingInOrder } from '../../test/sandbox/command/ending-in-order.ts';
import type { SandboxFlags } from '../../test/sandbox/command/flags.ts';
import { startByFlags } from '../../test/sandbox/command/run-alone.ts';
import type { RunningSandbox } from '../../test/sandbox/start-sandbox.ts';
import { type HttpSession, openHttpSession } from '../../test/support/http-session.ts';
import { type Person, personOf } from '../../test/support/microsoft-account.ts';
import { startDemo } from '../demo/start-demo.ts';
import { type ChildProgram, startProgram } from './child-program.ts';
import { freePort } from './free-port.ts';
import { type Account, describeMail, indent, mailCount, whatToTry } from './report.ts';
import {
  confirmQuietly,
  connect,
  editBothSides,
  makeEventsBeforeConnecting,
  type StoryWorld,
  waitForEqualSides,
} from './story.ts';

const USUAL_SERVER_PORT = 3000;
const USUAL_DEMO_PORT = 8481;
/** The server may wait for its active runs. */
const CLOSE_TIMEOUT_MS = 15_000;
/** Our own program fills in the page, so that nobody has to be given time for it. */
const DEVICE_CODE_INTERVAL_MS = 1_000;

interface Place {
  serverUrl: string;
  dataDirectory: string;
  env: Record<string, string>;
}

/** Who lives in the calendar once the job is done. */
interface People {
  administrator: Account;
  user: Account;
  session: HttpSession;
  /** The user at Microsoft. */
  person: Person;
}

const say = (text = ''): void => console.log(text);

/**
 * Plays the main job and stays up; sets the exit code 1 when it did not work.
 * @param options.once ends after the report instead.
 * @throws CommandError when the sandbox's port can't be had.
 */
export async function playMainJob(flags: SandboxFlags, { once }: { once: boolean }): Promise<void> {
  const startedMs = performance.now();
  const microsoft = await startByFlags(flags, { settings: { deviceCodeIntervalMs: DEVICE_CODE_INTERVAL_MS } });
  const place = await findPlace(microsoft.url);
  const server = startProgram('server/main.ts', { env: place.env });
  const closers = [
    () => server.stop(),
    () => microsoft.close(),
    async () => rmSync(place.dataDirectory, { recursive: true, force: true }),
  ];
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= closeAll(closers));
  const ending = endingInOrder(CLOSE_TIMEOUT_MS, close);
  try {
    await server.said('The calendar is at');
    const people = await play(microsoft, place);
    say(`\nDone in ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`);
    let demoUrl: string | null = null;
    if (!once) {
      const demo = await openDemo(microsoft, place, people);
      closers.unshift(() => demo.close());
      demoUrl = demo.url;
    }
    say(whatToTry({ demoUrl, calendarUrl: place.serverUrl, microsoftUrl: microsoft.url, ...people }));
    if (!once) return;
  } catch (error) {
    if (closing) return;
    say(`\nIt did not work: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
  ending.uninstall();
  await close();
  if (process.exitCode === 1) process.stderr.write((await server.ended).stderr);
}

async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  for (const close of closers) await close();
}

async function findPlace(sandboxUrl: string): Promise<Place> {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'calendar-sandbox-'));
  const port = await freePort(USUAL_SERVER_PORT);
  const serverUrl = `http://localhost:${port}`;
  const env = {
    SANDBOX_URL: sandboxUrl,
    DATA_DIR: dataDirectory,
    PORT: String(port),
    BASE_URL: serverUrl,
    DATABASE_URL: '',
    LOG_LEVEL: 'warn',
  };
  return { serverUrl, dataDirectory, env };
}

async function openDemo(
  { url: sandboxUrl }: RunningSandbox,
  { serverUrl }: Place,
  { session, person }: People,
): Promise<{ url: string; close(): Promise<void> }> {
  return startDemo({ sandboxUrl, serverUrl, user: session, person, port: await freePort(USUAL_DEMO_PORT) });
}

async function play(microsoft: RunningSandbox, place: Place): Promise<People> {
  const { serverUrl } = place;
  say(`A local Microsoft is at ${microsoft.url}, the calendar at ${serverUrl}.`);
  const administrator = { email: 'admin@contoso.example', password: newPassword() };
  const admin = openHttpSession(serverUrl);
  const code = readFileSync(path.join(place.dataDirectory, 'setup-code'), 'utf8').trim();
  await admin.call('POST', '/api/setup', { code, displayName: 'Megan Admin', ...administrator });
  await provision(admin, place);
  const user = { email: 'ada@contoso.example', password: newPassword() };
  await admin.call('POST', '/api/users', { ...user, displayName: 'Ada Lindqvist', role: 'member' });
  const session = openHttpSession(serverUrl);
  await session.call('POST', '/api/session', user);
  const person = await personOf(microsoft.url, 'ada');
  await playSync({ serverUrl, sandboxUrl: microsoft.url, user: session, person, say }, microsoft);
  return { administrator, user, session, person };
}

async function provision(admin: HttpSession, { serverUrl, env }: Place): Promise<void> {
  say('\nProvisioning the app registration');
  const { token } = await admin.call<{ token: string }>('POST', '/api/settings/handover-tokens');
  const program: ChildProgram = startProgram('provision/main.ts', {
    args: ['--yes', '--server', serverUrl, '--token-stdin'],
    env,
    input: `${token}\n`,
  });
  const { code, stdout, stderr } = await program.ended;
  if (code !== 0) throw new Error(`Provisioning ended with ${code}:\n${stdout}${stderr}`);
  say(indent(stdout));
}

async function playSync(world: StoryWorld, microsoft: RunningSandbox): Promise<void> {
  const outbox = () => microsoft.sandbox.world().outbox;
  await makeEventsBeforeConnecting(world);
  say('\nAda presses Outlook, signs in at Microsoft and consents');
  const review = await connect(world);
  const { counts, mails } = review;
  say(`  review: ${counts.addHere} events and ${counts.series} series come here, ${counts.addThere} go to Outlook`);
  say(`  mails: quietly ${mails.quiet.length}, inviting ${mails.invite.length}, holding ${mails.hold.length}`);
  await confirmQuietly(world, review);
  say(`  confirmed “quietly”: the first sync mailed ${mailCount(outbox())}`);
  say('\nEdits on both sides');
  await editBothSides(world);
  const sides = await waitForEqualSides(world);
  say(`\nBoth sides are equal: ${sides.same} events and occurrences.`);
  say('\nMails that Outlook sent');
  for (const mail of outbox()) say(`  ${describeMail(mail)}`);
}

function newPassword(): string {
  return randomBytes(9).toString('base64url');
}
