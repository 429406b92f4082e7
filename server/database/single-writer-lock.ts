// Keeps a second process out of an embedded database, which knows no lock of its own and would be destroyed by two.
import { DatabaseSync } from 'node:sqlite';

export class DatabaseInUseError extends Error {
  readonly code = 'database_in_use';
  constructor(path: string) {
    super(`Another process holds ${path}. One server at a time may use an embedded database: stop the other one.`);
    this.name = 'DatabaseInUseError';
  }
}

/**
 * Takes the lock, which the kernel frees when the process ends in whatever way.
 * @param path of the lock file, beside the database folder.
 * @returns a function that gives the lock back. @throws DatabaseInUseError
 */
export function takeSingleWriterLock(path: string): () => void {
  const lock = new DatabaseSync(path);
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    lock.close();
    if (error instanceof Error && error.message.includes('locked')) throw new DatabaseInUseError(path);
    throw error;
  }
  return () => lock.close();
}
