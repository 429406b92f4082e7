// The settings with what each may be and what it means, in the words of the comments in core/world-settings.ts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_SETTINGS } from '../core/create-world.ts';
import { allowedSettings } from '../core/settings.ts';
import type { World } from '../core/world.ts';
import type { Settings } from '../core/world-settings.ts';

/** A comment on one line, and the name of the setting below it. */
const COMMENTED = /\/\*\* (?<meaning>.+) \*\/\n\s+(?<name>\w+):/g;

export interface SwitchView {
  name: string;
  meaning: string;
  /** The values to choose from, or the word for what it takes: `milliseconds`, `number`. */
  allowed: readonly unknown[] | string;
  value: unknown;
  /** What every world begins with. */
  usual: unknown;
}

export function switchesView(world: World): SwitchView[] {
  const meanings = readMeanings();
  const values: Record<string, unknown> = { ...world.settings };
  return Object.entries(allowedSettings()).map(([name, allowed]) => ({
    name,
    meaning: meanings.get(name) ?? '',
    allowed,
    value: values[name],
    usual: DEFAULT_SETTINGS[name as keyof Settings],
  }));
}

function readMeanings(): Map<string, string> {
  const source = readFileSync(path.join(import.meta.dirname, '../core/world-settings.ts'), 'utf8');
  return new Map([...source.matchAll(COMMENTED)].map(({ groups = {} }) => [groups.name ?? '', groups.meaning ?? '']));
}
