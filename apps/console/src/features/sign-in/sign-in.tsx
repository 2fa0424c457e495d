import './sign-in.css';
import type { CallFailure } from '@livechat/client/answer';
import type { LoginSession } from '@livechat/client/login-session';
import type { ClientSettings } from '@livechat/ui/client-settings';
import { failureText } from '@livechat/ui/failure-text';
import { useObservable } from '@livechat/ui/use-observable';
import { Alert, Button, Paper, PasswordInput, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Until somebody has signed in, and when a sign-in has ended. */
export function SignIn({ session, company }: { session: LoginSession; company: ClientSettings }) {
  const { t } = useTranslation('signIn');
  const { state } = useObservable(session.state);
  const [failure, setFailure] = useState<CallFailure>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    const answer = await session.login({
      username: String(fields.get('username')),
      password: String(fields.get('password')),
      role: 'admin',
    });
    setBusy(false);
    setFailure(answer.ok ? undefined : answer);
  };

  return (
    <main className="sign-in">
      <Paper component="form" className="sign-in-card" onSubmit={submit} withBorder p="xl" radius="lg">
        <Title order={1} size="h3">
          {company.company.name}
        </Title>
        <p className="sign-in-lead">{t('lead')}</p>
        {failure ? (
          <Alert role="alert" variant="default" className="sign-in-failure">
            {failureText(t, failure)}
          </Alert>
        ) : (
          state === 'ended' && (
            <Alert role="status" variant="default">
              {t('ended')}
            </Alert>
          )
        )}
        <TextInput name="username" label={t('username')} autoComplete="username" required autoFocus mt="md" />
        <PasswordInput
          name="password"
          label={t('password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          required
          mt="sm"
        />
        <Button type="submit" loading={busy} fullWidth mt="lg">
          {t('signIn')}
        </Button>
      </Paper>
    </main>
  );
}
