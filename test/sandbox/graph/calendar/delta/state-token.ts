// Delta's state tokens: opaque to clients, they carry the window and the place in the round, so that the server keeps nothing.
import { crc32 } from 'node:zlib';
import { GraphRefusal } from '../../operation.ts';

/** Where a client stands: what it asked for at first, how far its round reaches, and which page comes next. */
export interface DeltaState {
  calendarId: string;
  /** The window as ISO 8601 instants; frozen for all rounds that follow. */
  start: string;
  end: string;
  /** `$select` as first sent. */
  select: string | null;
  /** Log position that the round before reached; null: a first round, which lists everything. */
  since: number | null;
  /** Log position that this round reaches. */
  until: number;
  /** How many of the round's changes earlier pages have dealt with. */
  offset: number;
  /** Faults that have struck this page already; none strikes it twice. */
  struck: string[];
  /** How often a looping page was sent, so that its link changes every time. */
  loops: number;
  /** When the token was made, as epoch milliseconds. */
  issuedAt: number;
}

/** `$skiptoken` leads to the next page of a round, `$deltatoken` to the next round. */
export type TokenKind = '$skiptoken' | '$deltatoken';

const CHECKSUM_BYTES = 4;

export function writeToken(kind: TokenKind, state: DeltaState): string {
  const body = Buffer.from(JSON.stringify({ ...state, kind }));
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([checksum, body]).toString('base64url');
}

/** @throws GraphRefusal 400 for what this server never gave out, or gave out as a token of the other kind (words as observed). */
export function readToken(kind: TokenKind, token: string): DeltaState {
  const bytes = Buffer.from(token, 'base64url');
  const body = bytes.subarray(CHECKSUM_BYTES);
  if (bytes.length <= CHECKSUM_BYTES || bytes.readUInt32BE() !== crc32(body)) throw badlyFormed();
  const state = JSON.parse(body.toString('utf8')) as DeltaState & { kind: TokenKind };
  if (state.kind !== kind) throw badlyFormed();
  return state;
}

function badlyFormed(): GraphRefusal {
  return new GraphRefusal(400, 'BadRequest', 'Badly formed token.');
}
