// The refusals that every part of Outlook's side of Graph words alike.
import { GraphRefusal } from './operation.ts';

export function itemNotFound(): GraphRefusal {
  return new GraphRefusal(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

export function accessDenied(): GraphRefusal {
  return new GraphRefusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}
