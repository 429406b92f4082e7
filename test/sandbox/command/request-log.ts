// A log that people read: a line for each request with what came of it, and the requests of a batch below it.
import type { styleText } from 'node:util';
import { CONTROL_PREFIX } from '../core/control.ts';
import { entryOf, tokenOf } from '../core/ledger.ts';
import type { LedgerEntry } from '../core/world.ts';
import type { Exchanged } from '../start-sandbox.ts';
import { shownPath } from './shown-path.ts';

type Style = Parameters<typeof styleText>[0];

export interface LogOutput {
  writeLine(line: string): void;
  /** Colours a text, or leaves it as it is where colours are not wanted. */
  paint(style: Style, text: string): string;
}

/** What stands in a line; `status` 0 or null: no answer was sent. */
interface Row {
  /** ISO 8601, in the sandbox's time. */
  at: string;
  service: string;
  status: number | null;
  durationMs: number | null;
  who: string;
  method: string;
  path: string;
  marks: readonly string[];
  isPart: boolean;
}

const WIDTHS = { service: 7, status: 4, duration: 9, who: 24, method: 6 };
const NOBODY = '–';
const APP_ID_HEAD = 8;

/** @returns what to call for each request that is over; reading control requests are left out, since pages poll them. */
export function createRequestLog({ writeLine, paint }: LogOutput): (exchanged: Exchanged) => void {
  let lastDate = '';
  return (exchanged) => {
    for (const row of rowsOf(exchanged)) {
      const date = row.at.slice(0, 'YYYY-MM-DD'.length);
      if (date !== lastDate) writeLine(paint('dim', `── ${date} (UTC, by the sandbox’s clock) ──`));
      lastDate = date;
      writeLine(lineOf(row, paint));
    }
  };
}

function rowsOf({ request, status, durationMs, world }: Exchanged): Row[] {
  const { method, url } = request;
  const entry = entryOf(request);
  if (entry === null) {
    const isControl = url.pathname.startsWith(`${CONTROL_PREFIX}/`);
    if (isControl && method === 'GET') return [];
    const service = isControl ? 'control' : NOBODY;
    const at = world.clock.now().toString();
    const path = url.pathname + url.search;
    return [{ at, service, status, durationMs, who: NOBODY, method, path, marks: [], isPart: false }];
  }
  const appId = tokenOf(request, world)?.appId;
  const who = entry.mailbox ?? (appId === undefined ? NOBODY : `app ${appId.slice(0, APP_ID_HEAD)}`);
  const index = world.ledger.lastIndexOf(entry);
  const parts = world.ledger.slice(index + 1).filter(({ batch }) => batch === index);
  return [
    { ...rowOf(entry, who), status, durationMs },
    ...parts.map((part) => ({ ...rowOf(part, part.mailbox ?? who), isPart: true })),
  ];
}

function rowOf(entry: LedgerEntry, who: string): Row {
  const { at, service, status, method, path, early, fault } = entry;
  const marks = [...(early ? ['early'] : []), ...(fault ? [`fault ${Object.keys(fault.effect).join(' ')}`] : [])];
  return { at, service, status, durationMs: null, who, method, path, marks, isPart: false };
}

function lineOf(row: Row, paint: LogOutput['paint']): string {
  const { at, service, status, durationMs, who, method, path, marks, isPart } = row;
  const time = at.slice('YYYY-MM-DDT'.length, 'YYYY-MM-DDThh:mm:ss'.length);
  const duration = durationMs === null ? '' : `${Math.round(durationMs)} ms`;
  return [
    paint('dim', isPart ? ' '.repeat(time.length) : time),
    (isPart ? '' : service).padEnd(WIDTHS.service),
    paint(styleOf(status), (status ? String(status) : 'lost').padEnd(WIDTHS.status)),
    paint('dim', duration.padStart(WIDTHS.duration)),
    who.padEnd(WIDTHS.who),
    `${isPart ? '└ ' : ''}${method.padEnd(WIDTHS.method)}`,
    shownPath(path),
    ...marks.map((mark) => paint('magenta', `[${mark}]`)),
  ].join(' ');
}

function styleOf(status: number | null): Style {
  if (!status || status >= 500) return 'red';
  if (status >= 400) return 'yellow';
  return status >= 300 ? 'cyan' : 'green';
}
