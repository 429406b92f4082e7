// A first sync of many meetings with many guests, and what has to hold for each choice of the review.
import { expect } from 'vitest';
import { type FirstSyncChoice, type Mail, type Review, reviewOf } from '../../sync/index.ts';
import { createOutlookWorld, type OutlookWorld } from './outlook-world.ts';
import { guests } from './sync-world.ts';

/** Mails go out at so many recipients a minute. */
const RECIPIENTS_PER_MINUTE = 30;

interface Meetings {
  count: number;
  guests: number;
}

/** Nobody is mailed, neither by the first run nor by the next. */
export async function expectQuiet(meetings: Meetings): Promise<void> {
  const world = await worldWith(meetings);
  const { mails } = await reviewIn(world);
  expect(mails.quiet).toEqual([]);
  confirm(world, 'quiet', mails.quiet);
  expect(await world.sync()).toMatchObject({ outcome: 'done', sent: meetings.count, failed: 0, mails: [] });
  expect(world.mailbox().phase).toBe('active');
  await world.sync();
  expect(world.takeMails()).toEqual([]);
}

/** The outbox holds what the preview listed, mail for mail, at the pace of mails. */
export async function expectInvitations(meetings: Meetings): Promise<void> {
  const world = await worldWith(meetings);
  const { mails } = await reviewIn(world);
  expect(mails.invite).toHaveLength(meetings.count * meetings.guests);
  confirm(world, 'invite', mails.invite);
  const sent: string[] = [];
  for (let run = 1; run <= meetings.count; run += 1) {
    expect(await world.sync()).toMatchObject({ outcome: 'done', sent: 1, mailsWaiting: meetings.count - run });
    sent.push(...world.takeMails());
    world.advance({ minutes: Math.ceil(meetings.guests / RECIPIENTS_PER_MINUTE) });
  }
  expect(world.mailbox().phase).toBe('active');
  expect(sent.toSorted()).toEqual(mails.invite.map(({ kind, to }) => `${kind} ${to}`).toSorted());
}

/** Made before connecting, and pulled once for the review. */
async function worldWith({ count, guests: perMeeting }: Meetings): Promise<OutlookWorld> {
  const world = await createOutlookWorld({ phase: 'reviewing' });
  for (let index = 0; index < count; index += 1) {
    const invited = Array.from({ length: perMeeting }, (_, guest) => `guest-${index}-${guest}@elsewhere.example`);
    const when = { start: '2027-03-04T10:00:00', end: '2027-03-04T11:00:00', zone: 'UTC', isAllDay: false };
    world.add({ subject: `Meeting ${index}`, when, guests: guests(...invited) });
  }
  await world.sync();
  return world;
}

async function reviewIn(world: OutlookWorld): Promise<Review> {
  const mailbox = world.mailbox();
  const subjects = await world.store.subjects({ mailboxId: mailbox.id, runId: '', epoch: mailbox.epoch });
  return reviewOf(subjects, mailbox, world.now());
}

function confirm(world: OutlookWorld, choice: FirstSyncChoice, mails: readonly Mail[]): void {
  const confirmation = { choice, mails: mails.length, deletions: 0, at: world.now().toString(), overrides: {} };
  Object.assign(world.mailbox(), { phase: 'confirmed', confirmation });
}
