// What the token endpoint of Entra answers, and the claims of an id_token that this product relies on.

export interface TokenAnswer {
  token_type: 'Bearer';
  /** The granted scopes, separated by blanks; leaves out offline_access. */
  scope: string;
  expires_in: number;
  ext_expires_in?: number;
  access_token: string;
  refresh_token?: string;
  id_token?: string;
  client_info?: string;
}

export interface TokenError {
  error: string;
  /** `AADSTSnnnnn: …` with trace id, correlation id and timestamp on lines of their own. */
  error_description: string;
  error_codes?: number[];
  timestamp?: string;
  trace_id?: string;
  correlation_id?: string;
  error_uri?: string;
  suberror?: string;
}

/** A person is keyed by (`tid`, `oid`), never by an e-mail address. */
export interface IdTokenClaims {
  aud: string;
  iss: string;
  tid: string;
  oid: string;
  sub: string;
  preferred_username?: string;
  name?: string;
  email?: string;
  nonce?: string;
}
