// What a POST of an attachment may say: a small file, an event, or a link to a file elsewhere.
import type { Temporal } from 'temporal-polyfill';
import { readBoolean, readFields, readString, readText, unreadable } from '../calendar/events/read-values.ts';
import type { StoredAttachment } from '../calendar/state.ts';
import { GraphRefusal } from '../operation.ts';

/** event-post-attachments: under 3 MB; what is larger goes through an upload session. */
const FILE_BYTES_MAX = 3 * 1024 * 1024;
/** What the message store adds to a file (the documented example: 20 bytes have the size 178). */
const STORE_BYTES = 158;
const TYPE = /^#?microsoft\.graph\.(file|item|reference)Attachment$/i;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const COMMON = ['id', 'name', 'contentType', 'isInline', 'size', 'lastModifiedDateTime'] as const;
const FIELDS = {
  fileAttachment: [...COMMON, 'contentBytes', 'contentId', 'contentLocation'],
  itemAttachment: [...COMMON, 'item'],
  referenceAttachment: COMMON,
} as const;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  gif: 'image/gif',
  htm: 'text/html',
  html: 'text/html',
  ics: 'text/calendar',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

/** What an attachment is made with: its keys, and how an attached item is kept. */
export interface AttachmentKeys {
  id: string;
  now: Temporal.Instant;
  item(sent: unknown): Record<string, unknown>;
}

/** @throws GraphRefusal */
export function readAttachment(body: unknown, keys: AttachmentKeys): StoredAttachment {
  const kind = readKind(body);
  const sent: Readonly<Record<string, unknown>> = readFields(body, `microsoft.graph.${kind}`, FIELDS[kind]);
  const name = readString(sent.name);
  const contentBytes = kind === 'fileAttachment' ? readBytes(sent.contentBytes) : '';
  const item = kind === 'itemAttachment' ? keys.item(sent.item) : null;
  const length = kind === 'fileAttachment' ? Buffer.from(contentBytes, 'base64').length : JSON.stringify(item).length;
  return {
    id: keys.id,
    kind,
    name,
    contentType: kind === 'fileAttachment' ? contentTypeOf(sent.contentType, name) : null,
    isInline: sent.isInline === undefined ? false : readBoolean(sent.isInline),
    contentId: sent.contentId === undefined ? null : readText(sent.contentId),
    contentLocation: sent.contentLocation === undefined ? null : readText(sent.contentLocation),
    contentBytes,
    item,
    size: length + STORE_BYTES,
    modified: keys.now,
  };
}

function readKind(body: unknown): StoredAttachment['kind'] {
  const type = (body as Record<string, unknown> | null | undefined)?.['@odata.type'];
  const [, kind] = (typeof type === 'string' && TYPE.exec(type)) || [];
  switch (kind?.toLowerCase()) {
    case 'file':
      return 'fileAttachment';
    case 'item':
      return 'itemAttachment';
    case 'reference':
      return 'referenceAttachment';
    default:
      throw unreadable('Cannot create an abstract class.');
  }
}

/** The documented request writes `base64` before the bytes; its answer shows them without. */
function readBytes(value: unknown): string {
  const text = readString(value);
  const bytes = BASE64.test(text) ? text : text.replace(/^base64/, '');
  if (!BASE64.test(bytes)) throw unreadable('Cannot convert the literal to the expected type Edm.Binary.');
  if (Buffer.from(bytes, 'base64').length >= FILE_BYTES_MAX) {
    throw new GraphRefusal(413, 'ErrorMessageSizeExceeded', 'The message exceeds the maximum supported size.');
  }
  return bytes;
}

function contentTypeOf(sent: unknown, name: string): string {
  if (sent !== undefined && sent !== null) return readString(sent);
  return CONTENT_TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
