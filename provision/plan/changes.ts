// A plan as data: what would be written, in order, and what is worth knowing. Pure; made by plan-registration.ts.
import type { ApplicationBody } from '../ports.ts';

/** One property's difference; `before` is null where there was nothing. */
export interface FieldChange {
  /** e.g. `web.redirectUris`. */
  field: string;
  before: unknown;
  after: unknown;
}

export type Change =
  | { kind: 'create-application'; fields: FieldChange[]; body: ApplicationBody }
  | { kind: 'update-application'; id: string; fields: FieldChange[]; body: ApplicationBody }
  | { kind: 'create-service-principal' }
  | { kind: 'grant-consent'; scopes: string[] }
  | { kind: 'extend-consent'; grantId: string; scopes: string[]; added: string[] }
  | { kind: 'remove-secret'; keyId: string; hint: string | null; reason: 'expired' | 'answer-lost' }
  | { kind: 'add-secret'; lifetimeDays: number; expiresAt: string; isLifetimeCertain: boolean; replaces: string | null }
  | { kind: 'hand-over'; server: string }
  /** The secret that a rotation has replaced: removed after a grace period. */
  | { kind: 'retire-secret'; keyId: string }
  /** Nothing to send: the server turned out to hold what this machine still keeps sealed. */
  | { kind: 'forget-kept-secret'; keyId: string; server: string };

/** Worth knowing, nothing to write. */
export interface Note {
  /** Stable, e.g. `foreign_redirect_uri`. */
  code: NoteCode;
  message: string;
}

export type NoteCode =
  | 'app_disabled_by_microsoft'
  | 'consent_needs_administrator'
  | 'foreign_permission'
  | 'foreign_redirect_uri'
  | 'foreign_secret'
  | 'secret_elsewhere'
  | 'secret_shortened'
  | 'secret_waits_for_server'
  | 'server_changes_app'
  | 'service_principal_disabled';

/** What one part of the planner contributes. */
export interface PlanPart {
  changes: Change[];
  notes: Note[];
}

export type Plan = PlanPart;
