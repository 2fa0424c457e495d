import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  onRetry(): void;
  /** The button is about to go with the focus on it. */
  onFocusLost(): void;
}

/** Above the first message, where one waits for older ones: they did not come. It is tried again by itself too. */
export function OlderFailed({ onRetry, onFocusLost }: Props) {
  const { t } = useTranslation('conversation');
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const { current } = button;
    return () => {
      if (current && document.activeElement === current) onFocusLost();
    };
  }, [onFocusLost]);
  return (
    <div className="older-failed">
      <p>{t('olderFailed')}</p>
      <button ref={button} type="button" className="link-button" onClick={onRetry}>
        {t('retry')}
      </button>
    </div>
  );
}
