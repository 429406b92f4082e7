// The refusals that every part of the directory words alike.
import { GraphRefusal } from '../operation.ts';

export interface Detail {
  code: string;
  message: string;
  target: string;
}

/** What the directory says of an object that isn't there, or not yet. */
export function notFound(id: string): GraphRefusal {
  return new GraphRefusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

export function denied(message = 'Insufficient privileges to complete the operation.'): GraphRefusal {
  return new GraphRefusal(403, 'Authorization_RequestDenied', message);
}

export function badRequest(message: string, details?: Detail[]): GraphRefusal {
  return new GraphRefusal(400, 'Request_BadRequest', message, details ? { details } : {});
}

/** @param resource as the directory names it, e.g. `Application` @param detail which rule, in words of our own */
export function invalidValue(property: string, resource: string, detail?: Detail): GraphRefusal {
  return badRequest(`Invalid value specified for property '${property}' of resource '${resource}'.`, [
    detail ?? { code: 'InvalidValue', message: `The value of '${property}' is invalid.`, target: property },
  ]);
}

export function missingValue(property: string, resource: string): GraphRefusal {
  return badRequest(`A value is required for property '${property}' of resource '${resource}'.`, [
    { code: 'MissingValue', message: `The property '${property}' is required.`, target: property },
  ]);
}

/** Another object of the tenant has it already. */
export function objectConflict(property: string): GraphRefusal {
  const message = `Another object with the same value for property ${property} already exists.`;
  return badRequest(message, [{ code: 'ObjectConflict', message, target: property }]);
}
