import type { LocalMessage } from '@livechat/client/local-message';
import { failureText } from '@livechat/ui/failure-text';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMobile } from '../../mobile/context.ts';

interface Props {
  local: Omit<LocalMessage, 'state'> & { state: string };
  /** Edit and delete are among what else can be done. */
  onMore(): void;
}

/** Why an own message was not taken, and what can be done; or when it is sent, with a limit that was reached. */
export function RefusedMessage({ local, onMore }: Props) {
  const { t } = useTranslation('conversation');
  const { outbox } = useMobile().client;
  const { refusal, waitsUntil, clientMessageId } = local;
  const seconds = useSecondsUntil(waitsUntil);
  if (seconds > 0) return <p className="waits">{t('sentIn', { count: seconds })}</p>;
  if (!refusal) return null;
  return (
    <div className="refused" role="alert">
      <p>
        {t('notSent')} {failureText(t, refusal)}
      </p>
      <div className="buttons">
        <button type="button" className="link-button" onClick={() => outbox.retry(clientMessageId)}>
          {t('retry')}
        </button>
        <button type="button" className="link-button" onClick={onMore}>
          {t('editOrDelete')}
        </button>
      </div>
    </div>
  );
}

function useSecondsUntil(until: number | undefined): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (until === undefined) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [until]);
  return until === undefined ? 0 : Math.max(0, Math.ceil((until - now) / 1_000));
}
