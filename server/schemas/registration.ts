// What provisioning reads from the server and hands over to it.
import { type Static, Type } from 'typebox';
import { nullable } from './nullable.ts';

export const RegistrationView = Type.Object({
  baseUrl: Type.String(),
  redirectUri: Type.String(),
  clientId: nullable(Type.String()),
  secretKeyId: nullable(Type.String()),
});
export type RegistrationView = Static<typeof RegistrationView>;

export const Registration = Type.Object(
  {
    clientId: Type.String({ format: 'uuid' }),
    tenantId: Type.String({ format: 'uuid' }),
    clientSecret: Type.String({ minLength: 1, maxLength: 1000 }),
    secretKeyId: Type.String({ minLength: 1, maxLength: 200 }),
    secretExpiresAt: Type.String({ format: 'date-time' }),
  },
  { additionalProperties: false },
);
export type Registration = Static<typeof Registration>;

export const RegistrationAnswer = Type.Object({ redirectUri: Type.String() });
export type RegistrationAnswer = Static<typeof RegistrationAnswer>;
