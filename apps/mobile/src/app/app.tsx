import { accentFor, applyAccent } from '@livechat/tokens/accent';
import { useObservable } from '@livechat/ui/use-observable';
import { lazy, Suspense, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { HostContext } from '../host/context.ts';
import { HostHasNobody } from '../host/host-has-nobody.tsx';
import { type Mobile, MobileContext } from '../mobile/context.ts';
import type { Updates } from './keep-current.ts';
import { Screens } from './screens.tsx';
import { speak } from './speech.ts';
import { openMobile, type Start } from './start.ts';

// Not needed to see one's conversations: it comes when somebody has to sign in.
const SignIn = lazy(async () => ({ default: (await import('../features/sign-in/sign-in.tsx')).SignIn }));

const dark = matchMedia('(prefers-color-scheme: dark)');
const onColours = (listener: () => void) => {
  dark.addEventListener('change', listener);
  return () => dark.removeEventListener('change', listener);
};

export function App({ start, updates }: { start: Start; updates: Updates }) {
  const { session, login, host, settings, company } = start;
  const chosen = useObservable(settings);
  const look = useObservable(start.look);
  const theme = chosen.theme === 'auto' ? look.theme : chosen.theme;
  const language = chosen.language === 'auto' ? look.language : chosen.language;
  const signedIn = useObservable(session.state);
  const isDark = useSyncExternalStore(onColours, () => dark.matches);
  const colours = theme === 'auto' ? (isDark ? 'dark' : 'light') : theme;

  useLayoutEffect(() => {
    document.documentElement.dataset.theme = colours;
    const accent = company.company.accentColor && accentFor(colours, company.company.accentColor);
    if (accent) applyAccent(document.documentElement, accent);
  }, [colours, company]);
  // Not with the colours: by then the count may stand before it.
  useLayoutEffect(() => {
    document.title = company.company.name;
  }, [company]);
  useEffect(() => {
    speak(language);
  }, [language]);

  if (signedIn.state === 'signed-in')
    return (
      <HostContext value={host}>
        <SignedIn key={signedIn.sender} start={start} sender={signedIn.sender} updates={updates} />
      </HostContext>
    );
  if (host)
    return (
      <HostContext value={host}>
        <HostHasNobody host={host} company={company.company.name} />
      </HostContext>
    );
  // What was kept is still being read: nothing is shown that is gone in a moment.
  if (signedIn.state === 'unknown' || !login) return null;
  return (
    <Suspense>
      <SignIn session={login} company={company} />
    </Suspense>
  );
}

function SignedIn({ start, sender, updates }: { start: Start; sender: string; updates: Updates }) {
  const [opened, setOpened] = useState<Mobile>();
  useEffect(() => {
    const made = openMobile(start, sender);
    start.settings.ofPerson(sender);
    setOpened(made);
    return () => {
      start.settings.ofPerson(undefined);
      made.close();
      setOpened(undefined);
    };
  }, [start, sender]);
  if (!opened) return null;
  return (
    <MobileContext value={opened}>
      <Screens updates={updates} />
    </MobileContext>
  );
}
