// GlobalObjectIds (MS-OXOCAL): what joins the copies of one meeting over all mailboxes, and the iCalUId made from it.
import type { Temporal } from 'temporal-polyfill';
import type { World } from '../../core/world.ts';

/** From 1601-01-01, where a FILETIME begins, to 1970-01-01, in units of 100 ns. */
const FILETIME_OF_1970 = 116_444_736_000_000_000n;

/** What follows the date in a GlobalObjectId (MS-OXOCAL): time of creation, eight zeros, length, and a GUID; in hex. */
export function newGlobalId(world: World): string {
  const created = Buffer.alloc(8);
  created.writeBigUInt64LE(world.clock.now().epochNanoseconds / 100n + FILETIME_OF_1970);
  const guid = Buffer.from(world.random.bytes(16));
  return Buffer.concat([created, Buffer.alloc(8), Buffer.from([0x10, 0, 0, 0]), guid])
    .toString('hex')
    .toUpperCase();
}

/** The first 16 bytes of every GlobalObjectId (MS-OXOCAL), in hex. */
const GLOBAL_OBJECT_ID_PREFIX = '040000008200E00074C5B7101A82E008';

/** The iCalUId of an item: the instance's date stands in it for an exception, zeros otherwise. */
export function iCalUIdOf(globalId: string, date: Temporal.PlainDateTime | null): string {
  const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
  const digits = date ? hex(date.year, 4) + hex(date.month, 2) + hex(date.day, 2) : '00000000';
  return `${GLOBAL_OBJECT_ID_PREFIX}${digits}${globalId}`;
}
