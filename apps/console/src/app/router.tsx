import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { z } from 'zod';
import { ViewSearch } from '../console/view-search.ts';
import { Frame } from './frame.tsx';
import { Inbox } from './inbox.tsx';

const root = createRootRoute({ component: Frame, validateSearch: (search) => ViewSearch.parse(search) });
const home = createRoute({ getParentRoute: () => root, path: '/', component: Inbox });
const conversation = createRoute({
  getParentRoute: () => root,
  path: '/conversations/$conversationId',
  params: {
    parse: ({ conversationId }) => ({ conversationId: z.coerce.number().int().positive().parse(conversationId) }),
    stringify: ({ conversationId }) => ({ conversationId: String(conversationId) }),
  },
  component: Inbox,
});

export const router = createRouter({
  routeTree: root.addChildren([home, conversation]),
  basepath: '/console',
  notFoundMode: 'root',
  defaultNotFoundComponent: Inbox,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
