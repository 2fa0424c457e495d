import { accentFor, applyAccent } from '@livechat/tokens/accent';
import { MantineProvider } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Console, ConsoleContext } from '../console/context.ts';
import { useObservable } from '../console/use-observable.ts';
import { SignIn } from '../features/sign-in/sign-in.tsx';
import { directionOf, speak } from './languages.ts';
import { router } from './router.tsx';
import { openConsole, type Start } from './start.ts';
import { theme, variablesResolver } from './theme.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

export function App({ start }: { start: Start }) {
  const { session, settings, company } = start;
  const { theme: chosen, language } = useObservable(settings);
  const { state } = useObservable(session.state);
  const isDark = useMediaQuery('(prefers-color-scheme: dark)', undefined, { getInitialValueInEffect: false });
  const colours = chosen === 'auto' ? (isDark ? 'dark' : 'light') : chosen;
  const { i18n } = useTranslation();

  useLayoutEffect(() => {
    document.documentElement.dataset.theme = colours;
    const accent = company.company.accentColor && accentFor(colours, company.company.accentColor);
    if (accent) applyAccent(document.documentElement, accent);
  }, [colours, company]);
  useEffect(() => {
    speak(language);
  }, [language]);

  return (
    <MantineProvider
      theme={{ ...theme, other: { direction: directionOf(i18n.language) } }}
      forceColorScheme={colours}
      cssVariablesResolver={variablesResolver}
      getStyleNonce={() => nonce}
    >
      <Notifications position="bottom-center" />
      {state === 'signed-in' ? <SignedIn start={start} /> : <SignIn session={session} company={company} />}
    </MantineProvider>
  );
}

function SignedIn({ start }: { start: Start }) {
  const [opened, setOpened] = useState<Console>();
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 10_000 } } }));
  useEffect(() => {
    const made = openConsole(start);
    // Who is no member of staff has nothing to see here; the sign-in screen says so.
    if (!made) {
      start.session.logout();
      return;
    }
    start.settings.ofPerson(`admin:${made.principal.id}`);
    setOpened(made);
    return () => {
      made.close();
      setOpened(undefined);
    };
  }, [start]);
  if (!opened) return null;
  return (
    <ConsoleContext value={opened}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConsoleContext>
  );
}
