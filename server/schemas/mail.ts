// A mail that Outlook would send, and the consent that a call gives to it.
import { type Static, Type } from 'typebox';

export const Mail = Type.Object({
  kind: Type.Enum(['invitation', 'update', 'cancellation', 'response']),
  to: Type.String(),
});
export type Mail = Static<typeof Mail>;

/** `send`: Outlook may mail; `hold`: the change is kept here only, visibly unsent. */
export const MailChoice = Type.Enum(['send', 'hold']);
export type MailChoice = Static<typeof MailChoice>;

/** For calls that only choose about mails; also the query of a DELETE. */
export const MailBody = Type.Object({ mail: Type.Optional(MailChoice) }, { additionalProperties: false });
export type MailBody = Static<typeof MailBody>;
