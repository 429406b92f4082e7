// Reads what is written to a secret: its value, content type, tags and times.

import type { VaultSecretVersion } from '../model.ts';
import { recordOf } from '../operation.ts';
import { VaultRefusal } from './vault-call.ts';

const NAME_CHARACTERS_MAX = 127;
const VALUE_BYTES_MAX = 25 * 1024;
const CONTENT_TYPE_CHARACTERS_MAX = 255;
const TAGS_MAX = 15;
const TAG_CHARACTERS_MAX = 256;

/** @throws VaultRefusal 400 `BadParameter` */
export function checkSecretName(name: string): void {
  if (/^[0-9a-z-]+$/i.test(name) && name.length <= NAME_CHARACTERS_MAX) return;
  throw bad(`The request URI contains an invalid name: ${name}`);
}

/** @throws VaultRefusal 400 `BadParameter` for a body that is no JSON object. */
export function readObject(body: unknown): Record<string, unknown> {
  const record = recordOf(body);
  if (record) return record;
  throw bad('The request body is missing or is not a JSON object.');
}

/** @throws VaultRefusal 400 `BadParameter` */
export function readValue({ value }: Readonly<Record<string, unknown>>): string {
  if (typeof value !== 'string') throw bad('The value of the secret is missing.');
  if (Buffer.byteLength(value) <= VALUE_BYTES_MAX) return value;
  throw bad(`The value of the secret is longer than ${VALUE_BYTES_MAX} bytes.`);
}

type Written = Pick<VaultSecretVersion, 'contentType' | 'tags' | 'enabled' | 'notBefore' | 'expires'>;

/**
 * What a body says beside the value; what it leaves out stays.
 * @throws VaultRefusal 400 `BadParameter`
 */
export function readAbout(body: Readonly<Record<string, unknown>>, kept: Written): Written {
  const attributes = recordOf(body.attributes) ?? {};
  const written: Written = {
    contentType: typeof body.contentType === 'string' ? body.contentType : kept.contentType,
    tags: body.tags === undefined ? kept.tags : readTags(body.tags),
    enabled: typeof attributes.enabled === 'boolean' ? attributes.enabled : kept.enabled,
    notBefore: readSeconds(attributes.nbf, kept.notBefore),
    expires: readSeconds(attributes.exp, kept.expires),
  };
  const { contentType, notBefore, expires } = written;
  if ((contentType ?? '').length > CONTENT_TYPE_CHARACTERS_MAX) {
    throw bad(`The content type is longer than ${CONTENT_TYPE_CHARACTERS_MAX} characters.`);
  }
  if (notBefore !== null && expires !== null && expires <= notBefore) {
    throw bad("The attribute 'exp' must be later than 'nbf'.");
  }
  return written;
}

function readSeconds(value: unknown, kept: number | null): number | null {
  if (value === undefined) return kept;
  if (value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw bad('The times of a secret are whole seconds since 1970.');
}

function readTags(value: unknown): Record<string, string> | null {
  if (value === null) return null;
  const tags = Object.entries(recordOf(value) ?? {});
  const isFit = tags.every(
    ([name, text]) =>
      typeof text === 'string' && name.length <= TAG_CHARACTERS_MAX && text.length <= TAG_CHARACTERS_MAX,
  );
  if (!isFit || tags.length > TAGS_MAX) {
    throw bad(`A secret has at most ${TAGS_MAX} tags, texts of up to ${TAG_CHARACTERS_MAX} characters.`);
  }
  return Object.fromEntries(tags) as Record<string, string>;
}

export function bad(message: string): VaultRefusal {
  return new VaultRefusal(400, 'BadParameter', message);
}
