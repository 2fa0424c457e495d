import type { OpenConversation } from '@livechat/client/open-conversation';
import { failureText } from '@livechat/ui/failure-text';
import { useObservable } from '@livechat/ui/use-observable';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMobile } from '../../mobile/context.ts';

/** A slow network has shown something by then. */
const saidAfterMs = 5_000;

interface Props {
  open: OpenConversation;
  /** The button is about to go with the focus on it. */
  onFocusLost(): void;
}

/** Before the first messages are there. It is tried by itself for as long as it takes, but nobody is left to guess that. */
export function StillLoading({ open, onFocusLost }: Props) {
  const { t } = useTranslation('conversation');
  const { state } = useObservable(useMobile().client.connection.state);
  const [tries, setTries] = useState(0);
  const [isLong, setLong] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try has its time
  useEffect(() => {
    setLong(false);
    const timer = setTimeout(setLong, saidAfterMs, true);
    return () => clearTimeout(timer);
  }, [tries]);
  const isOffered = isLong || tries > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the button comes later
  useLayoutEffect(() => {
    const { current } = button;
    return () => {
      if (current && document.activeElement === current) onFocusLost();
    };
  }, [isOffered, onFocusLost]);
  const why = state === 'online' ? 'UNAVAILABLE' : 'UNREACHABLE';
  return (
    <>
      <div aria-hidden className="message-skeleton">
        <div className="skeleton" />
        <div className="skeleton" data-side="own" />
        <div className="skeleton" />
      </div>
      <div className="still-loading" role="status">
        {isLong && <p>{failureText(t, { code: why, detail: '' })}</p>}
      </div>
      {/* It stays while it tries, and with it the focus; the words go and come, so that they are heard again. */}
      {isOffered && (
        <button
          ref={button}
          type="button"
          className="button"
          onClick={() => {
            setTries(tries + 1);
            open.check();
          }}
        >
          {t('retry')}
        </button>
      )}
    </>
  );
}
