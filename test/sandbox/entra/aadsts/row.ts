// What a row of the table of AADSTS codes holds.

/** Where a refusal is met: Microsoft's own page, the redirect URI, the sign-in form, the token endpoint. */
export type Place = 'page' | 'redirect' | 'form' | 'token';

export interface AadstsRow {
  code: number;
  /** The OAuth error, which clients branch on. */
  error: string;
  place: Place;
  /** In Microsoft's words; names in braces are filled in. */
  message: string;
  /** In ours. */
  meaning: string;
  /** What to do to meet it; null: it can't arise by itself here, only by a fault rule with `aadsts`. */
  provoked: string | null;
  /** What MSAL reads to tell one interaction from another (entra: suberrors). */
  suberror?: string;
  /** The answer carries the claims that the next sign-in has to bring. */
  claims?: true;
}
