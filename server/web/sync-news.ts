// Tells the parts of a page about syncs: that one is to be expected, and that one has ended.

const EXPECTED = 'app:sync-expected';
const ENDED = 'app:sync-ended';

/** Says that a sync will begin soon, because of something that the user did. */
export function expectSync(): void {
  window.dispatchEvent(new Event(EXPECTED));
}

/** Calls back when a sync is to be expected. @returns how to stop. */
export function onSyncExpected(listener: () => void): () => void {
  window.addEventListener(EXPECTED, listener);
  return () => window.removeEventListener(EXPECTED, listener);
}

/** Says that a sync has ended. */
export function announceSync(): void {
  window.dispatchEvent(new Event(ENDED));
}

/** Calls back after each sync. @returns how to stop. */
export function onSync(listener: () => void): () => void {
  window.addEventListener(ENDED, listener);
  return () => window.removeEventListener(ENDED, listener);
}
