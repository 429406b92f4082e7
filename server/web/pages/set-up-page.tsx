// The first start: the first administrator, proven by the set-up code that only the machine's owner can read.
import { useState } from 'react';
import type { SessionView } from '../../schemas/session.ts';
import { post, rememberSession } from '../api.ts';
import { formOf } from '../components/form-of.ts';
import { ErrorNotice } from '../components/notice.tsx';
import { texts } from '../texts.ts';

export function SetUpPage({ onDone }: { onDone: (session: SessionView) => void }) {
  const [error, setError] = useState<Error | null>(null);
  const submit = async (form: FormData) => {
    try {
      const body = Object.fromEntries(
        ['code', 'displayName', 'email', 'password'].map((name) => [name, form.get(name)]),
      );
      onDone(rememberSession(await post<SessionView>('/api/setup', body)));
    } catch (problem) {
      setError(problem as Error);
    }
  };
  return (
    <main className="card-page">
      <form className="card" onSubmit={(event) => void submit(formOf(event))}>
        <h1>{texts.setUp.title}</h1>
        <p className="quiet">{texts.setUp.intro}</p>
        {error ? <ErrorNotice error={error} /> : null}
        <label className="field">
          {texts.setUp.code}
          <input name="code" autoComplete="one-time-code" required />
        </label>
        <label className="field">
          {texts.setUp.name}
          <input name="displayName" autoComplete="name" required />
        </label>
        <label className="field">
          {texts.setUp.email}
          <input name="email" type="email" autoComplete="username" required />
        </label>
        <label className="field">
          {texts.setUp.password}
          <input name="password" type="password" autoComplete="new-password" minLength={10} required />
        </label>
        <button type="submit" className="button button-primary">
          {texts.setUp.submit}
        </button>
      </form>
    </main>
  );
}
