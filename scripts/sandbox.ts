// npm run sandbox: the whole product on a local Microsoft, one command; tells what happened and stays up to be tried.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { OutboxMail } from '../test/sandbox/core/world.ts';
import { type RunningSandbox, startSandbox } from '../test/sandbox/start-sandbox.ts';
import { type HttpSession, openHttpSession } from '../test/support/http-session.ts';
import { personOf } from '../test/support/microsoft-account.ts';
import { type ChildProgram, startProgram } from './main-job/child-program.ts';
import { freePort } from './main-job/free-port.ts';
import {
  confirmQuietly,
  connect,
  editBothSides,
  makeEventsBeforeConnecting,
  type StoryWorld,
  waitForEqualSides,
} from './main-job/story.ts';

const USUAL_SANDBOX_PORT = 8480;
const USUAL_SERVER_PORT = 3000;

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    'tenant-only': { type: 'boolean', default: false },
    port: { type: 'string' },
    seed: { type: 'string', default: '1' },
    world: { type: 'string', default: 'contoso' },
  },
});

const say = (text = ''): void => console.log(text);
const started = performance.now();
const sandbox = await startSandbox({
  port: await freePort(values.port === undefined ? USUAL_SANDBOX_PORT : Number(values.port)),
  seed: Number(values.seed),
  world: values.world,
});
if (values['tenant-only']) tellAboutTenant(sandbox);
else await playMainJob(sandbox);

function tellAboutTenant({ url }: RunningSandbox): void {
  say(`The sandbox is at ${url}: Entra, Graph and ARM on one port. People and passwords: ${url}/_sandbox/info`);
  process.once('SIGINT', () => process.exit(0));
}

async function playMainJob(microsoft: RunningSandbox): Promise<void> {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'calendar-sandbox-'));
  const port = await freePort(USUAL_SERVER_PORT);
  const serverUrl = `http://localhost:${port}`;
  const env = {
    SANDBOX_URL: microsoft.url,
    DATA_DIR: dataDirectory,
    PORT: String(port),
    BASE_URL: serverUrl,
    DATABASE_URL: '',
    LOG_LEVEL: 'warn',
  };
  const server = startProgram('server/main.ts', { env });
  const close = async () => {
    await server.stop();
    await microsoft.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  process.once('SIGINT', () => void close().then(() => process.exit(0)));
  try {
    await server.said('The calendar is at');
    const people = await play(microsoft, { serverUrl, dataDirectory, env });
    tellWhatToTry(microsoft.url, serverUrl, people);
    if (values.once) await close();
  } catch (error) {
    say(`\nIt did not work: ${error instanceof Error ? error.message : String(error)}`);
    await close();
    const { stderr } = await server.ended;
    process.stderr.write(stderr);
    process.exitCode = 1;
  }
}

interface Account {
  email: string;
  password: string;
}

interface Place {
  serverUrl: string;
  dataDirectory: string;
  env: Record<string, string>;
}

async function play(microsoft: RunningSandbox, place: Place): Promise<{ administrator: Account; user: Account }> {
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
  const world: StoryWorld = {
    serverUrl,
    sandboxUrl: microsoft.url,
    user: session,
    person: await personOf(microsoft.url, 'ada'),
    say,
  };
  await playSync(world, microsoft);
  return { administrator, user };
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
  await makeEventsBeforeConnecting(world);
  say('\nAda presses Outlook, signs in at Microsoft and consents');
  const review = await connect(world);
  const { counts, mails } = review;
  say(`  review: ${counts.addHere} events and ${counts.series} series come here, ${counts.addThere} go to Outlook`);
  say(`  mails: quietly ${mails.quiet.length}, inviting ${mails.invite.length}, holding ${mails.hold.length}`);
  await confirmQuietly(world, review);
  say('  confirmed “quietly”: the first sync mailed ' + mailCount(microsoft));
  say('\nEdits on both sides');
  await editBothSides(world);
  const sides = await waitForEqualSides(world);
  say(`\nBoth sides are equal: ${sides.same} events and occurrences.`);
  say('\nMails that Outlook sent');
  for (const mail of microsoft.sandbox.world().outbox) say(`  ${describeMail(mail)}`);
  say(`\nDone in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

function tellWhatToTry(sandboxUrl: string, serverUrl: string, people: { administrator: Account; user: Account }): void {
  const { administrator, user } = people;
  say('\nTry it');
  say(`  calendar   ${serverUrl}`);
  say(`    as a user           ${user.email}  ${user.password}`);
  say(`    as an administrator ${administrator.email}  ${administrator.password}`);
  say(`  Microsoft  ${sandboxUrl}/_sandbox/info (people and passwords), ${sandboxUrl}/_sandbox/outbox (mails)`);
  say('  1. Move “Launch party” in the calendar: who gets mail is shown before it is sent.');
  say('  2. Archive it, look at the outbox, bring it back from the archive.');
  say('  3. Sign in as the administrator and pause the synchronization for everybody.');
  if (!values.once) say('\nCtrl-C ends it all; nothing is kept.');
}

function mailCount({ sandbox: { world } }: RunningSandbox): string {
  const count = world().outbox.length;
  return count === 0 ? 'nobody' : `${count} people`;
}

function describeMail({ kind, from, to, subject }: OutboxMail): string {
  return `${kind.padEnd(12)} “${subject}” from ${from} to ${to}`;
}

function newPassword(): string {
  return randomBytes(9).toString('base64url');
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
