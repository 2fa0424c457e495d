import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../console/actions.ts';
import { useConsole } from '../../console/context.ts';

/** Ways that are open from everywhere. */
export function useNavigationActions(): void {
  const { t } = useTranslation('commandBar');
  const { actions } = useConsole();
  const navigate = useNavigate();
  const tabs = ['mine', 'unassigned', 'all'] as const;
  useActions(actions, [
    ...tabs.map((tab) => ({
      id: `go.${tab}`,
      section: 'navigation' as const,
      label: t(`go.${tab}`),
      run: () => navigate({ to: '/', search: tab === 'all' ? {} : { tab } }),
    })),
    { id: 'go.settings', section: 'navigation', label: t('go.settings'), run: () => navigate({ to: '/settings' }) },
  ]);
}
