// Conflicts that wait: both values, and the choice between them.
import { useState } from 'react';
import type { DemoState } from '../state.ts';
import { DemoError, messageOf, post } from './demo-api.ts';

type Conflict = DemoState['conflicts'][number];

export function ConflictPanel({ conflicts, onDone }: { conflicts: readonly Conflict[]; onDone(): Promise<void> }) {
  if (conflicts.length === 0) return null;
  return (
    <section className="conflicts" aria-labelledby="conflicts-title">
      <h2 id="conflicts-title">Edited on both sides</h2>
      <ul>
        {conflicts.map((conflict) => (
          <ConflictItem key={conflict.id} conflict={conflict} onDone={onDone} />
        ))}
      </ul>
    </section>
  );
}

function ConflictItem({ conflict, onDone }: { conflict: Conflict; onDone(): Promise<void> }) {
  const [problem, setProblem] = useState<DemoError | string | null>(null);
  const decide = async (decision: { keep: 'ours' | 'theirs'; mail?: 'send' }) => {
    try {
      await post(`conflicts/${conflict.id}`, decision);
      await onDone();
    } catch (error) {
      setProblem(error instanceof DemoError ? error : messageOf(error));
    }
  };
  const needsConsent = problem instanceof DemoError && problem.code === 'mail_choice_required';
  return (
    <li className="conflict">
      <dl>
        <div>
          <dt>Outlook’s {conflict.unit}, stands</dt>
          <dd>{valueText(conflict.theirs)}</dd>
        </div>
        <div>
          <dt>Ours, kept</dt>
          <dd>{valueText(conflict.ours)}</dd>
        </div>
      </dl>
      <div className="conflict-choice">
        <button type="button" className="button button-primary" onClick={() => void decide({ keep: 'ours' })}>
          Put ours back
        </button>
        <button type="button" className="button" onClick={() => void decide({ keep: 'theirs' })}>
          Keep Outlook’s
        </button>
      </div>
      {problem !== null && (
        <p role="alert">
          {problem instanceof DemoError ? problem.message : problem}{' '}
          {needsConsent && (
            <button type="button" className="button" onClick={() => void decide({ keep: 'ours', mail: 'send' })}>
              Put it back and mail {problem.recipients.join(', ')}
            </button>
          )}
        </p>
      )}
    </li>
  );
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
