// General Settings → Integrations → Outlook Calendar.
import { useCallback, useRef, useState } from 'react';
import type { HandoverToken, OutlookSettings, OutlookSettingsChange } from '../../schemas/settings.ts';
import { get, post, put } from '../api.ts';
import { formOf } from '../components/form-of.ts';
import { ErrorNotice, Loading } from '../components/notice.tsx';
import { useLoaded } from '../components/use-loaded.ts';
import { pilotTexts } from '../outlook-texts.ts';
import { texts } from '../texts.ts';

export function SettingsPage() {
  const { value, error, reload } = useLoaded(useCallback(() => get<OutlookSettings>('/api/settings/outlook'), []));
  if (error) return <ErrorNotice error={error} onRetry={() => void reload()} />;
  if (!value) return <Loading />;
  return (
    <section className="page">
      <h1>{texts.settings.title}</h1>
      <h2>{texts.settings.section}</h2>
      <OutlookCard settings={value} onSaved={reload} />
      <HandoverCard baseUrl={new URL(value.redirectUri).origin} />
    </section>
  );
}

function OutlookCard({ settings, onSaved }: { settings: OutlookSettings; onSaved: () => Promise<void> }) {
  const [error, setError] = useState<Error | null>(null);
  const [message, setMessage] = useState('');
  const secretField = useRef<HTMLInputElement>(null);
  const run = async (action: () => Promise<unknown>, done: string) => {
    setError(null);
    setMessage('');
    try {
      await action();
      setMessage(done);
      await onSaved();
    } catch (problem) {
      setError(problem as Error);
    }
  };
  const save = (form: FormData) =>
    run(async () => {
      await put('/api/settings/outlook', changeFrom(form, settings));
      // Once stored, the secret has no business in the page any more.
      if (secretField.current) secretField.current.value = '';
    }, texts.settings.saved);
  return (
    <form className="card card-wide" onSubmit={(event) => void save(formOf(event))} aria-label={texts.settings.card}>
      <h3>{texts.settings.card}</h3>
      <label className="check">
        <input type="checkbox" name="active" defaultChecked={settings.active} /> {texts.settings.active}
      </label>
      <label className="field">
        {texts.settings.clientId}
        <input name="clientId" defaultValue={settings.clientId ?? ''} autoComplete="off" spellCheck={false} />
      </label>
      <label className="field">
        {texts.settings.clientSecret}
        <input
          ref={secretField}
          name="clientSecret"
          type="password"
          autoComplete="new-password"
          placeholder={settings.hasClientSecret ? texts.settings.secretKept : ''}
        />
      </label>
      {settings.secretExpiresAt ? (
        <p className="quiet">{texts.settings.secretExpires(new Date(settings.secretExpiresAt).toLocaleDateString())}</p>
      ) : null}
      <RedirectUri uri={settings.redirectUri} />
      <label className="check">
        <input type="checkbox" name="paused" defaultChecked={settings.paused} /> {texts.settings.paused}
      </label>
      <PilotFields pilot={settings.pilot} />
      {error ? <ErrorNotice error={error} /> : null}
      <p role="status" className="quiet">
        {message}
      </p>
      <footer className="dialog-footer">
        <button
          type="button"
          className="button"
          onClick={() => void run(() => post('/api/settings/outlook/test'), texts.settings.tested)}
        >
          {texts.settings.test}
        </button>
        <button type="submit" className="button button-primary">
          {texts.save}
        </button>
      </footer>
    </form>
  );
}

/** Only what was changed; an empty secret keeps the stored one. */
function changeFrom(form: FormData, before: OutlookSettings): OutlookSettingsChange {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const secret = text('clientSecret');
  const clientId = text('clientId');
  return {
    active: form.get('active') === 'on',
    paused: form.get('paused') === 'on',
    pilot: {
      active: form.get('pilotActive') === 'on',
      users: linesOf(text('pilotUsers')),
      recipients: linesOf(text('pilotRecipients')),
    },
    ...(clientId !== (before.clientId ?? '') ? { clientId } : {}),
    ...(secret === '' ? {} : { clientSecret: secret }),
  };
}

function linesOf(text: string): string[] {
  return text.split(/\s+/).filter((line) => line !== '');
}

function PilotFields({ pilot }: { pilot: OutlookSettings['pilot'] }) {
  return (
    <fieldset className="choices">
      <legend>{pilotTexts.title}</legend>
      <label className="check">
        <input type="checkbox" name="pilotActive" defaultChecked={pilot.active} /> {pilotTexts.active}
      </label>
      <label className="field">
        {pilotTexts.users}
        <textarea name="pilotUsers" rows={3} defaultValue={pilot.users.join('\n')} />
      </label>
      <label className="field">
        {pilotTexts.recipients}
        <textarea name="pilotRecipients" rows={3} defaultValue={pilot.recipients.join('\n')} />
      </label>
      <p className="quiet">{pilotTexts.hint}</p>
    </fieldset>
  );
}

function RedirectUri({ uri }: { uri: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="field">
      {texts.settings.redirectUri}
      <span className="copy-row">
        <code>{uri}</code>
        <button
          type="button"
          className="button"
          onClick={() => {
            void navigator.clipboard.writeText(uri).then(() => setCopied(true));
          }}
        >
          {isCopied ? texts.settings.copied : texts.settings.copy}
        </button>
      </span>
      <span className="quiet">{texts.settings.redirectHint}</span>
    </div>
  );
}

function HandoverCard({ baseUrl }: { baseUrl: string }) {
  const [token, setToken] = useState<HandoverToken | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const create = () => {
    post<HandoverToken>('/api/settings/handover-tokens').then(setToken, setError);
  };
  return (
    <div className="card card-wide">
      <h3>{texts.settings.handover}</h3>
      <p>{texts.settings.handoverText}</p>
      <pre>
        <code>{`npm run provision -- --server ${baseUrl}`}</code>
      </pre>
      {token ? (
        <p>
          <code className="token">{token.token}</code>
          <span className="quiet">
            {texts.settings.handoverExpires(new Date(token.expiresAt).toLocaleTimeString())}
          </span>
        </p>
      ) : null}
      {error ? <ErrorNotice error={error} /> : null}
      <button type="button" className="button" onClick={create}>
        {texts.settings.handoverToken}
      </button>
    </div>
  );
}
