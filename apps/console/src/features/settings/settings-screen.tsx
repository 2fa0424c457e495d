import './settings-screen.css';
import { languages } from '@livechat/ui/languages';
import { useObservable } from '@livechat/ui/use-observable';
import { Button, NativeSelect, Switch, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { alertsFor, themes } from '../../console/personal-settings.ts';
import { playTone } from '../../console/tone.ts';
import { DesktopNotifications } from './desktop-notifications.tsx';
import { languageNames } from './language-names.ts';
import { ShortcutKeys } from './shortcut-keys.tsx';

/** What a person chose for themselves, on this device; each choice holds at once. */
export function SettingsScreen() {
  const { t } = useTranslation('settings');
  const { settings, principal } = useConsole();
  const { theme, language, enterSends, sound, alerts, shortcutsOn } = useObservable(settings);
  const pick = <Value extends string>(values: readonly Value[], value: string, take: (chosen: Value) => void) => {
    const chosen = values.find((one) => one === value);
    if (chosen) take(chosen);
  };
  return (
    <main className="settings scrolls" id="conversation" tabIndex={-1}>
      <div className="settings-page">
        <Title order={1} size="h3">
          {t('title')}
        </Title>
        <Text c="dimmed" size="sm">
          {t('whose', { name: principal.displayName })}
        </Text>
        <Section title={t('look')}>
          <NativeSelect
            label={t('theme')}
            value={theme}
            data={themes.map((value) => ({ value, label: t(`themes.${value}`) }))}
            onChange={({ currentTarget: { value } }) =>
              pick(themes, value, (chosen) => settings.change({ theme: chosen }))
            }
          />
          <NativeSelect
            label={t('language')}
            value={language}
            data={[
              { value: 'auto', label: t('asBrowser') },
              ...languages.map((value) => ({ value, label: languageNames[value] })),
            ]}
            onChange={({ currentTarget: { value } }) =>
              pick([...languages, 'auto'], value, (chosen) => settings.change({ language: chosen }))
            }
          />
        </Section>
        <Section title={t('writing')}>
          <Switch
            label={t('enterSends')}
            description={enterSends ? t('enterSendsOn') : t('enterSendsOff')}
            checked={enterSends}
            onChange={({ currentTarget: { checked } }) => settings.change({ enterSends: checked })}
          />
        </Section>
        <Section title={t('alerts')}>
          <NativeSelect
            label={t('alertsFor')}
            value={alerts}
            data={alertsFor.map((value) => ({ value, label: t(`alertsOf.${value}`) }))}
            onChange={({ currentTarget: { value } }) =>
              pick(alertsFor, value, (chosen) => settings.change({ alerts: chosen }))
            }
          />
          <div className="settings-row">
            <Switch
              label={t('sound')}
              checked={sound}
              onChange={({ currentTarget: { checked } }) => settings.change({ sound: checked })}
            />
            <Button size="compact-sm" variant="default" onClick={playTone}>
              {t('tryIt')}
            </Button>
          </div>
          <DesktopNotifications />
        </Section>
        <Section title={t('keys')}>
          <Switch
            label={t('shortcutsOn')}
            description={t('shortcutsOnMeans')}
            checked={shortcutsOn}
            onChange={({ currentTarget: { checked } }) => settings.change({ shortcutsOn: checked })}
          />
          <ShortcutKeys />
        </Section>
      </div>
    </main>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="settings-section">
      <Title order={2} size="h5" id={id}>
        {title}
      </Title>
      {children}
    </section>
  );
}
