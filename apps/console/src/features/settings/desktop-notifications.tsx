import { useObservable } from '@livechat/ui/use-observable';
import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';

type Permission = NotificationPermission | 'unsupported';

/** The browser asks the person too, once; what they said there stands beside the switch. */
export function DesktopNotifications() {
  const { t } = useTranslation('settings');
  const { settings } = useConsole();
  const { desktopNotifications } = useObservable(settings);
  const [permission, setPermission] = useState<Permission>(() =>
    'Notification' in globalThis ? Notification.permission : 'unsupported',
  );
  const isPossible = permission === 'granted' || permission === 'default';
  const turn = async (isOn: boolean) => {
    if (isOn && permission === 'default') {
      const answer = await Notification.requestPermission();
      setPermission(answer);
      if (answer !== 'granted') return;
    }
    settings.change({ desktopNotifications: isOn });
  };
  return (
    <Switch
      label={t('desktop')}
      description={isPossible ? t('desktopMeans') : t(`desktopNot.${permission}`)}
      checked={desktopNotifications && permission === 'granted'}
      disabled={!isPossible}
      onChange={({ currentTarget: { checked } }) => turn(checked)}
    />
  );
}
