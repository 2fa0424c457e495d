import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CommandBar } from '../features/command-bar/command-bar.tsx';
import { Shortcuts } from '../features/command-bar/shortcuts.tsx';
import { Alerts } from '../features/notifications/alerts.tsx';
import { ConnectionBanner } from '../features/notifications/connection-banner.tsx';
import { Rail } from '../features/settings/rail.tsx';

/** What is around every screen. */
export function Frame() {
  const { t } = useTranslation('app');
  return (
    <div className="frame">
      <a className="skip-link" href="#conversation">
        {t('skipToConversation')}
      </a>
      <Rail />
      <div className="frame-screen">
        <ConnectionBanner />
        <Outlet />
      </div>
      <CommandBar />
      <Shortcuts />
      <Alerts />
    </div>
  );
}
