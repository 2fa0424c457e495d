import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Shortcuts } from '../features/command-bar/shortcuts.tsx';
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
      <Shortcuts />
    </div>
  );
}
