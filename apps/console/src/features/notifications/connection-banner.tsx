import './connection-banner.css';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { useObservable } from '../../console/use-observable.ts';
import { bannerOf, quietMs } from './banner-of.ts';

/** Whether what is on the screen can be believed. */
export function ConnectionBanner() {
  const { t } = useTranslation('notifications');
  const { state } = useObservable(useConsole().client.connection.state);
  const isOnline = state === 'online';
  const changed = useRef({ isOnline, at: performance.now(), wasShown: false });
  const [, lookAgain] = useState(0);
  if (changed.current.isOnline !== isOnline) {
    const { at, wasShown } = changed.current;
    const lasted = performance.now() - at >= quietMs;
    changed.current = { isOnline, at: performance.now(), wasShown: isOnline && (wasShown || lasted) };
  }
  const banner = bannerOf(state, performance.now() - changed.current.at, changed.current.wasShown);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each state has its own time until it is said, or has been
  useEffect(() => {
    const timer = setTimeout(() => lookAgain((count) => count + 1), quietMs + 20);
    return () => clearTimeout(timer);
  }, [isOnline]);
  return (
    <div role="status" className="connection-banner" data-banner={banner}>
      {banner && t(banner)}
    </div>
  );
}
