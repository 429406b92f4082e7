// Seals secrets for the database: JWE with A256GCM, bound to the row and column that it is stored in.
import { CompactEncrypt, compactDecrypt } from 'jose';
import type { SealingKeys } from './key-file.ts';

/** Where a sealed value is stored. Moved to another place it no longer opens. */
export interface SealedPlace {
  table: string;
  row: string;
  column: string;
}

export interface Sealing {
  /** The key that seals, by its id. */
  readonly keyId: string;
  seal(place: SealedPlace, plain: string): Promise<string>;
  /** @throws SealBrokenError for a value that was altered, moved, or sealed with a key that is not at hand. */
  open(place: SealedPlace, sealed: string): Promise<string>;
}

export class SealBrokenError extends Error {
  readonly code = 'seal_broken';
  constructor(place: SealedPlace) {
    super(
      `The sealed ${place.column} of ${place.table} ${place.row} does not open: altered, moved, or its key is gone.`,
    );
    this.name = 'SealBrokenError';
  }
}

export function createSealing(keys: SealingKeys): Sealing {
  const [newest] = keys;
  if (!newest) throw new RangeError('Sealing needs a key.');
  const [keyId, key] = newest;
  return {
    keyId,
    seal: (place, plain) =>
      new CompactEncrypt(new TextEncoder().encode(plain))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: keyId, ...claimOf(place) })
        .encrypt(key),
    async open(place, sealed) {
      try {
        const { plaintext, protectedHeader } = await compactDecrypt(
          sealed,
          ({ kid }) => {
            const found = keys.get(kid ?? '');
            if (!found) throw new SealBrokenError(place);
            return found;
          },
          { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
        );
        if (protectedHeader['place'] !== claimOf(place).place) throw new SealBrokenError(place);
        return new TextDecoder().decode(plaintext);
      } catch {
        throw new SealBrokenError(place);
      }
    },
  };
}

/** The protected header is authenticated with the text, so it can't be exchanged. */
function claimOf({ table, row, column }: SealedPlace): { place: string } {
  return { place: JSON.stringify([table, row, column]) };
}
