// Looking up: what delta only hints at is asked of Outlook before anything follows from it. All questions travel in batches.
import type { Subject } from './core/decision.ts';
import { proofOf } from './core/removal.ts';
import { isSaidToBeBack } from './core/stale-news.ts';
import type { Finding, RemovalAnswer, RunMailbox, RunRef, SyncedCalendar, SyncPorts } from './ports.ts';
import { answerOf } from './run-stopped.ts';

type SeenSubject = Subject & { seen: NonNullable<Subject['seen']> };

/**
 * Looks into removals that were heard of linked items, and into items that are said to be back after their deletion was
 * seen: a replayed page may say so, too. Items that nothing ties to need no proof.
 * @returns how many findings were stored.
 */
export async function proveRemovals(
  run: RunRef,
  subjects: readonly Subject[],
  calendars: readonly SyncedCalendar[],
  ports: SyncPorts,
): Promise<number> {
  const questionable = subjects.filter(isQuestionable);
  if (questionable.length === 0) return 0;
  const questions = questionable.map(({ seen, calendarGraphId }) => ({
    graphId: seen.graphId,
    calendarGraphId,
    otherCalendarGraphIds: calendars.map((calendar) => calendar.graphId).filter((id) => id !== calendarGraphId),
  }));
  const answers = await ports.outlook.lookUpRemoved(questions);
  const findings = answers.flatMap((outcome, index) => {
    const subject = questionable[index];
    // A look-up that failed leaves the hint as it is; the next run asks again.
    return subject && outcome.kind === 'done' ? findingsOf(subject, outcome.answer) : [];
  });
  await ports.store.saveFindings(run, findings);
  return findings.length;
}

function findingsOf({ calendarId, seen }: SeenSubject, answer: RemovalAnswer): Finding[] {
  const found = proofOf(answer, answer.isListedElsewhere);
  // Said to be back, and listed: that is no removal.
  if (!seen.removedHint && found.proof === 'outside') return [];
  return [{ calendarId, graphId: seen.graphId, ...found }];
}

function isQuestionable(subject: Subject): subject is SeenSubject {
  const { seen, link } = subject;
  if (seen === null || link === null) return false;
  return link.state === 'retired' ? isSaidToBeBack(link, seen) : seen.removedHint && seen.proof === null;
}

/**
 * Reads the marks of items that this installation created by an earlier connection, so that the first sync recognises
 * them: delta does not deliver them. One listing per calendar, and only where something was ever written.
 */
export async function findMarkedItems(
  run: RunRef,
  mailbox: RunMailbox,
  calendars: readonly SyncedCalendar[],
  { store, outlook, clock }: SyncPorts,
): Promise<void> {
  if (!mailbox.hasWritten) return;
  const unlinked = await unlinkedItems(run, store);
  for (const calendar of calendars) {
    const versions = answerOf(await outlook.listMarked(calendar.graphId), clock);
    const findings = versions.flatMap((version): Finding[] =>
      version.origin?.installationId === mailbox.installationId && unlinked.has(`${calendar.id}|${version.graphId}`)
        ? [{ calendarId: calendar.id, graphId: version.graphId, proof: null, version }]
        : [],
    );
    await store.saveFindings(run, findings);
  }
}

async function unlinkedItems(run: RunRef, store: SyncPorts['store']): Promise<Set<string>> {
  const subjects = await store.subjects(run);
  return new Set(
    subjects.flatMap(({ link, seen }) => (link === null && seen ? [`${seen.calendarId}|${seen.graphId}`] : [])),
  );
}
