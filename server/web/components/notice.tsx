// Words about how something went: errors with their advice, and quiet confirmations.
import { ApiError } from '../api.ts';
import { texts } from '../texts.ts';

/** An error in full: what, why, and what to do. */
export function ErrorNotice({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  return (
    <div className="notice notice-error" role="alert">
      <p>{error.message}</p>
      {error instanceof ApiError && error.advice ? <p className="quiet">{error.advice}</p> : null}
      {onRetry ? (
        <button type="button" className="button" onClick={onRetry}>
          {texts.retry}
        </button>
      ) : null}
    </div>
  );
}

export function Loading() {
  return (
    <p className="loading" role="status">
      {texts.loading}
    </p>
  );
}
