// An entity as it is answered: properties and annotations by name.

export type Output = Record<string, unknown>;
