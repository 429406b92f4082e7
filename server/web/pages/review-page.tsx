// The review: why it is asked for, what will happen, exactly which mails each choice sends, and the confirmation.
import { useCallback, useEffect, useState } from 'react';
import type { ReviewChoice, ReviewView } from '../../schemas/review.ts';
import { ApiError, get, post } from '../api.ts';
import { MailList } from '../components/mail-consent.tsx';
import { ErrorNotice, Loading } from '../components/notice.tsx';
import { countMails, mailingItems, OverrideList, type Overrides, ReviewLists } from '../components/review-lists.tsx';
import { useLoaded } from '../components/use-loaded.ts';
import { openPage } from '../navigation.ts';
import { reviewTexts } from '../outlook-texts.ts';
import { expectSync, onSync } from '../sync-news.ts';

const CHOICES: readonly ReviewChoice[] = ['quiet', 'invite', 'hold'];
const ASK_AGAIN_MS = 1_500;

export function ReviewPage() {
  const { value: review, error, reload } = useLoaded(useCallback(() => get<ReviewView>('/api/mailbox/review'), []));
  const isReady = review?.ready ?? false;
  useEffect(() => onSync(() => void reload()), [reload]);
  useEffect(() => {
    if (isReady) return;
    const timer = setInterval(() => void reload(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isReady, reload]);
  if (error) return <ErrorNotice error={error} onRetry={() => void reload()} />;
  if (!review) return <Loading />;
  if (!review.ready) return <Preparing review={review} />;
  return <Review review={review} reload={reload} />;
}

function Preparing({ review: { reason, problem, pendingRemovals } }: { review: ReviewView }) {
  return (
    <section className="page">
      <p>{reviewTexts.reasons[reason]}</p>
      <p className="loading" role="status">
        {pendingRemovals > 0 ? reviewTexts.removing(pendingRemovals) : reviewTexts.preparing}
      </p>
      {problem ? <p className="notice">{`${problem.cause} ${problem.nextStep}`}</p> : null}
    </section>
  );
}

function Review({ review, reload }: { review: ReviewView; reload: () => Promise<void> }) {
  const [choice, setChoice] = useState<ReviewChoice>('quiet');
  const [overrides, setOverrides] = useState<Overrides>({});
  const [problem, setProblem] = useState<Error | null>(null);
  const confirmedMails = countMails(review, choice, overrides);
  const confirm = async () => {
    const { fingerprint } = review;
    try {
      await post('/api/mailbox/review/confirm', { choice, overrides, fingerprint, confirmedMails });
      expectSync();
      openPage('/');
    } catch (failure) {
      setProblem(failure as Error);
      if (failure instanceof ApiError && failure.status === 409) await reload();
    }
  };
  return (
    <section className="page">
      <h1>{reviewTexts.title}</h1>
      <p>{`${reviewTexts.reasons[review.reason]} ${reviewTexts.intro}`}</p>
      <Counts counts={review.counts} />
      <fieldset className="choices">
        <legend>{reviewTexts.choiceTitle}</legend>
        {CHOICES.map((name) => (
          <Choice
            key={name}
            name={name}
            mails={review.mails[name]}
            seconds={review.mailSeconds[name]}
            isChosen={choice === name}
            onChoose={() => setChoice(name)}
          />
        ))}
      </fieldset>
      <OverrideList items={mailingItems(review)} overrides={overrides} onChange={setOverrides} />
      {problem ? <ErrorNotice error={problem} /> : null}
      <div className="confirm-row">
        <button type="button" className="button button-primary button-large" onClick={() => void confirm()}>
          {reviewTexts.confirm}
        </button>
        <span className="quiet">{reviewTexts.mails(confirmedMails)}</span>
      </div>
      <ReviewLists review={review} />
    </section>
  );
}

function Counts({ counts }: { counts: ReviewView['counts'] }) {
  const names = Object.keys(reviewTexts.counts) as (keyof ReviewView['counts'])[];
  return (
    <ul className="counts">
      {names
        .filter((name) => counts[name] > 0)
        .map((name) => (
          <li key={name}>
            <strong>{counts[name]}</strong> {reviewTexts.counts[name]}
          </li>
        ))}
    </ul>
  );
}

function Choice(props: {
  name: ReviewChoice;
  mails: ReviewView['mails']['quiet'];
  seconds: number;
  isChosen: boolean;
  onChoose: () => void;
}) {
  const { name, mails, seconds, isChosen, onChoose } = props;
  const { title, text } = reviewTexts.choices[name];
  return (
    <label className={isChosen ? 'choice choice-chosen' : 'choice'}>
      <input type="radio" name="choice" checked={isChosen} onChange={onChoose} />
      <span className="choice-text">
        <strong>{title}</strong>
        <span>{text}</span>
        <span className={mails.length > 0 ? 'mail-count' : 'quiet'}>
          {`${reviewTexts.mails(mails.length)}. ${reviewTexts.duration(seconds)}`.trim()}
        </span>
        {mails.length > 0 && isChosen ? <MailList mails={mails} /> : null}
      </span>
    </label>
  );
}
