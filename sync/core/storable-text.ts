// Text that can be stored: Outlook lets through what neither PostgreSQL's text nor its JSON takes.

/** A value with every NUL and every half of a surrogate pair taken out of its texts; the same value where there are none. */
export function withStorableText<T>(value: T): T {
  if (typeof value === 'string') return storable(value) as T;
  if (Array.isArray(value)) return changedOnly(value, value.map(withStorableText)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const cleaned = Object.values(value).map(withStorableText);
  const isSame = Object.values(value).every((part, index) => part === cleaned[index]);
  return isSame ? value : (Object.fromEntries(Object.keys(value).map((key, index) => [key, cleaned[index]])) as T);
}

function changedOnly(before: readonly unknown[], after: unknown[]): readonly unknown[] {
  return before.every((part, index) => part === after[index]) ? before : after;
}

function storable(text: string): string {
  const whole = text.includes('\0') ? text.replaceAll('\0', '') : text;
  return whole.isWellFormed() ? whole : whole.toWellFormed();
}
