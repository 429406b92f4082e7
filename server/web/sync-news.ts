// Tells whoever shows events that a sync may have changed them.

const SYNCED = 'app:synced';

/** Says that a sync has ended. */
export function announceSync(): void {
  window.dispatchEvent(new Event(SYNCED));
}

/** Calls back after each sync. @returns how to stop. */
export function onSync(listener: () => void): () => void {
  window.addEventListener(SYNCED, listener);
  return () => window.removeEventListener(SYNCED, listener);
}
