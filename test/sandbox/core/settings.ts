// Which settings there are and what each may be, so that a misspelt switch is refused instead of ignored.
import { DEFAULT_SETTINGS } from './create-world.ts';
import type { Settings } from './world-settings.ts';

/** Settings that are neither a number nor a plain yes or no. */
type Choice = {
  [Name in keyof Settings]: boolean extends Settings[Name] ? never : number extends Settings[Name] ? never : Name;
}[keyof Settings];

const CHOICES: { readonly [Name in Choice]: readonly Settings[Name][] } = {
  draftCreate: ['honoured', 'ignored'],
  draftUpdate: ['honoured', 'ignored'],
  throttle: ['documented', 'strict', 'off'],
  repeatedTransaction: [201, 409],
  exceptionsAfterPatternChange: ['dropped', 'kept'],
  deletedSeries: ['master', 'masterAndOccurrences'],
  versionMismatch: [412, 409],
  deltaSelect: ['ignored', 'honoured'],
  oversizeBatchCode: ['BadRequest', 'MaximumValueExceeded'],
  mixedBatches: ['accepted', 'refused'],
  batchOrder: ['completion', 'shuffled'],
  slowWebhooks: ['tenMinutes', 'tenSeconds'],
  consentPolicy: ['user', 'microsoftManaged', 'adminOnly'],
  consumerLoopbackPorts: ['exact', 'any'],
};

/** Settings in milliseconds that may be negative. */
const SIGNED: ReadonlySet<string> = new Set<keyof Settings>(['dateSkewMs']);

/** What each setting may be: its values, or the word `milliseconds` or `number`. */
export function allowedSettings(): Record<string, readonly unknown[] | string> {
  return Object.fromEntries(
    Object.entries(DEFAULT_SETTINGS).map(([name, value]: [string, unknown]) => [
      name,
      isChoice(name)
        ? CHOICES[name]
        : typeof value === 'boolean'
          ? [true, false]
          : name.endsWith('Ms')
            ? 'milliseconds'
            : 'number',
    ]),
  );
}

/** The settings of a request. @throws RangeError that names what is not known, and lists what is. */
export function readSettings(change: Readonly<Record<string, unknown>>): Partial<Settings> {
  const allowed = allowedSettings();
  for (const [name, value] of Object.entries(change)) {
    const values = allowed[name];
    if (values === undefined)
      throw new RangeError(`There is no setting "${name}"; there are ${Object.keys(allowed).join(', ')}.`);
    const isAllowed = typeof values === 'string' ? isNumber(name, value) : values.includes(value);
    if (!isAllowed) {
      const list = typeof values === 'string' ? values : values.map((each) => JSON.stringify(each)).join(', ');
      throw new RangeError(`The setting "${name}" can't be ${JSON.stringify(value)}; it takes ${list}.`);
    }
  }
  return change;
}

function isChoice(name: string): name is Choice {
  return name in CHOICES;
}

function isNumber(name: string, value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && (value >= 0 || SIGNED.has(name));
}
