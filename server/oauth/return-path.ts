// Where a browser goes after a sign-in: a page of this server, and never another place.

/** The path, query and fragment to return to; `/` for anything that is not plainly a path of this server. */
export function safeReturnPath(text: string | undefined, baseUrl: string): string {
  if (text === undefined || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(text) || !URL.canParse(text, baseUrl)) return '/';
  const url = new URL(text, baseUrl);
  return url.origin === new URL(baseUrl).origin ? url.pathname + url.search + url.hash : '/';
}
