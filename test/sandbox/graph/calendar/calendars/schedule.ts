// getSchedule: when people are free, as far as each lets the asker see (calendar-getschedule).
import { Temporal } from 'temporal-polyfill';
import type { SandboxAnswer } from '../../../core/http.ts';
import { functionAnswer } from '../../mailbox/answers.ts';
import { mailboxOptionsOf } from '../../mailbox/mailbox-settings.ts';
import { readPreferences } from '../../odata/prefer.ts';
import type { GraphCall, Operation } from '../../operation.ts';
import { accessDenied } from '../../refusals.ts';
import { exceptionsOf, occurrencesIn } from '../series/occurrences.ts';
import { type Item, type Mailbox, mailboxByAddress } from '../state.ts';
import { addressedMailbox } from './calendar-of.ts';
import { readQuestion, type ScheduleQuestion } from './schedule-input.ts';
import { isPrivate, maySeeTitle, type ReaderRole, roleOn } from './sharing.ts';

/** A stretch of time that somebody's calendar fills. */
interface Block {
  item: Item;
  start: Temporal.Instant;
  end: Temporal.Instant;
}

/** The digits of an availabilityView, weakest first; working elsewhere counts as free (scheduleInformation). */
const DIGITS: Readonly<Record<string, number>> = { free: 0, workingElsewhere: 0, tentative: 1, busy: 2, oof: 3 };

export const scheduleOperations: readonly Operation[] = [
  '/{mailbox}/calendar/getSchedule',
  '/{mailbox}/calendars/{calendar}/getSchedule',
].map((path) => ({
  method: 'POST',
  path,
  permissions: ['Calendars.Read', 'Calendars.ReadWrite'],
  coverage: {
    evidence: 'documented',
    source: 'calendar-getschedule; docs issues 7047, 11225, pull request 19703',
    difference:
      'personal accounts are refused with ErrorAccessDenied; the code for a calendar that shows nothing is inferred',
  },
  answer: getSchedule,
}));

function getSchedule(call: GraphCall): SandboxAnswer {
  const { owner } = addressedMailbox(call);
  if (call.world.tenants.get(owner.tenantId)?.kind === 'consumers') throw accessDenied();
  const question = readQuestion(call.body);
  const { applied } = readPreferences(call.request);
  const answered = functionAnswer(
    call,
    'scheduleInformation',
    question.addresses.map((address) => schedule(call, question, address)),
  );
  return applied ? { ...answered, headers: { ...answered.headers, 'preference-applied': applied } } : answered;
}

function schedule(call: GraphCall, question: ScheduleQuestion, address: string): Record<string, unknown> {
  const asker = addressedMailbox(call).owner;
  const mailbox = mailboxByAddress(call.world, address);
  if (!mailbox || mailbox.owner.tenantId !== asker.tenantId) {
    const message = `Unable to resolve e-mail address ${address} to an Active Directory object.`;
    return { scheduleId: address, error: { message, responseCode: '5009' } };
  }
  const calendar = mailbox.calendars.find(({ isDefault }) => isDefault);
  const role = calendar ? roleOn(calendar, mailbox.owner, asker) : 'none';
  if (!calendar || role === 'none') {
    const message = `The caller does not have access to the free/busy data of ${address}.`;
    return { scheduleId: address, error: { message, responseCode: 'ErrorNoFreeBusyAccess' } };
  }
  const blocks = blocksIn(mailbox, calendar.id, question);
  return {
    scheduleId: address,
    availabilityView: availabilityView(blocks, question),
    scheduleItems: blocks.map((block) => scheduleItem(call, block, role)),
    workingHours: mailboxOptionsOf(call.world, mailbox.owner).settings.workingHours,
  };
}

/** What lies in the window of a calendar, earliest first. */
function blocksIn(mailbox: Mailbox, calendarId: string, window: ScheduleQuestion): Block[] {
  const live = [...mailbox.items.values()].filter((item) => item.calendarId === calendarId && !item.isDeleted);
  const single = live
    .filter((item) => item.type !== 'seriesMaster' && item.seriesMasterId === null)
    .map((item) => blockOf(item, item.start, item.end));
  const repeated = live
    .filter((item) => item.type === 'seriesMaster')
    .flatMap((master) => [
      ...exceptionsOf(mailbox, master).map((item) => blockOf(item, item.start, item.end)),
      ...occurrencesIn(mailbox, master, window).map(({ start, end }) => blockOf(master, start, end)),
    ]);
  return [...single, ...repeated]
    .filter((block) => touches(block, window))
    .toSorted((one, other) => Temporal.Instant.compare(one.start, other.start));
}

function blockOf(item: Item, start: Temporal.PlainDateTime, end: Temporal.PlainDateTime): Block {
  const instant = (time: Temporal.PlainDateTime) => time.toZonedDateTime(item.zone).toInstant();
  return { item, start: instant(start), end: instant(end) };
}

function touches(block: Block, window: { start: Temporal.Instant; end: Temporal.Instant }): boolean {
  return Temporal.Instant.compare(block.start, window.end) < 0 && Temporal.Instant.compare(block.end, window.start) > 0;
}

/** One digit a slot: the strongest of what touches it. A last slot that the window cuts short has its digit, too. */
function availabilityView(blocks: readonly Block[], { start, end, slotMinutes }: ScheduleQuestion): string {
  const slots = Math.ceil(start.until(end).total('minutes') / slotMinutes);
  return Array.from({ length: slots }, (_, index) => {
    const from = start.add({ minutes: index * slotMinutes });
    const slot = { start: from, end: from.add({ minutes: slotMinutes }) };
    const digits = blocks
      .filter((block) => touches(block, slot))
      .map(({ item }) => DIGITS[item.properties.showAs] ?? 0);
    return Math.max(0, ...digits);
  }).join('');
}

/** Who may not see titles gets the time and the status alone. */
function scheduleItem(call: GraphCall, { item, start, end }: Block, role: ReaderRole): Record<string, unknown> {
  const zone = readPreferences(call.request).zone ?? { iana: 'UTC', name: 'UTC' };
  const shown = (instant: Temporal.Instant) => ({
    dateTime: instant.toZonedDateTimeISO(zone.iana).toPlainDateTime().toString({ fractionalSecondDigits: 7 }),
    timeZone: zone.name,
  });
  const time = { status: item.properties.showAs, start: shown(start), end: shown(end) };
  if (role === 'freeBusyRead') return time;
  const titled = maySeeTitle(role, item);
  const [location] = item.properties.locations as { displayName?: string }[];
  return {
    isPrivate: isPrivate(item),
    ...time,
    subject: titled ? item.properties.subject : '',
    location: titled ? (location?.displayName ?? '') : '',
  };
}
