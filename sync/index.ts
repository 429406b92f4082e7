// The one door of sync/: what the server calls, and the words it speaks.

export type {
  Decision,
  FirstSyncChoice,
  HereChange,
  LinkChange,
  Mail,
  MailboxPhase,
  Subject,
  ThereCall,
} from './core/decision.ts';
export { expandSeries, type Occurrence } from './core/expand-series.ts';
export { type Base, type Link, type LinkKey, type LinkState, linkId } from './core/link.ts';
export { mailsOfAnswer, mailsOfCreate, mailsOfDelete, mailsOfUpdate } from './core/mails.ts';
export type { EventKind, OurEvent } from './core/our-event.ts';
export type { Review } from './core/review.ts';
export type { RemovalProof, SeenItem, SeenVersion } from './core/seen.ts';
export { changedUnits } from './core/units.ts';
export {
  addressKey,
  type EventValues,
  type Guest,
  type MeetingValues,
  type OnlineMeeting,
  type ParticipationValues,
  type When,
} from './core/values.ts';
export { instantsOf } from './core/when.ts';
export { canonicalZone } from './core/zones.ts';
export { createOutlook } from './outlook/outlook.ts';
export * from './ports.ts';
export { NEEDS_SIGN_IN } from './run-stopped.ts';
export { reviewOf, runSync } from './run-sync.ts';
