import './settings.css';
import { languages } from '@livechat/ui/languages';
import { useObservable } from '@livechat/ui/use-observable';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMobile } from '../../mobile/context.ts';
import { themes } from '../../mobile/personal-settings.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Screen } from '../../ui/screen.tsx';

/** In its own words each: whoever does not read this page finds theirs. */
const languageNames = { en: 'English', de: 'Deutsch', ar: 'العربية' };

/** What a person chose for themselves, on this device; each choice holds at once. */
export function Settings() {
  const { t } = useTranslation('settings');
  const { settings, login, client, isKept } = useMobile();
  const { theme, language, notifications } = useObservable(settings);
  const unsent = useObservable(client.outbox.messages);
  const staysHere = useObservable(isKept);
  const [permission, setPermission] = useState<NotificationPermission | 'none'>(() => permissionNow());
  const [isLeaving, setLeaving] = useState(false);
  const leave = async () => {
    await login?.logout();
    // What was loaded is forgotten on this device.
    await client.flush();
  };

  const notify = async (wanted: boolean) => {
    if (wanted && permission === 'default') setPermission(await Notification.requestPermission());
    settings.change({ notifications: wanted && Notification.permission === 'granted' });
  };

  return (
    <Screen title={t('title')} back="/">
      <main className="screen-body settings">
        <label className="field">
          <span>{t('theme')}</span>
          <select
            value={theme}
            onChange={({ currentTarget: { value } }) => {
              const chosen = themes.find((one) => one === value);
              if (chosen) settings.change({ theme: chosen });
            }}
          >
            {themes.map((value) => (
              <option key={value} value={value}>
                {t(`themes.${value}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('language')}</span>
          <select
            value={language}
            onChange={({ currentTarget: { value } }) => {
              const chosen = ([...languages, 'auto'] as const).find((one) => one === value);
              if (chosen) settings.change({ language: chosen });
            }}
          >
            <option value="auto">{t('asDevice')}</option>
            {languages.map((value) => (
              <option key={value} value={value}>
                {languageNames[value]}
              </option>
            ))}
          </select>
        </label>
        <label className="switch">
          <input
            type="checkbox"
            checked={notifications && permission === 'granted'}
            disabled={permission === 'none' || permission === 'denied'}
            aria-describedby="notifications-hint"
            onChange={({ currentTarget: { checked } }) => notify(checked)}
          />
          <span>{t('notifications')}</span>
        </label>
        <p className="field-hint" id="notifications-hint">
          {t(permission === 'denied' || permission === 'none' ? `notifications_${permission}` : 'notificationsHint')}
        </p>
        {login && (
          <button type="button" className="button" onClick={() => (unsent.length > 0 ? setLeaving(true) : leave())}>
            {t('signOut')}
          </button>
        )}
        {isLeaving && (
          <Dialog title={t('signOut')} onClose={() => setLeaving(false)}>
            <p>{t(staysHere ? 'unsentStays' : 'unsentGoes', { count: unsent.length })}</p>
            <div className="buttons">
              <button type="button" className="button" data-kind="primary" onClick={leave}>
                {t('signOut')}
              </button>
              <button type="button" className="button" onClick={() => setLeaving(false)}>
                {t('cancel')}
              </button>
            </div>
          </Dialog>
        )}
      </main>
    </Screen>
  );
}

/** A web view may have no notes at all. */
function permissionNow(): NotificationPermission | 'none' {
  return 'Notification' in globalThis ? Notification.permission : 'none';
}
