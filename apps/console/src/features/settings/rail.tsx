import './rail.css';
import { languages } from '@livechat/ui/languages';
import { PersonAvatar } from '@livechat/ui/person-avatar.tsx';
import { shownName } from '@livechat/ui/shown-text';
import { useObservable } from '@livechat/ui/use-observable';
import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { IconCommand, IconLogout, IconMessages, IconMoon, IconSettings, IconSun } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';
import { themes } from '../../console/personal-settings.ts';
import { languageNames } from './language-names.ts';

/** The way around, and what is one's own: theme, language, signing out. */
export function Rail() {
  const { t } = useTranslation('settings');
  const { principal, settings, session, company, actions } = useConsole();
  const { theme, language } = useObservable(settings);
  const isInSettings = useRouterState({ select: ({ location }) => location.pathname === '/settings' });
  const { colorScheme } = useMantineColorScheme();
  const next = colorScheme === 'dark' ? 'light' : 'dark';
  const section = 'settings' as const;
  useActions(actions, [
    ...themes
      .filter((one) => one !== theme)
      .map((one) => ({
        id: `theme.${one}`,
        section,
        label: `${t('theme')}: ${t(`themes.${one}`)}`,
        run: () => settings.change({ theme: one }),
      })),
    ...languages
      .filter((one) => one !== language)
      .map((one) => ({
        id: `language.${one}`,
        section,
        label: `${t('language')}: ${languageNames[one]}`,
        run: () => settings.change({ language: one }),
      })),
    { id: 'session.signOut', section, label: t('signOut'), run: () => session.logout() },
  ]);
  const place = (to: '/' | '/settings', isHere: boolean, label: string, icon: typeof IconMessages) => {
    const Icon = icon;
    return (
      <Link to={to} className="rail-link" aria-label={label} title={label} aria-current={isHere ? 'page' : undefined}>
        <Icon size={22} aria-hidden />
      </Link>
    );
  };
  return (
    <nav className="rail" aria-label={company.company.name}>
      {place('/', !isInSettings, t('conversations'), IconMessages)}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('commands')}
        title={t('commands')}
        onClick={() => actions.run('console.commands')}
      >
        <IconCommand size={20} aria-hidden />
      </ActionIcon>
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
      {place('/settings', isInSettings, t('settings'), IconSettings)}
      <Menu position="right-end">
        <Menu.Target>
          <button type="button" className="rail-me" aria-label={t('me', { name: principal.displayName })}>
            <PersonAvatar name={principal.displayName} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label dir="auto">{shownName(principal.displayName)}</Menu.Label>
          {languages.map((one) => (
            <Menu.Item key={one} lang={one} onClick={() => settings.change({ language: one })}>
              {languageNames[one]}
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
