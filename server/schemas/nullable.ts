// A schema that also takes null.
import { type TNull, type TSchema, type TUnion, Type } from 'typebox';

export function nullable<T extends TSchema>(schema: T): TUnion<[T, TNull]> {
  return Type.Union([schema, Type.Null()]);
}
