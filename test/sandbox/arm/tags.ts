// Tags as they are written: how many, how long, with which characters.
import { ArmRefusal, recordOf } from './operation.ts';

const TAGS_MAX = 50;
const TAG_NAME_CHARACTERS_MAX = 512;
const TAG_VALUE_CHARACTERS_MAX = 256;
const RESERVED = /[<>%&\\?/\p{Cc}]/u;

/**
 * The tags of a request's body; none where there are none.
 * @throws ArmRefusal 400
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
 */
export function readTags(value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {};
  const record = recordOf(value);
  if (!record || Object.values(record).some((each) => typeof each !== 'string')) {
    throw new ArmRefusal(
      400,
      'InvalidRequestContent',
      "The request content was invalid and could not be deserialized: 'tags' takes names with texts.",
    );
  }
  const tags = record as Record<string, string>;
  const names = Object.keys(tags);
  if (names.length > TAGS_MAX) {
    throw new ArmRefusal(
      400,
      'TagCountExceedsLimit',
      `The number of tags '${names.length}' exceeds the maximum of '${TAGS_MAX}'.`,
    );
  }
  const reserved = names.filter((name) => RESERVED.test(name));
  if (reserved.length > 0) {
    throw new ArmRefusal(
      400,
      'InvalidTagNameCharacters',
      `The tag names '${reserved.join(',')}' have reserved characters '<,>,%,&,\\,?,/' or control characters.`,
    );
  }
  const tooLong = names.find(
    (name) => name.length > TAG_NAME_CHARACTERS_MAX || (tags[name] ?? '').length > TAG_VALUE_CHARACTERS_MAX,
  );
  if (tooLong === undefined) return tags;
  throw new ArmRefusal(
    400,
    'TagNameOrValueTooLong',
    `The tag '${tooLong.slice(0, TAG_VALUE_CHARACTERS_MAX)}' is too long: a name has at most ${TAG_NAME_CHARACTERS_MAX} characters, a value ${TAG_VALUE_CHARACTERS_MAX}.`,
  );
}

/** One set of tags into another; names are compared without letter case, values with it. */
export function mergeTags(kept: Readonly<Record<string, string>>, added: Readonly<Record<string, string>>) {
  const replaced = new Set(Object.keys(added).map((name) => name.toLowerCase()));
  const left = Object.entries(kept).filter(([name]) => !replaced.has(name.toLowerCase()));
  return { ...Object.fromEntries(left), ...added };
}

/** What is left when tags with these names and values are taken away. */
export function withoutTags(kept: Readonly<Record<string, string>>, removed: Readonly<Record<string, string>>) {
  const gone = new Map(Object.entries(removed).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.fromEntries(Object.entries(kept).filter(([name, value]) => gone.get(name.toLowerCase()) !== value));
}
