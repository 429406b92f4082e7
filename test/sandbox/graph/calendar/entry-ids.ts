// Ids as Exchange builds them: entry ids of a mailbox in URL-safe base64, in the default and the immutable form.

/** What the ids of one mailbox are made from. */
export interface IdSource {
  /** Stands in every default id, as text. */
  mailboxGuid: string;
  /** Of the mailbox's database: 16 bytes. */
  replica: Uint8Array;
  /** Counts what the mailbox has made. */
  counter: number;
}

/** Bytes before the entry id: kind of id, and in a default one the mailbox's GUID behind its length (36). */
const REST_KIND = Buffer.from([0x00, 0x03, 0x24, 0x00]);
const IMMUTABLE_KIND = Buffer.from([0x00, 0x09]);
/** How the entry id is to be read: as it stands, or as an occurrence of the series that it names. */
const AS_ITEM = 0x00;
const AS_OCCURRENCE = 0x01;
const OCCURRENCE_END = 0x10;

const MESSAGE_TYPE = Buffer.from([0x07, 0x00]);
const FOLDER_TYPE = Buffer.from([0x01, 0x00]);
const IMMUTABLE_TYPE = Buffer.from([0x0d, 0x00]);
const IMMUTABLE_PROVIDER = Buffer.from('1d840311aa6611cd9bc800aa002f845a', 'hex');

/** Which folder of its mailbox the calendar is, in every item's default id. */
const CALENDAR_NUMBER = 0x010d;
const TICKS_BYTES = 8;
const TICKS_A_DAY = 864_000_000_000n;
/** Days from 0001-01-01, where .NET's ticks begin, to 1970-01-01. */
const DAYS_BEFORE_1970 = 719_162;
const MS_A_DAY = 86_400_000;

const WELL_FORMED = /^A(?:AMk|AkA|AkB|QMk|QkA)[\w-]+={0,2}$/;

/** @param bytes as many random bytes as asked for */
export function createIdSource(uuid: string, bytes: (length: number) => Uint8Array): IdSource {
  return { mailboxGuid: uuid, replica: bytes(16), counter: 0 };
}

/** The two ids of a new item: `AAMk…` until it moves, `AAkA…` for ever. */
export function newItemIds(source: IdSource): { id: string; restId: string } {
  source.counter += 1;
  const id = text(withEntry(IMMUTABLE_KIND, shortEntry(source, IMMUTABLE_PROVIDER, IMMUTABLE_TYPE)));
  return { id, restId: text(withEntry(restHead(source), restEntry(source))) };
}

/** The default id that an item has after a move. */
export function newRestId(source: IdSource): string {
  source.counter += 1;
  return text(withEntry(restHead(source), restEntry(source)));
}

/** The id of a folder, e.g. of a calendar; it has no immutable form. */
export function newFolderId(source: IdSource): string {
  source.counter += 1;
  return text(withEntry(restHead(source), shortEntry(source, source.replica, FOLDER_TYPE)));
}

/** The id of a series' occurrence on a date (`YYYY-MM-DD`), of the same kind as the master's. */
export function occurrenceEntryId(masterId: string, date: string): string {
  const { head, entry } = parts(Buffer.from(masterId, 'base64url'));
  const days = BigInt(Date.parse(`${date}T00:00:00Z`) / MS_A_DAY + DAYS_BEFORE_1970);
  const ticks = Buffer.alloc(TICKS_BYTES);
  ticks.writeBigInt64BE(days * TICKS_A_DAY);
  const inner = Buffer.concat([
    Buffer.from([TICKS_BYTES]),
    ticks,
    Buffer.from([entry.length]),
    entry,
    Buffer.from([OCCURRENCE_END]),
  ]);
  return text(withEntry(head, inner, AS_OCCURRENCE));
}

/** @returns the master's id, of the same kind, and the date; null for what is no occurrence's id. */
export function readOccurrenceEntryId(id: string): { masterId: string; date: string } | null {
  const bytes = Buffer.from(id, 'base64url');
  const start = headLength(bytes);
  if (bytes[start] !== AS_OCCURRENCE || bytes[start + 3] !== TICKS_BYTES) return null;
  const ticksAt = start + 4;
  if (bytes.length < ticksAt + TICKS_BYTES + 2) return null;
  const days = bytes.readBigInt64BE(ticksAt) / TICKS_A_DAY;
  const date = new Date((Number(days) - DAYS_BEFORE_1970) * MS_A_DAY).toISOString().slice(0, 10);
  const entry = bytes.subarray(ticksAt + TICKS_BYTES + 1, -1);
  return { masterId: text(withEntry(bytes.subarray(0, start), entry)), date };
}

/** The binary id of MAPI inside an id, as Graph writes it: URL-safe, the padding told by a digit (user-translateexchangeids). */
export function toMapiId(id: string): string {
  const { entry } = parts(Buffer.from(id, 'base64url'));
  const padded = entry.toString('base64');
  const unpadded = padded.replace(/=+$/, '');
  return `${unpadded.replaceAll('+', '-').replaceAll('/', '_')}${padded.length - unpadded.length}`;
}

/** The id that MAPI's stands in. @param source of the mailbox, which stands in a default id only */
export function fromMapiId(source: IdSource, mapiId: string, kind: 'default' | 'immutable'): string {
  const entry = Buffer.from(mapiId.slice(0, -1), 'base64url');
  const reading = entry[0] === TICKS_BYTES ? AS_OCCURRENCE : AS_ITEM;
  return text(withEntry(kind === 'default' ? restHead(source) : IMMUTABLE_KIND, entry, reading));
}

/** Whether an id could be one of Exchange's; any other is refused as malformed. */
export function isWellFormedId(id: string): boolean {
  return WELL_FORMED.test(id);
}

/** Behind the kind: how to read the entry id, its length, and the entry id itself. */
function withEntry(head: Buffer, entry: Buffer, reading = AS_ITEM): Buffer {
  return Buffer.concat([head, Buffer.from([reading]), lengthOf(entry), entry]);
}

function restHead(source: IdSource): Buffer {
  return Buffer.concat([REST_KIND, Buffer.from(source.mailboxGuid, 'ascii')]);
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16LE(bytes.length);
  return length;
}

/** 70 bytes: flags, provider, type, the folder and the item in it. */
function restEntry(source: IdSource): Buffer {
  return Buffer.concat([
    Buffer.alloc(4),
    source.replica,
    MESSAGE_TYPE,
    numbered(source, CALENDAR_NUMBER),
    numbered(source, source.counter),
  ]);
}

/** 46 bytes: flags, provider, type, and the item or folder. */
function shortEntry(source: IdSource, provider: Uint8Array, type: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(4), provider, type, numbered(source, source.counter)]);
}

/** The database's GUID, a number in six bytes, and two bytes of padding. */
function numbered(source: IdSource, number: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUIntBE(number, 0, 6);
  return Buffer.concat([source.replica, bytes]);
}

function headLength(bytes: Buffer): number {
  return bytes[1] === IMMUTABLE_KIND[1] ? IMMUTABLE_KIND.length : REST_KIND.length + 36;
}

function parts(bytes: Buffer): { head: Buffer; entry: Buffer } {
  const start = headLength(bytes);
  return { head: bytes.subarray(0, start), entry: bytes.subarray(start + 3) };
}

/** Microsoft writes URL-safe base64 with its padding. */
function text(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
