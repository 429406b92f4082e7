// The one door of sync/: what the server calls, and the words it speaks.

export { isOnList } from './core/address-list.ts';
export { visibleText } from './core/body.ts';
export { calendarFacts, directionsOf, isOwnCalendar } from './core/calendar-rules.ts';
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
export { PILOT_GUARD } from './core/guards.ts';
export { ASK_FOR_INVITATION, type Base, type Link, type LinkKey, type LinkState, linkId } from './core/link.ts';
export { mailsOfAnswer, mailsOfCreate, mailsOfDelete, mailsOfUpdate } from './core/mails.ts';
export { type EventKind, isPast, type OurEvent } from './core/our-event.ts';
export { mailingTimeMs } from './core/pace.ts';
export { ATTEMPTS_MAX } from './core/plan.ts';
export type { Replaced } from './core/replaced.ts';
export type { Review, ReviewItem } from './core/review.ts';
export type { RemovalProof, SeenItem, SeenVersion } from './core/seen.ts';
export { changedUnits, isMeetingUnit, type UnitName, unitOf, unitsOf, withUnitValues } from './core/units.ts';
export {
  addressKey,
  type EventValues,
  type Guest,
  isUsableAddress,
  type MeetingValues,
  type OnlineMeeting,
  type ParticipationValues,
  type Place,
  type PlaceDetails,
  type When,
} from './core/values.ts';
export { instantsOf } from './core/when.ts';
export { isAbsenceMeaningful } from './core/window.ts';
export { canonicalZone } from './core/zones.ts';
export { createLimiter } from './outlook/limiter.ts';
export { createOutlook } from './outlook/outlook.ts';
export * from './ports.ts';
export { NEEDS_SIGN_IN } from './run-stopped.ts';
export { reviewOf, runSync } from './run-sync.ts';
