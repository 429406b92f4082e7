// Extended properties: how their ids are written, which of two ids mean the same, and what a value of each type may be.
import { readArray, readFields, readString } from '../calendar/events/read-values.ts';
import { GraphRefusal } from '../operation.ts';

/** The MAPI types that a property may have, and what their values look like as text (extended-properties-overview). */
const VALUE_PATTERNS: Readonly<Record<string, RegExp>> = {
  ApplicationTime: /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i,
  Binary: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  Boolean: /^(?:true|false)$/i,
  CLSID: /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i,
  Currency: /^-?\d+(\.\d+)?$/,
  Double: /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i,
  Float: /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i,
  Integer: /^-?\d{1,10}$/,
  Long: /^-?\d{1,19}$/,
  Short: /^-?\d{1,5}$/,
  String: /^[\s\S]*$/,
  SystemTime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?:Z|[+-]\d{2}:\d{2})?$/,
};
const GUID = /^\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i;
const TAG = /^0x[0-9a-f]{1,8}$/i;
const ID = /^(\w+) (?:(\{[^}]*\}) (Name|Id) (.+)|(0x[0-9a-f]+))$/i;
const ARRAY = 'Array';

/**
 * What two ids have in common that mean one property: type, GUID and number count in any letter case, a name as it is
 * written (singlevaluelegacyextendedproperty-get).
 * @param kind whether it holds one value or a list
 * @throws GraphRefusal for what is no such id (msgraph-sdk-powershell issue 2784; docs issue 2251)
 */
export function extendedPropertyKey(id: string, kind: 'single' | 'multi' = 'single'): string {
  const [, type = '', guid, way, name = '', tag] = ID.exec(id) ?? [];
  const isList = type.endsWith(ARRAY);
  if (!patternOf(type) || (guid !== undefined && !GUID.test(guid))) throw malformedId();
  if (isList !== (kind === 'multi')) {
    throw new GraphRefusal(
      400,
      'ErrorInvalidExtendedProperty',
      'The extended property attribute combination is invalid.',
    );
  }
  if (tag !== undefined) return `${type} ${tag}`.toLowerCase();
  const isNumbered = way?.toLowerCase() === 'id';
  if (isNumbered && !TAG.test(name) && !/^\d+$/.test(name)) throw malformedId();
  const key = `${type} ${guid ?? ''} ${way ?? ''}`.toLowerCase();
  return `${key} ${isNumbered ? Number(name) : name}`;
}

/** `singleValueExtendedProperties` of a body, put over those that are there. @throws GraphRefusal */
export function mergeSingleValues(
  known: readonly { id: string; value: string }[],
  sent: unknown,
): { id: string; value: string }[] {
  return merge(known, sent, 'single', (value, id) => readValue(value, id));
}

/** `multiValueExtendedProperties` of a body, put over those that are there. @throws GraphRefusal */
export function mergeMultiValues(
  known: readonly { id: string; value: string[] }[],
  sent: unknown,
): { id: string; value: string[] }[] {
  return merge(known, sent, 'multi', (values, id) => readArray(values).map((value) => readValue(value, id)));
}

function merge<Value>(
  known: readonly { id: string; value: Value }[],
  sent: unknown,
  kind: 'single' | 'multi',
  read: (value: unknown, id: string) => Value,
): { id: string; value: Value }[] {
  const type = `microsoft.graph.${kind}ValueLegacyExtendedProperty`;
  let merged = [...known];
  for (const entry of readArray(sent)) {
    const fields = readFields(entry, type, ['id', 'value']);
    const id = readString(fields.id);
    const key = extendedPropertyKey(id, kind);
    merged = [
      ...merged.filter((property) => extendedPropertyKey(property.id, kind) !== key),
      { id, value: read(fields.value, id) },
    ];
  }
  return merged;
}

function readValue(value: unknown, id: string): string {
  const text = readString(value);
  const [type = ''] = id.split(' ');
  if (patternOf(type)?.test(text)) return text;
  throw new GraphRefusal(400, 'ErrorInvalidExtendedPropertyValue', 'The extended property value is invalid.');
}

function patternOf(type: string): RegExp | undefined {
  const single = (type.endsWith(ARRAY) ? type.slice(0, -ARRAY.length) : type).toLowerCase();
  const name = Object.keys(VALUE_PATTERNS).find((known) => known.toLowerCase() === single);
  return name === undefined ? undefined : VALUE_PATTERNS[name];
}

function malformedId(): GraphRefusal {
  return new GraphRefusal(
    400,
    'ErrorInvalidProperty',
    "PropertyId values may only be in one of the following formats: 'MapiPropertyType namespaceGuid Name propertyName', 'MapiPropertyType namespaceGuid Id propertyId' or 'MapiPropertyType propertyTag'.",
  );
}
