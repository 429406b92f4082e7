// The texts of the pages about the connection to Outlook: the review, calendars, reset and dry run.
import type { Direction } from '../schemas/calendars.ts';
import type { ResetEvents, ResetNext, UnlinkedReason } from '../schemas/reset.ts';
import type { ReviewChoice, ReviewReason, ReviewView } from '../schemas/review.ts';

const SECONDS_PER_MINUTE = 60;

/** How long mails take, in words; empty where there is none. */
function duration(seconds: number): string {
  if (seconds === 0) return '';
  const minutes = Math.ceil(seconds / SECONDS_PER_MINUTE);
  return minutes === 1 ? 'Sending them takes up to a minute.' : `Sending them takes about ${minutes} minutes.`;
}

const mails = (count: number) =>
  count === 0 ? 'Nobody gets a mail' : count === 1 ? '1 mail is sent' : `${count} mails are sent`;

export const reviewTexts = {
  title: 'Before the next sync',
  reasons: {
    first: 'This is the first sync.',
    restart: 'The sync was stopped for a while.',
    reconnect: 'The sign-in at Microsoft had ended, so that nothing was synced for a while.',
    otherAccount: 'You have connected another Microsoft account.',
    restored: 'The calendar’s database was put back from a backup.',
    window: 'Another span of time is to be synced.',
    calendars: 'Other calendars are to be synced, or another way.',
    reset: 'The connection was reset.',
    exceeded: 'The last sync found more mails or deletions than you had confirmed, and stopped.',
  } satisfies Record<ReviewReason, string>,
  intro: 'Nothing has been changed, neither here nor in Outlook. This is what will happen:',
  preparing: 'Reading your Outlook calendar…',
  removing: (count: number) => `${count} more events are being deleted in Outlook.`,
  counts: {
    addHere: 'events from Outlook are added here',
    addThere: 'events from here are added to Outlook',
    changeHere: 'events are changed here',
    changeThere: 'events are changed in Outlook',
    matched: 'events are the same on both sides',
    joined: 'meetings are already known through a colleague',
    series: 'repeating events come along, read only',
    conflicts: 'events were edited on both sides',
    deletions: 'events are deleted',
  } satisfies Record<keyof ReviewView['counts'], string>,
  choiceTitle: 'Whatever would send mails to guests',
  choices: {
    quiet: {
      title: 'Quietly',
      text: 'New events go to Outlook without their guests, who are named in the description. Changes that would send mails are kept here. You can send both later, one event at a time.',
    },
    invite: { title: 'With mails', text: 'Outlook sends every invitation, update and cancellation.' },
    hold: { title: 'Not at all', text: 'New events, and changes that would send mails, are kept here.' },
  } satisfies Record<ReviewChoice, { title: string; text: string }>,
  overrideTitle: 'Single events',
  overrideHint: 'These events send mails when they go out. You can choose for each.',
  asAbove: 'As chosen above',
  mails,
  duration,
  confirm: 'Start syncing',
  lists: {
    addThere: 'New in Outlook',
    changeThere: 'Changed in Outlook',
    deleteThere: 'Deleted in Outlook',
    addHere: 'New here',
    changeHere: 'Changed here',
    deleteHere: 'Archived here',
    matched: 'The same on both sides',
  },
  differences: 'The same event with differences: Outlook’s version stands',
  unit: 'What',
  ours: 'Here',
  theirs: 'In Outlook',
  nothing: '–',
  guests: (count: number) => (count === 0 ? '' : count === 1 ? '1 guest' : `${count} guests`),
};

export const connectionTexts = {
  title: 'Outlook',
  connected: (address: string) => `Connected to ${address}.`,
  notConnected: 'Not connected. Press Outlook above to begin.',
  otherAccount: 'Connect another account',
  otherAccountHint: 'The present connection ends, and its links with it. A review shows what comes next.',
  calendars: 'Calendars',
  calendarsHint: 'Which of your Outlook calendars sync, and which way. A change is reviewed before anything happens.',
  notSynced: 'Not synced',
  directions: {
    both: 'Both ways',
    here: 'From Outlook to here',
    there: 'From here to Outlook',
  } satisfies Record<Direction, string>,
  ownedBy: (address: string) => `Owned by ${address}`,
  standard: 'Events from here go into this calendar.',
  window: 'Time that is synced',
  daysBack: 'Days back',
  daysAhead: 'Days ahead',
  reset: 'Reset',
  resetHint:
    'Cuts every tie between the two calendars and begins anew. Look first: nothing happens before you confirm.',
  eventsTitle: 'Events that both calendars have',
  events: {
    leave: 'Leave them on both sides',
    deleteThere: 'Delete them in Outlook',
    deleteHere: 'Delete them here',
    deleteBoth: 'Delete them on both sides',
  } satisfies Record<ResetEvents, string>,
  nextTitle: 'From then on, sync',
  next: {
    new: 'Only what is made later',
    all: 'Everything, matched anew',
  } satisfies Record<ResetNext, string>,
  show: 'Show what happens',
  confirmReset: 'Reset now',
  unlinked: (count: number) => `${count} events are unlinked.`,
  deleteThere: 'Deleted in Outlook',
  deleteHere: 'Deleted here',
  onlyUnlink: 'Only unlinked',
  reasons: {
    shared: 'others here take part',
    notOrganizer: 'organized by somebody else',
    past: 'it is over, and its guests would still get mail',
    pilot: 'its guests are not on the pilot list',
    readOnly: 'its calendar can only be read',
    notInOutlook: 'Outlook does not have it',
  } satisfies Record<UnlinkedReason, string>,
  dryRun: 'Dry run',
  dryRunHint: 'Reads both calendars and shows what the next sync would do, without doing it.',
  runDry: 'Show what a sync would do',
  running: 'Looking…',
  lastDryRun: (when: string) => `As of ${when}`,
  nothingToDo: 'Nothing: both calendars are the same.',
  here: 'here',
  there: 'in Outlook',
  asks: (guard: string) => `asks first: ${guard}`,
};

export const pilotTexts = {
  title: 'Pilot',
  active: 'Try it out with a few people first',
  users: 'Who may connect',
  recipients: 'Who may get mail',
  hint: 'One address a line, or @domain for everybody of a domain. What would mail others is kept here.',
};
