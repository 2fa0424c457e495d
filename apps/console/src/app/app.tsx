import { accentFor, applyAccent } from '@livechat/tokens/accent';
import { directionOf } from '@livechat/ui/languages';
import { useObservable } from '@livechat/ui/use-observable';
import { DirectionProvider, MantineProvider, useDirection } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Console, ConsoleContext } from '../console/context.ts';
import { router } from './router.tsx';
import { speak } from './speech.ts';
import { openConsole, type Start } from './start.ts';
import { theme, variablesResolver } from './theme.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

// Neither is needed to see the list: they come beside it, or when somebody has to sign in.
const SignIn = lazy(async () => ({ default: (await import('../features/sign-in/sign-in.tsx')).SignIn }));
const Notifications = lazy(async () => ({ default: (await import('./notices.ts')).Notifications }));

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
    <DirectionProvider detectDirection={false}>
      <MantineProvider
        theme={theme}
        forceColorScheme={colours}
        cssVariablesResolver={variablesResolver}
        getStyleNonce={() => nonce}
      >
        <Direction of={directionOf(i18n.language)} />
        <Suspense>
          <Notifications position="bottom-center" />
        </Suspense>
        {state === 'signed-in' ? (
          <SignedIn start={start} />
        ) : (
          // What was kept is still being read: nothing is shown that is gone in a moment.
          state !== 'unknown' && (
            <Suspense>
              <SignIn session={session} company={company} />
            </Suspense>
          )
        )}
      </MantineProvider>
    </DirectionProvider>
  );
}

/** Menus open to the side that the language has them on. */
function Direction({ of }: { of: 'ltr' | 'rtl' }) {
  const { setDirection } = useDirection();
  // biome-ignore lint/correctness/useExhaustiveDependencies: Mantine makes the function anew each time
  useEffect(() => setDirection(of), [of]);
  return null;
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
      // What was said to one person is not for the next.
      notifications.clean();
      start.settings.ofPerson(undefined);
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
