// One page of a round: filled with whole groups up to the size asked for, and how faults bend it.
import type { World } from '../../../core/world.ts';
import type { GraphCall } from '../../operation.ts';
import { idOf } from '../events/ids.ts';
import { saveItem } from '../save-item.ts';
import type { Item, Mailbox } from '../state.ts';
import { type Change, type Entry, groupOf, isSilentOn, type Round, removal } from './round.ts';
import type { DeltaState, TokenKind } from './state-token.ts';
import { versionBefore } from './versions.ts';

/** Without `odata.maxpagesize` (inferred; the documentation only says that the server chooses). */
const PAGE_SIZE_DEFAULT = 50;

export interface DeltaPage {
  value: Entry[];
  /** Which link leads on, and the state that it stands for. */
  link: { kind: TokenKind; state: DeltaState };
}

/** The page that a state points at. */
export function takePage(call: GraphCall, round: Round, changes: readonly Change[], state: DeltaState): DeltaPage {
  const fault = call.fault ?? {};
  const again = (name: string): DeltaPage['link'] => ({
    kind: '$skiptoken',
    state: { ...state, struck: [...state.struck, name] },
  });
  const strikes = (name: 'emptyPage' | 'replayPage') => fault[name] === true && !state.struck.includes(name);
  if (strikes('emptyPage')) return { value: [], link: again('emptyPage') };
  const size = fault.oversizePage ? Number.POSITIVE_INFINITY : (round.pageSize ?? PAGE_SIZE_DEFAULT);
  const { value, next } = fill(round, changes, state.offset, size);
  const told = changes.slice(state.offset, next);
  if (fault.removeOutsiders) value.push(...strangers(call.world, round));
  if (fault.staleVersion) tellAgain(call.world, round, told);
  if (fault.touchAfterCreate && !round.isFirst) touchNew(call.world, round, told);
  if (fault.loopPages) return { value, link: { kind: '$skiptoken', state: { ...state, loops: state.loops + 1 } } };
  if (strikes('replayPage')) return { value, link: again('replayPage') };
  const link: DeltaPage['link'] =
    next < changes.length
      ? { kind: '$skiptoken', state: { ...state, offset: next, struck: [] } }
      : { kind: '$deltatoken', state: { ...state, since: state.until, offset: 0, struck: [], loops: 0 } };
  return { value, link };
}

/** A page closes after the group that fills it; what has nothing to tell takes no page of its own. */
function fill(
  round: Round,
  changes: readonly Change[],
  offset: number,
  size: number,
): { value: Entry[]; next: number } {
  const value: Entry[] = [];
  let next = offset;
  for (let change = changes[next]; change; change = changes[next]) {
    if (value.length < size) value.push(...groupOf(round, change));
    else if (!isSilentOn(round, change)) break;
    next += 1;
  }
  return { value, next };
}

/** Something of the calendar that lies outside the window, told as removed although nothing happened to it. */
function strangers(world: World, round: Round): Entry[] {
  const { mailbox, calendarId, options } = round;
  const outside = liveItems(mailbox, calendarId).filter((item) =>
    isSilentOn({ ...round, isFirst: true }, { itemId: item.id, restIds: new Set() }),
  );
  const stranger = outside[world.random.integer(outside.length)];
  return stranger ? [removal(idOf(stranger, options.preferences))] : [];
}

function liveItems(mailbox: Mailbox, calendarId: string): Item[] {
  return [...mailbox.items.values()].filter(
    (item) => item.calendarId === calendarId && !item.isDeleted && item.seriesMasterId === null,
  );
}

/** What a page showed in an older version comes in a later round as it is: the log names it once more. */
function tellAgain({ clock }: World, { mailbox, calendarId }: Round, told: readonly Change[]): void {
  const at = clock.now().epochMilliseconds;
  for (const { itemId, restIds } of told) {
    const item = mailbox.items.get(itemId);
    if (!item || !versionBefore(mailbox, item)) continue;
    for (const restId of restIds) mailbox.log.push({ itemId, restId, calendarId, at });
  }
}

/** The server works on what was just made, once a client has seen it: a newer version without any edit. */
function touchNew(world: World, { mailbox }: Round, told: readonly Change[]): void {
  for (const { itemId } of told) {
    const item = mailbox.items.get(itemId);
    if (item && !item.isDeleted && !versionBefore(mailbox, item)) saveItem(world, mailbox, item);
  }
}
