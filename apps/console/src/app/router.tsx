import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ViewSearch } from '../console/view-search.ts';
import { ErrorState } from '../ui/state-of-screen.tsx';
import { Frame } from './frame.tsx';
import { Inbox } from './inbox.tsx';

const root = createRootRoute({ component: Frame, validateSearch: (search) => ViewSearch.parse(search) });
const home = createRoute({ getParentRoute: () => root, path: '/', component: Inbox });
const conversation = createRoute({
  getParentRoute: () => root,
  path: '/conversations/$conversationId',
  params: {
    // What is no number names no conversation: the list is shown, as at any address that there is not.
    parse: ({ conversationId }) => ({
      conversationId: z.coerce.number().int().positive().optional().catch(undefined).parse(conversationId),
    }),
    stringify: ({ conversationId }) => ({ conversationId: String(conversationId) }),
  },
  component: Inbox,
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-screen.tsx'), 'SettingsScreen'),
});

/** A defect of ours: what is around it stays, and a second try may go well. */
function Unexpected({ reset }: ErrorComponentProps) {
  const { t } = useTranslation('app');
  return <ErrorState title={t('unexpected')} onRetry={reset} />;
}

export const router = createRouter({
  routeTree: root.addChildren([home, conversation, settings]),
  basepath: '/console',
  notFoundMode: 'root',
  defaultNotFoundComponent: Inbox,
  defaultErrorComponent: Unexpected,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
