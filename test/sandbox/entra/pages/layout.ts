// How Entra's pages look, and how text gets into them safely.

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
input, textarea { width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; }
input[type=checkbox] { width: auto; margin-right: .5rem; }
.buttons { display: flex; flex-wrap: wrap; gap: .5rem; justify-content: flex-end; margin-top: 1.5rem; }
button { padding: .45rem 1.4rem; font: inherit; cursor: pointer; border: 1px solid light-dark(#888, #777); border-radius: 3px;
  background: transparent; color: inherit; }
button.primary { background: #0067b8; border-color: #0067b8; color: #fff; }
button.account { width: 100%; margin-bottom: .5rem; text-align: left; }
.error { color: light-dark(#b3261e, #ffb4ab); white-space: pre-line; overflow-wrap: anywhere; }
.note { margin-top: 1.5rem; font-size: .8rem; opacity: .7; }
iframe { display: none; }
`;

/** @param content HTML; whatever came from outside is escaped in it already. */
export function page(title: string, content: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>${head}<style>${STYLE}</style></head><body><main><h1>${escapeHtml(title)}</h1>${content}
<p class="note">Sandbox: a local stand-in for Microsoft. Nothing leaves this machine.</p></main></body></html>`;
}

export function alert(message: string | undefined): string {
  return message === undefined ? '' : `<p class="error" role="alert">${escapeHtml(message)}</p>`;
}

export function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`;
}

/** A form that posts `fields` and what stands in it. */
export function form(action: string, fields: Readonly<Record<string, string>>, content: string): string {
  const inputs = Object.entries(fields).map(([name, value]) => hidden(name, value));
  return `<form method="post" action="${escapeHtml(action)}">${inputs.join('')}
${content}</form>`;
}
