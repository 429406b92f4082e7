// The one shape of every refusal.
import { type Static, Type } from 'typebox';
import { Mail, MailChoice } from './mail.ts';

export const ErrorAnswer = Type.Object({
  error: Type.Object({
    /** Stable; what a program decides by. */
    code: Type.String(),
    message: Type.String(),
    /** What to do next. */
    advice: Type.Optional(Type.String()),
    /** The field of the request that is wrong, e.g. `guests/0/address`. */
    field: Type.Optional(Type.String()),
    /** With `mail_choice_required`: who would get what. */
    mails: Type.Optional(Type.Array(Mail)),
    /** With `mail_choice_required`: the choice to begin with. */
    suggested: Type.Optional(MailChoice),
    requestId: Type.String(),
  }),
});
export type ErrorAnswer = Static<typeof ErrorAnswer>;
