// The people who may sign in.
import { type Static, Type } from 'typebox';

export const Role = Type.Enum(['administrator', 'member']);
export type Role = Static<typeof Role>;

export const Email = Type.String({ format: 'email', maxLength: 254 });
export const DisplayName = Type.String({ minLength: 1, maxLength: 120 });
/** Long rather than colourful (NIST SP 800-63B). */
export const Password = Type.String({ minLength: 10, maxLength: 200 });

export const NewUser = Type.Object(
  { email: Email, displayName: DisplayName, password: Password, role: Role },
  { additionalProperties: false },
);
export type NewUser = Static<typeof NewUser>;

export const UserView = Type.Object({
  id: Type.String(),
  email: Type.String(),
  displayName: Type.String(),
  role: Role,
  createdAt: Type.String(),
});
export type UserView = Static<typeof UserView>;

export const UserList = Type.Object({ users: Type.Array(UserView) });
export type UserList = Static<typeof UserList>;
