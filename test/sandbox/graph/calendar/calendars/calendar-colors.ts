// Calendar colours: the named ones, what they look like, and which name comes nearest to a colour of one's own.
import { GraphRefusal } from '../../operation.ts';
import { readWord, words } from '../events/read-values.ts';
import { CALENDAR_COLORS, type CalendarColor } from './stored-calendar.ts';

/** Degrees on the colour wheel, and what Outlook on the web paints; a grey has no hue. */
const PALETTE: readonly { name: CalendarColor; hex: string }[] = [
  { name: 'lightBlue', hex: '#A6D1F5' },
  { name: 'lightGreen', hex: '#87D28E' },
  { name: 'lightOrange', hex: '#FCAB73' },
  { name: 'lightGray', hex: '#C0C0C0' },
  { name: 'lightYellow', hex: '#F4D07A' },
  { name: 'lightTeal', hex: '#4ADACC' },
  { name: 'lightPink', hex: '#F08CC0' },
  { name: 'lightBrown', hex: '#CBA287' },
  { name: 'lightRed', hex: '#F88C9B' },
];
const COLOR_WORDS = words(...CALENDAR_COLORS);
const HEX_COLOR = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;
/** Below this distance between the strongest and the weakest part, a colour is a grey. */
const CHROMA_MIN = 24;

/** @throws GraphRefusal for a colour that Outlook has no name for. */
export function readColor(value: unknown): CalendarColor {
  return readWord(value, COLOR_WORDS);
}

/** @returns `#RRGGBB`, or empty as sent. @throws GraphRefusal */
export function readHexColor(value: unknown): string {
  if (value === '') return '';
  const [, ...parts] = (typeof value === 'string' && HEX_COLOR.exec(value)) || [];
  if (parts.length > 0) return `#${parts.join('').toUpperCase()}`;
  throw new GraphRefusal(400, 'ErrorInvalidRequest', `The color '${String(value)}' is not a hexadecimal color.`);
}

/** What a named colour looks like; nothing for `auto`. */
export function hexOf(color: CalendarColor): string {
  return PALETTE.find(({ name }) => name === color)?.hex ?? '';
}

/** The named colour that a change of hexColor brings with it (docs issue 2530: `#000000` becomes lightGray). */
export function nearestColor(hex: string): CalendarColor {
  if (hex === '') return 'auto';
  const hue = hueOf(hex);
  if (hue === null) return 'lightGray';
  const distance = (other: string) => {
    const difference = Math.abs((hueOf(other) ?? Infinity) - hue);
    return Math.min(difference, Math.abs(360 - difference));
  };
  const [nearest] = PALETTE.toSorted((one, other) => distance(one.hex) - distance(other.hex));
  return nearest?.name ?? 'auto';
}

function hueOf(hex: string): number | null {
  const [, ...parts] = HEX_COLOR.exec(hex) ?? [];
  const [red = 0, green = 0, blue = 0] = parts.map((part) => Number.parseInt(part, 16));
  const most = Math.max(red, green, blue);
  const chroma = most - Math.min(red, green, blue);
  if (chroma < CHROMA_MIN) return null;
  if (most === red) return (60 * ((green - blue) / chroma) + 360) % 360;
  return most === green ? 60 * ((blue - red) / chroma) + 120 : 60 * ((red - green) / chroma) + 240;
}
