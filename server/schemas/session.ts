// Signing in, and who is signed in.
import { type Static, Type } from 'typebox';
import { nullable } from './nullable.ts';
import { DisplayName, Email, Password, Role } from './users.ts';

export const SignIn = Type.Object(
  { email: Type.String({ maxLength: 254 }), password: Type.String({ maxLength: 200 }) },
  { additionalProperties: false },
);
export type SignIn = Static<typeof SignIn>;

export const SetUp = Type.Object(
  { code: Type.String({ maxLength: 200 }), email: Email, displayName: DisplayName, password: Password },
  { additionalProperties: false },
);
export type SetUp = Static<typeof SetUp>;

export const SessionView = Type.Object({
  user: nullable(Type.Object({ id: Type.String(), email: Type.String(), displayName: Type.String(), role: Role })),
  /** For the header `x-csrf-token` of every call that changes something. */
  csrfToken: Type.String(),
  /** Whether there is no user yet, so that the first administrator has to be made. */
  setUpNeeded: Type.Boolean(),
  baseUrl: Type.String(),
});
export type SessionView = Static<typeof SessionView>;
