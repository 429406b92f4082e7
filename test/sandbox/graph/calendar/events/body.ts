// HTML bodies: sanitised and wrapped, so that what comes back is never what was sent.

/** Takes scripts and handlers out; plain text becomes HTML. */
export function sanitize(content: string, isText: boolean): string {
  if (isText)
    return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');
  return content
    .replace(/<(script|style|iframe|object|embed)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '')
    .replace(/(href|src)\s*=\s*(["'])\s*javascript:[^"']*\2/gi, '');
}

/** Outlook's frame around every HTML body. */
export function wrapHtml(content: string): string {
  const inner = /<body[^>]*>([\s\S]*)<\/body>/i.exec(content)?.[1]?.trim() ?? content;
  return `<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n</head>\r\n<body>\r\n${inner}\r\n</body>\r\n</html>\r\n`;
}
