// A user's categories and their colours. Only names travel to Outlook: its own colours are out of our reach.
import { type Static, Type } from 'typebox';
import { CATEGORY_COLORS } from '../../graph/models/category.ts';
import { nullable } from './nullable.ts';

/** Outlook keeps no longer name. */
export const CATEGORY_NAME_LENGTH_MAX = 255;
const CATEGORIES_MAX = 200;

const Color = Type.Enum([...CATEGORY_COLORS]);

export const CategoryList = Type.Object({
  categories: Type.Array(
    Type.Object({
      name: Type.String(),
      /** One of Outlook's 25; null for a name that stands on an event and has no colour here. */
      color: nullable(Color),
    }),
  ),
});
export type CategoryList = Static<typeof CategoryList>;

/** The whole list: what is left out loses its colour, not its place on events. */
export const CategoryColors = Type.Object(
  {
    categories: Type.Array(
      Type.Object(
        { name: Type.String({ minLength: 1, maxLength: CATEGORY_NAME_LENGTH_MAX }), color: Color },
        { additionalProperties: false },
      ),
      { maxItems: CATEGORIES_MAX },
    ),
  },
  { additionalProperties: false },
);
export type CategoryColors = Static<typeof CategoryColors>;
