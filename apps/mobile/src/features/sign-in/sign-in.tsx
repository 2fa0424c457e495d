import './sign-in.css';
import type { CallFailure } from '@livechat/client/answer';
import type { LoginSession } from '@livechat/client/login-session';
import type { ClientSettings } from '@livechat/ui/client-settings';
import { failureText } from '@livechat/ui/failure-text';
import { useObservable } from '@livechat/ui/use-observable';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Until somebody has signed in, and when a sign-in has ended. */
export function SignIn({ session, company }: { session: LoginSession; company: ClientSettings }) {
  const { t } = useTranslation('signIn');
  const { state } = useObservable(session.state);
  const [failure, setFailure] = useState<CallFailure>();
  const [isBusy, setBusy] = useState(false);
  const [isShown, setShown] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    const answer = await session.login({
      username: String(fields.get('username')),
      password: String(fields.get('password')),
      role: 'user',
    });
    setBusy(false);
    setFailure(answer.ok ? undefined : answer);
  };

  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={submit}>
        <h1>{company.company.name}</h1>
        <p className="sign-in-lead">{t('lead')}</p>
        {failure ? (
          <p role="alert" className="note" data-kind="danger">
            {failureText(t, failure)}
          </p>
        ) : (
          state === 'ended' && (
            <p role="status" className="note">
              {t('ended')}
            </p>
          )
        )}
        <label className="field">
          <span>{t('username')}</span>
          <input
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={100}
          />
        </label>
        <label className="field">
          <span>{t('password')}</span>
          <span className="field-with-button">
            <input
              name="password"
              type={isShown ? 'text' : 'password'}
              autoComplete="current-password"
              required
              maxLength={200}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={t('showPassword')}
              aria-pressed={isShown}
              onClick={() => setShown(!isShown)}
            >
              {isShown ? <IconEyeOff size={22} aria-hidden /> : <IconEye size={22} aria-hidden />}
            </button>
          </span>
        </label>
        <button type="submit" className="button" data-kind="primary" disabled={isBusy}>
          {t('signIn')}
        </button>
      </form>
    </main>
  );
}
