// Signing in with e-mail address and password.
import { useState } from 'react';
import type { SessionView } from '../../schemas/session.ts';
import { post, rememberSession } from '../api.ts';
import { formOf } from '../components/form-of.ts';
import { ErrorNotice } from '../components/notice.tsx';
import { texts } from '../texts.ts';

export function SignInPage({ onDone }: { onDone: (session: SessionView) => void }) {
  const [error, setError] = useState<Error | null>(null);
  const submit = async (form: FormData) => {
    try {
      const body = { email: form.get('email'), password: form.get('password') };
      onDone(rememberSession(await post<SessionView>('/api/session', body)));
    } catch (problem) {
      setError(problem as Error);
    }
  };
  return (
    <main className="card-page">
      <form className="card" onSubmit={(event) => void submit(formOf(event))}>
        <h1>{texts.signIn.title}</h1>
        {error ? <ErrorNotice error={error} /> : null}
        <label className="field">
          {texts.signIn.email}
          <input name="email" type="email" autoComplete="username" required />
        </label>
        <label className="field">
          {texts.signIn.password}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <button type="submit" className="button button-primary">
          {texts.signIn.submit}
        </button>
      </form>
    </main>
  );
}
