// The text of an HTML body, for previews and for `Prefer: outlook.body-content-type="text"`.

const ENTITIES: Readonly<Record<string, string>> = { nbsp: ' ', lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Lines end with CRLF, and so does a text that isn't empty (event-get, in text format). */
export function plainText(html: string): string {
  const text = html
    .replaceAll(/<head\b[\s\S]*?<\/head>/gi, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<(?:br|hr)\b[^>]*>|<\/(?:p|div|li|tr|h\d|table|ul|ol)>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, decoded)
    .split('\n')
    .map((line) => line.trim())
    .join('\r\n')
    .trim();
  return text === '' ? '' : `${text}\r\n`;
}

function decoded(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
}
