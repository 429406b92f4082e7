// The first-sync review: what will happen, exactly which mails each choice sends, and the confirmation.
import { useCallback, useEffect, useState } from 'react';
import type { ReviewChoice, ReviewItem, ReviewView } from '../../schemas/review.ts';
import { ApiError, get, post } from '../api.ts';
import { MailList } from '../components/mail-consent.tsx';
import { ErrorNotice, Loading } from '../components/notice.tsx';
import { useLoaded } from '../components/use-loaded.ts';
import { openPage } from '../navigation.ts';
import { expectSync, onSync } from '../sync-news.ts';
import { texts } from '../texts.ts';

const CHOICES: readonly ReviewChoice[] = ['quiet', 'invite', 'hold'];
const ASK_AGAIN_MS = 1_500;

export function ReviewPage() {
  const { value: review, error, reload } = useLoaded(useCallback(() => get<ReviewView>('/api/mailbox/review'), []));
  const [choice, setChoice] = useState<ReviewChoice>('quiet');
  const [problem, setProblem] = useState<Error | null>(null);
  const isReady = review?.ready ?? false;
  useEffect(() => onSync(() => void reload()), [reload]);
  useEffect(() => {
    if (isReady) return;
    const timer = setInterval(() => void reload(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isReady, reload]);
  if (error) return <ErrorNotice error={error} onRetry={() => void reload()} />;
  if (!review) return <Loading />;
  if (!review.ready) {
    return (
      <p className="loading" role="status">
        {texts.review.preparing}
      </p>
    );
  }
  const confirm = async () => {
    try {
      const confirmedMails = review.mails[choice].length;
      await post('/api/mailbox/review/confirm', { choice, fingerprint: review.fingerprint, confirmedMails });
      expectSync();
      openPage('/');
    } catch (failure) {
      setProblem(failure as Error);
      if (failure instanceof ApiError && failure.status === 409) await reload();
    }
  };
  return (
    <section className="page">
      <h1>{texts.review.title}</h1>
      <p>{texts.review.intro}</p>
      <Counts counts={review.counts} />
      <fieldset className="choices">
        <legend>{texts.review.choiceTitle}</legend>
        {CHOICES.map((name) => (
          <Choice
            key={name}
            name={name}
            mails={review.mails[name]}
            isChosen={choice === name}
            onChoose={() => setChoice(name)}
          />
        ))}
      </fieldset>
      {problem ? <ErrorNotice error={problem} /> : null}
      <div className="confirm-row">
        <button type="button" className="button button-primary button-large" onClick={() => void confirm()}>
          {texts.review.confirm}
        </button>
        <span className="quiet">{texts.review.mails(review.mails[choice].length)}</span>
      </div>
      <ItemList title={texts.review.differences} items={review.differences} total={review.differences.length} />
      <ItemList title={texts.review.addThere} items={review.addThere} total={review.counts.addThere} />
      <ItemList
        title={texts.review.addHere}
        items={review.addHere}
        total={review.counts.addHere + review.counts.series}
      />
      <ItemList title={texts.review.matched} items={review.matched} total={review.counts.matched} />
    </section>
  );
}

function Counts({ counts }: { counts: ReviewView['counts'] }) {
  const shown = Object.entries(texts.review.counts).map(
    ([name, text]) => [counts[name as keyof typeof texts.review.counts], text] as const,
  );
  return (
    <ul className="counts">
      {shown
        .filter(([count]) => count > 0)
        .map(([count, text]) => (
          <li key={text}>
            <strong>{count}</strong> {text}
          </li>
        ))}
    </ul>
  );
}

function Choice(props: {
  name: ReviewChoice;
  mails: ReviewView['mails']['quiet'];
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { name, mails, isChosen, onChoose } = props;
  const { title, text } = texts.review.choices[name];
  return (
    <label className={isChosen ? 'choice choice-chosen' : 'choice'}>
      <input type="radio" name="choice" checked={isChosen} onChange={onChoose} />
      <span className="choice-text">
        <strong>{title}</strong>
        <span>{text}</span>
        <span className={mails.length > 0 ? 'mail-count' : 'quiet'}>{texts.review.mails(mails.length)}</span>
        {mails.length > 0 && isChosen ? <MailList mails={mails} /> : null}
      </span>
    </label>
  );
}

function ItemList({ title, items, total }: { title: string; items: ReviewItem[]; total: number }) {
  if (total === 0) return null;
  return (
    <details className="item-list">
      <summary>{`${title} (${total})`}</summary>
      <ul>
        {items.map((item, index) => (
          // Outlook's items have no id of ours yet; their place in the list is their identity here.
          <li key={item.eventId ?? index}>
            <span>{item.subject || texts.editor.untitled}</span>
            <span className="quiet">
              {new Date(item.start).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}
            </span>
            <span className="quiet">{texts.review.guests(item.guests)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
