import './rail.css';
import { ActionIcon, Menu } from '@mantine/core';
import { IconLogout, IconMessages, IconMoon, IconSun } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { type Language, languages } from '../../console/personal-settings.ts';
import { useObservable } from '../../console/use-observable.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';

/** Each in its own words, for who cannot read the one that is set. */
const names: Record<Language, string> = { en: 'English', de: 'Deutsch', ar: 'العربية' };

/** The way around, and what is one's own: theme, language, signing out. */
export function Rail() {
  const { t } = useTranslation('settings');
  const { principal, settings, session, company } = useConsole();
  const { theme } = useObservable(settings);
  const next = theme === 'dark' ? 'light' : 'dark';
  return (
    <nav className="rail" aria-label={company.company.name}>
      <Link to="/" className="rail-link" aria-label={t('conversations')} title={t('conversations')}>
        <IconMessages size={22} aria-hidden />
      </Link>
      <span className="rail-space" />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t(next)}
        title={t(next)}
        onClick={() => settings.change({ theme: next })}
      >
        {next === 'dark' ? <IconMoon size={20} aria-hidden /> : <IconSun size={20} aria-hidden />}
      </ActionIcon>
      <Menu position="right-end">
        <Menu.Target>
          <button type="button" className="rail-me" aria-label={t('me', { name: principal.displayName })}>
            <PersonAvatar name={principal.displayName} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{principal.displayName}</Menu.Label>
          {languages.map((language) => (
            <Menu.Item key={language} lang={language} onClick={() => settings.change({ language })}>
              {names[language]}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => session.logout()}>
            {t('signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
