// What the look-ups after a removal hint prove. A hint alone proves nothing.
import type { RemovalProof, SeenVersion } from './seen.ts';

/** What was found for a named item. */
export interface RemovalFindings {
  /** The item by its id; null for 404. A deleted item may still answer by its immutable id. */
  byId: SeenVersion | null;
  /** Items with the same iCalUId that its calendar lists. */
  listed: readonly SeenVersion[];
}

/**
 * 404 proves the deletion. An item that answers by its id but that its calendar does not list was deleted softly or
 * moved to another calendar; one that is listed is alive, outside the window.
 * @param knownElsewhere whether another calendar of the mailbox lists it.
 */
export function proofOf(
  findings: RemovalFindings,
  knownElsewhere: boolean,
): { proof: RemovalProof; version: SeenVersion | null } {
  const listed = findings.listed.find((version) => version.graphId === findings.byId?.graphId) ?? findings.listed[0];
  if (listed) return { proof: 'outside', version: listed };
  if (findings.byId && knownElsewhere) return { proof: 'elsewhere', version: findings.byId };
  return { proof: 'deleted', version: null };
}
