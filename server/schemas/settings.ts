// The Outlook integration's settings. The client secret goes in and never comes out.
import { type Static, Type } from 'typebox';
import { nullable } from './nullable.ts';

const LISTED_MAX = 1_000;
/** An address, or `@domain` for everybody of a domain. */
const Listed = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^@\\s]*@[^@\\s]+$' });

/** A roll-out to a few people first. */
export const Pilot = Type.Object(
  {
    active: Type.Boolean(),
    /** Who may connect, by the address of the sign-in here. */
    users: Type.Array(Listed, { maxItems: LISTED_MAX }),
    /** Whom Outlook may mail on our account; what would mail others is kept here. */
    recipients: Type.Array(Listed, { maxItems: LISTED_MAX }),
  },
  { additionalProperties: false },
);
export type Pilot = Static<typeof Pilot>;

export const OutlookSettings = Type.Object({
  /** Whether the integration is switched on. */
  active: Type.Boolean(),
  clientId: nullable(Type.String()),
  tenantId: nullable(Type.String()),
  hasClientSecret: Type.Boolean(),
  /** Which of the app's secrets it is, as Entra names it. */
  secretKeyId: nullable(Type.String()),
  /** ISO 8601 with `Z`. */
  secretExpiresAt: nullable(Type.String()),
  /** To be registered in Entra, byte for byte. */
  redirectUri: Type.String(),
  /** Whether an administrator has halted every sync. */
  paused: Type.Boolean(),
  pilot: Pilot,
});
export type OutlookSettings = Static<typeof OutlookSettings>;

/** What is left out stays as it is. */
export const OutlookSettingsChange = Type.Object(
  {
    active: Type.Optional(Type.Boolean()),
    clientId: Type.Optional(Type.String({ maxLength: 200 })),
    clientSecret: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
    tenantId: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
    secretKeyId: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
    secretExpiresAt: Type.Optional(nullable(Type.String({ format: 'date-time' }))),
    paused: Type.Optional(Type.Boolean()),
    pilot: Type.Optional(Pilot),
  },
  { additionalProperties: false },
);
export type OutlookSettingsChange = Static<typeof OutlookSettingsChange>;

export const OutlookTestAnswer = Type.Object({ ok: Type.Literal(true) });
export type OutlookTestAnswer = Static<typeof OutlookTestAnswer>;

/** For `npm run provision`: shown once, good for a quarter of an hour. */
export const HandoverToken = Type.Object({ token: Type.String(), expiresAt: Type.String() });
export type HandoverToken = Static<typeof HandoverToken>;
