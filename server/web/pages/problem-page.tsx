// What went wrong on the way back from Microsoft: cause, next step, and the code to quote.
import { texts } from '../texts.ts';

export function ProblemPage() {
  const query = new URLSearchParams(location.search);
  return (
    <main className="card-page">
      <div className="card" role="alert">
        <h1>{texts.problem.title}</h1>
        <h2>{texts.problem.cause}</h2>
        <p>{query.get('cause')}</p>
        <h2>{texts.problem.next}</h2>
        <p>{query.get('nextStep')}</p>
        <p className="quiet">{`${texts.problem.code}: ${query.get('code') ?? ''}`}</p>
        <a className="button button-primary" href="/">
          {texts.problem.back}
        </a>
      </div>
    </main>
  );
}
