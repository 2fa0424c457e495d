import './connection-banner.css';
import type { ConnectionState } from '@livechat/client/connection';
import type { Observable } from '@livechat/client/observable';
import { useEffect, useRef, useState } from 'react';
import { type Banner, bannerOf, quietMs } from './banner-of.ts';
import { useObservable } from './use-observable.ts';

/** Whether what is on the screen can be believed. */
export function ConnectionBanner({
  state: of,
  say,
}: {
  state: Observable<ConnectionState>;
  say(banner: Banner): string;
}) {
  const { state: newest } = useObservable(of);
  const isOnline = newest === 'online';
  // Each attempt would be another word, read aloud again and again: what failed once is offline until it is back.
  const hasFailed = useRef(false);
  hasFailed.current = newest === 'offline' || (hasFailed.current && newest === 'connecting');
  const state = hasFailed.current ? 'offline' : newest;
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
      {banner && say(banner)}
    </div>
  );
}
