// The one door of sync/: what the server calls, and the words it speaks.
export { mailsOfAnswer, mailsOfCreate, mailsOfDelete, mailsOfUpdate } from './core/mails.ts';
export { expandSeries, type Occurrence } from './core/expand-series.ts';
export { changedUnits, isMeetingUnit, type UnitName } from './core/units.ts';
export { canonicalZone } from './core/zones.ts';
export { instantsOf } from './core/when.ts';
export {
  addressKey,
  type EventValues,
  type Guest,
  type MeetingValues,
  type OnlineMeeting,
  type ParticipationValues,
  type When,
} from './core/values.ts';
export type { EventKind, OurEvent } from './core/our-event.ts';
export type { OriginMark, RemovalProof, SeenItem, SeenVersion } from './core/seen.ts';
export { type Base, LINK_STATES, type Link, type LinkKey, type LinkState, linkId } from './core/link.ts';
export type {
  Conflict,
  Decision,
  FirstSyncChoice,
  HereChange,
  LinkChange,
  Mail,
  MailboxPhase,
  Preparation,
  Row,
  Subject,
  ThereCall,
} from './core/decision.ts';
export { FIRST_SYNC_CHOICES, type Review, type ReviewItem } from './core/review.ts';
export { NEEDS_SIGN_IN } from './run-stopped.ts';
export { reviewOf, runSync, type SyncPorts } from './run-sync.ts';
export { createOutlook } from './outlook/outlook.ts';
export * from './ports.ts';
