// Forms that stay as they were filled in when the server refuses them.
import type { SyntheticEvent } from 'react';

/** Keeps the browser from submitting a form, and gives what was typed. */
export function formOf(event: SyntheticEvent<HTMLFormElement>): FormData {
  event.preventDefault();
  return new FormData(event.currentTarget);
}
