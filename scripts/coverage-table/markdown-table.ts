// A table in Markdown.

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  // A pipe ends a cell even inside code.
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
