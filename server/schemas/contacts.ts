// The address book: people whom an event can invite.
import { type Static, Type } from 'typebox';
import { Mail, MailChoice } from './mail.ts';

const Address = Type.String({ maxLength: 254 });
const Name = Type.String({ maxLength: 120 });

export const ContactView = Type.Object({
  id: Type.String(),
  address: Type.String(),
  name: Type.String(),
  /** Future meetings of the signed-in user that know this contact by another name or address. */
  outdatedMeetings: Type.Integer(),
});
export type ContactView = Static<typeof ContactView>;

export const ContactList = Type.Object({ contacts: Type.Array(ContactView) });
export type ContactList = Static<typeof ContactList>;

/** Part of a name or an address, in whatever letter case. */
export const ContactQuery = Type.Object(
  { search: Type.Optional(Type.String({ maxLength: 100 })) },
  { additionalProperties: false },
);

export const NewContact = Type.Object({ address: Address, name: Type.Optional(Name) }, { additionalProperties: false });

/** Changes no meeting: who is invited stays invited as before. */
export const ContactChange = Type.Object(
  { address: Type.Optional(Address), name: Type.Optional(Name) },
  { additionalProperties: false },
);
export type ContactChange = Static<typeof ContactChange>;

export const MeetingsPreview = Type.Object({
  /** The future meetings that would be updated, each with its mails. */
  meetings: Type.Array(
    Type.Object({
      eventId: Type.String(),
      subject: Type.String(),
      startsAt: Type.String(),
      mails: Type.Array(Mail),
    }),
  ),
  mails: Type.Array(Mail),
  undoSeconds: Type.Integer(),
  /** Changes with what would be done; the update names the preview that was shown. */
  fingerprint: Type.String(),
});
export type MeetingsPreview = Static<typeof MeetingsPreview>;

export const MeetingsUpdate = Type.Object(
  { fingerprint: Type.String({ maxLength: 200 }), mail: Type.Optional(MailChoice) },
  { additionalProperties: false },
);

export const MeetingsUpdated = Type.Object({ meetings: Type.Integer() });
