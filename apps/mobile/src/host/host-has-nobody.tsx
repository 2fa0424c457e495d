import { useObservable } from '@livechat/ui/use-observable';
import { useTranslation } from 'react-i18next';
import { HostClose } from './host-close.tsx';
import type { HostApp } from './open-host.ts';

/** While the host has not said who it is, and where it has nobody for this app. */
export function HostHasNobody({ host, company }: { host: HostApp; company: string }) {
  const { t } = useTranslation('host');
  const { state } = useObservable(host.session.state);
  const why = !host.isAllowed
    ? 'notAllowed'
    : state === 'unknown'
      ? 'waiting'
      : state === 'ended'
        ? 'silent'
        : 'nobody';
  return (
    <div className="app">
      <header className="screen-head">
        <div className="screen-title">
          <h1 dir="auto">{company}</h1>
        </div>
        <HostClose />
      </header>
      <main className="state-of-screen">
        <p className="state-title" role="status">
          {t(why)}
        </p>
        {why === 'silent' && (
          <button type="button" className="button" onClick={() => host.session.begin()}>
            {t('retry')}
          </button>
        )}
      </main>
    </div>
  );
}
