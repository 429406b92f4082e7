// The frame of every page: who is signed in, which page the address names, and the navigation between them.
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import type { SessionView } from '../schemas/session.ts';
import { readSession, remove } from './api.ts';
import { ErrorNotice, Loading } from './components/notice.tsx';
import { OutlookButton } from './components/outlook-button.tsx';
import { navigate, usePath } from './navigation.ts';
import { CalendarPage } from './pages/calendar-page.tsx';
import { ProblemPage } from './pages/problem-page.tsx';
import { SetUpPage } from './pages/set-up-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { texts } from './texts.ts';

const ReviewPage = lazy(async () => ({ default: (await import('./pages/review-page.tsx')).ReviewPage }));
const OutlookPage = lazy(async () => ({ default: (await import('./pages/outlook-page.tsx')).OutlookPage }));
const SettingsPage = lazy(async () => ({ default: (await import('./pages/settings-page.tsx')).SettingsPage }));
const ConflictsPage = lazy(async () => ({ default: (await import('./pages/conflicts-page.tsx')).ConflictsPage }));
const ActivityPage = lazy(async () => ({ default: (await import('./pages/activity-page.tsx')).ActivityPage }));

export function App() {
  const [session, setSession] = useState<SessionView | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const load = useCallback(() => {
    readSession().then(setSession, setError);
  }, []);
  useEffect(load, [load]);
  if (error) return <ErrorNotice error={error} onRetry={load} />;
  if (!session) return <Loading />;
  if (location.pathname === '/outlook/problem') return <ProblemPage />;
  if (session.setUpNeeded) return <SetUpPage onDone={setSession} />;
  if (!session.user) return <SignInPage onDone={setSession} />;
  return <SignedIn user={session.user} />;
}

function SignedIn({ user }: { user: NonNullable<SessionView['user']> }) {
  const path = usePath();
  return (
    <div className="app">
      <header className="app-header">
        <a className="brand" href="/" onClick={navigate}>
          {texts.product}
        </a>
        <nav aria-label={texts.product}>
          <NavLink href="/" path={path} text={texts.nav.calendar} />
          <NavLink href="/archive" path={path} text={texts.nav.archive} />
          <NavLink href="/activity" path={path} text={texts.nav.activity} />
          {user.role === 'administrator' ? <NavLink href="/settings" path={path} text={texts.nav.settings} /> : null}
        </nav>
        <div className="app-header-end">
          <OutlookButton />
          <button type="button" className="button button-quiet" title={user.email} onClick={() => void signOut()}>
            {texts.signOut}
          </button>
        </div>
      </header>
      <main className="app-main">
        <Suspense fallback={<Loading />}>
          <Page path={path} />
        </Suspense>
      </main>
    </div>
  );
}

function Page({ path }: { path: string }) {
  switch (path) {
    case '/archive':
      return <CalendarPage key="archive" archived />;
    case '/conflicts':
      return <ConflictsPage />;
    case '/activity':
      return <ActivityPage />;
    case '/settings':
      return <SettingsPage />;
    case '/outlook':
      return <OutlookPage />;
    case '/outlook/review':
      return <ReviewPage />;
    default:
      return <CalendarPage key="calendar" archived={false} />;
  }
}

function NavLink({ href, path, text }: { href: string; path: string; text: string }) {
  return (
    <a href={href} aria-current={href === path ? 'page' : undefined} onClick={navigate}>
      {text}
    </a>
  );
}

async function signOut(): Promise<void> {
  await remove('/api/session');
  location.assign('/');
}
