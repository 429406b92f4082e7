// Entra's pages: plain forms that work without JavaScript, for people and for tests alike.

/** Text made safe for HTML. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#eef1f5, #16181d); }
main { width: min(26rem, calc(100vw - 2rem)); padding: 2.25rem; box-sizing: border-box; border-radius: 6px;
  background: light-dark(#fff, #22262e); box-shadow: 0 2px 12px light-dark(#0002, #0008); }
h1 { margin: 0 0 1rem; font-size: 1.4rem; font-weight: 600; }
label { display: block; margin: .9rem 0 .2rem; }
input { width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; }
.buttons { display: flex; gap: .5rem; justify-content: flex-end; margin-top: 1.5rem; }
button { padding: .45rem 1.4rem; font: inherit; cursor: pointer; border: 1px solid light-dark(#888, #777); border-radius: 3px;
  background: transparent; color: inherit; }
button.primary { background: #0067b8; border-color: #0067b8; color: #fff; }
.error { color: light-dark(#b3261e, #ffb4ab); white-space: pre-line; overflow-wrap: anywhere; }
.note { margin-top: 1.5rem; font-size: .8rem; opacity: .7; }
`;

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main><h1>${escapeHtml(title)}</h1>${content}
<p class="note">Sandbox: a local stand-in for Microsoft. Nothing leaves this machine.</p></main></body></html>`;
}

/** @param action where the form goes; @param request the pending authorize request. */
export function signInPage(options: { action: string; request: string; login: string; error?: string }): string {
  const error = options.error ? `<p class="error" role="alert">${escapeHtml(options.error)}</p>` : '';
  return page(
    'Sign in',
    `${error}<form method="post" action="${escapeHtml(options.action)}">
<input type="hidden" name="request" value="${escapeHtml(options.request)}">
<label for="login">Account</label><input id="login" name="login" type="email" autocomplete="username" required value="${escapeHtml(options.login)}">
<label for="passwd">Password</label><input id="passwd" name="passwd" type="password" autocomplete="current-password" required>
<div class="buttons"><button class="primary" name="decision" value="signin">Sign in</button></div></form>`,
  );
}

/** The permissions that an application asks for, to be accepted or refused. */
export function consentPage(options: {
  action: string;
  request: string;
  application: string;
  account: string;
  scopes: readonly string[];
}): string {
  const scopes = options.scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('');
  return page(
    'Permissions requested',
    `<p>${escapeHtml(options.application)} (unverified) would like, for ${escapeHtml(options.account)}:</p><ul>${scopes}</ul>
<form method="post" action="${escapeHtml(options.action)}"><input type="hidden" name="request" value="${escapeHtml(options.request)}">
<div class="buttons"><button name="decision" value="cancel">Cancel</button><button class="primary" name="decision" value="accept">Accept</button></div></form>`,
  );
}

/** Where the code that another device shows is typed, together with the sign-in. */
export function devicePage(options: { action: string; userCode: string; error?: string }): string {
  const error = options.error ? `<p class="error" role="alert">${escapeHtml(options.error)}</p>` : '';
  return page(
    'Enter code to allow access',
    `${error}<form method="post" action="${escapeHtml(options.action)}">
<label for="user_code">Code</label><input id="user_code" name="user_code" required autocomplete="off" value="${escapeHtml(options.userCode)}">
<label for="login">Account</label><input id="login" name="login" type="email" autocomplete="username" required>
<label for="passwd">Password</label><input id="passwd" name="passwd" type="password" autocomplete="current-password" required>
<div class="buttons"><button class="primary">Next</button></div></form>`,
  );
}

/** Nothing more to do here. */
export function donePage(): string {
  return page('You have signed in', '<p>You may now close this window.</p>');
}

/** An error that can't be sent to the application. */
export function errorPage(description: string): string {
  return page(
    'Sorry, but we’re having trouble signing you in',
    `<p class="error" role="alert">${escapeHtml(description)}</p>`,
  );
}

/** A form that posts itself to the redirect URI, for `response_mode=form_post`. */
export function formPostPage(redirectUri: string, fields: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Working…</title></head>
<body onload="document.forms[0].submit()"><form method="post" action="${escapeHtml(redirectUri)}">${inputs}
<noscript><button>Continue</button></noscript></form></body></html>`;
}
