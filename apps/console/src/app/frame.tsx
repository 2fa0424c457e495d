import { ConnectionBanner } from '@livechat/ui/connection-banner.tsx';
import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../console/context.ts';
import { Shortcuts } from '../features/command-bar/shortcuts.tsx';
import { Alerts } from '../features/notifications/alerts.tsx';
import { Rail } from '../features/settings/rail.tsx';

/** What is around every screen. */
export function Frame() {
  const { t } = useTranslation('app');
  const { connection } = useConsole().client;
  return (
    <div className="frame">
      <a className="skip-link" href="#conversation">
        {t('skipToConversation')}
      </a>
      <Rail />
      <div className="frame-screen">
        <ConnectionBanner state={connection.state} say={(banner) => t(`notifications:${banner}`)} />
        <Outlet />
      </div>
      <Shortcuts />
      <Alerts />
    </div>
  );
}
