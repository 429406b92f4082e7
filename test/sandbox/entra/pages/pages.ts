// Entra's pages: plain forms that work without JavaScript, for people and for tests alike.
import { alert, escapeHtml, form, hidden, page } from './layout.ts';

const CREDENTIALS = (login: string) => `<label for="login">Account</label>
<input id="login" name="login" type="email" autocomplete="username" required value="${escapeHtml(login)}">
<label for="passwd">Password</label>
<input id="passwd" name="passwd" type="password" autocomplete="current-password" required>`;

/**
 * The sign-in page, with the accounts that are signed in already to choose from.
 * @param options.action where the form goes; @param options.request the pending authorize request.
 */
export function signInPage(options: {
  action: string;
  request: string;
  login: string;
  accounts?: readonly { userPrincipalName: string; displayName: string }[];
  error?: string;
}): string {
  const { action, request, login, accounts = [], error } = options;
  const tiles = accounts.map(({ userPrincipalName, displayName }) =>
    form(
      action,
      { request, account: userPrincipalName },
      `<button class="account">${escapeHtml(displayName)}<br>${escapeHtml(userPrincipalName)}</button>`,
    ),
  );
  const picker = tiles.length === 0 ? '' : `<p>Pick an account, or use another one.</p>${tiles.join('')}`;
  return page(
    'Sign in',
    alert(error) +
      picker +
      form(
        action,
        { request },
        `${CREDENTIALS(login)}
<div class="buttons"><button class="primary" name="decision" value="signin">Sign in</button></div>`,
      ),
  );
}

export interface ConsentPage {
  action: string;
  request: string;
  application: string;
  account: string;
  scopes: readonly string[];
}

function scopeList(scopes: readonly string[]): string {
  return `<ul>${scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('')}</ul>`;
}

const DECISION = `<div class="buttons"><button name="decision" value="cancel">Cancel</button><button class="primary" name="decision" value="accept">Accept</button></div>`;

/**
 * The permissions that an application asks for, to be accepted or refused.
 * @param options.forAll `offered`: an administrator may consent for everybody; `meant`: that is all this page is for.
 */
export function consentPage(options: ConsentPage & { forAll: 'no' | 'offered' | 'meant' }): string {
  const { action, request, application, account, scopes, forAll } = options;
  const tick =
    forAll === 'offered'
      ? '<label><input type="checkbox" name="organization" value="true">Consent on behalf of your organization</label>'
      : '';
  const whom = forAll === 'meant' ? 'everybody in the organization' : account;
  return page(
    forAll === 'meant' ? 'Permissions requested: review for your organization' : 'Permissions requested',
    `<p>${escapeHtml(application)} (unverified) would like, for ${escapeHtml(whom)}:</p>${scopeList(scopes)}` +
      form(action, { request }, tick + DECISION),
  );
}

/** What somebody sees whose organization leaves this consent to administrators. */
export function approvalPage(options: ConsentPage & { mayAsk: boolean }): string {
  const { action, request, application, account, scopes, mayAsk } = options;
  const ask = `<label for="justification">Enter justification for requesting this app</label>
<textarea id="justification" name="justification" required></textarea>
<div class="buttons"><button class="primary" name="decision" value="request">Request approval</button></div>`;
  const back = `<div class="buttons"><button name="decision" value="cancel" formnovalidate>Return to the application without granting consent</button></div>`;
  return page(
    mayAsk ? 'Approval required' : 'Need admin approval',
    `<p>${escapeHtml(application)} needs permission to access resources in your organization that only an admin can grant.
You are signed in as ${escapeHtml(account)}. Please ask an admin to grant permission to this app before you can use it.</p>${scopeList(scopes)}` +
      (mayAsk ? form(action, { request }, ask) : '') +
      form(action, { request }, back),
  );
}

/** After a request for approval was sent. */
export function requestSentPage(options: { action: string; request: string }): string {
  return page(
    'Request sent',
    '<p>An admin has been asked to approve this app (AADSTS90095).</p>' +
      form(
        options.action,
        { request: options.request },
        '<div class="buttons"><button class="primary" name="decision" value="cancel">Back to the application</button></div>',
      ),
  );
}

/** Where the code that another device shows is typed, together with the sign-in, and then the consent. */
export function devicePage(options: {
  action: string;
  userCode: string;
  error?: string | undefined;
  application?: string;
  consent?: { login: string; scopes: readonly string[] };
}): string {
  const { action, userCode, error, application = '', consent } = options;
  const asked = consent ? `<p>${escapeHtml(application)} would like:</p>${scopeList(consent.scopes)}` : '';
  const content = `<label for="user_code">Code</label>
<input id="user_code" name="user_code" required autocomplete="off" value="${escapeHtml(userCode)}">
${CREDENTIALS(consent?.login ?? '')}
<div class="buttons"><button name="decision" value="cancel" formnovalidate>Cancel</button>
<button class="primary"${consent ? ' name="decision" value="accept"' : ''}>${consent ? 'Accept' : 'Next'}</button></div>`;
  return page('Enter code to allow access', alert(error) + asked + form(action, {}, content));
}

/** Nothing more to do here. */
export function donePage(title = 'You have signed in'): string {
  return page(title, '<p>You may now close this window.</p>');
}

/** Signed out; applications that asked to be told are told by hidden frames, and the browser goes on. */
export function signedOutPage(options: { frames: readonly string[]; next: string | null }): string {
  const frames = options.frames.map((address) => `<iframe title="" src="${escapeHtml(address)}"></iframe>`).join('');
  const next = options.next === null ? '' : `<p><a href="${escapeHtml(options.next)}">Continue</a></p>`;
  const head = options.next === null ? '' : `<meta http-equiv="refresh" content="1;url=${escapeHtml(options.next)}">`;
  return page(
    'You signed out of your account',
    `<p>It’s a good idea to close all browser windows.</p>${frames}${next}`,
    head,
  );
}

/** An error that can't be sent to the application. */
export function errorPage(description: string): string {
  return page('Sorry, but we’re having trouble signing you in', alert(description));
}

/** A form that posts itself to the redirect URI, for `response_mode=form_post`. */
export function formPostPage(redirectUri: string, fields: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(fields)
    .map(([name, value]) => hidden(name, value))
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Working…</title></head>
<body onload="document.forms[0].submit()"><form method="POST" name="hiddenform" action="${escapeHtml(redirectUri)}">${inputs}
<noscript><button>Continue</button></noscript></form></body></html>`;
}
