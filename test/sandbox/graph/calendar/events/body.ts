// HTML bodies: sanitised and wrapped, so that what comes back is never what was sent.

const ELEMENTS = 'script|style|iframe|object|embed|applet|form|meta|link|base';

/** Takes out what could run or load; plain text becomes HTML. */
export function sanitize(content: string, isText: boolean): string {
  if (isText) {
    const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return escaped.replaceAll(/\r?\n/g, '<br>\r\n');
  }
  return content
    .replaceAll(new RegExp(`<(${ELEMENTS})\\b[^>]*>[\\s\\S]*?</\\1\\s*>`, 'gi'), '')
    .replaceAll(new RegExp(`</?(?:${ELEMENTS})\\b[^>]*>`, 'gi'), '')
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '')
    .replaceAll(/(href|src)\s*=\s*(["'])\s*(?:javascript|vbscript|data:text):?[^"']*\2/gi, '');
}

/** Outlook's frame around every HTML body; a frame that was sent with it is replaced. */
export function wrapHtml(content: string): string {
  const inner =
    /<body[^>]*>([\s\S]*)<\/body>/i.exec(content)?.[1]?.trim() ??
    content.replaceAll(/<\/?(?:html|head|body)[^>]*>/gi, '');
  return `<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n</head>\r\n<body>\r\n${inner}\r\n</body>\r\n</html>\r\n`;
}
