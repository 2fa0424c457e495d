import { ConnectionBanner } from '@livechat/ui/connection-banner.tsx';
import { useObservable } from '@livechat/ui/use-observable';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { Conversation } from '../features/conversation/conversation.tsx';
import { ConversationList } from '../features/conversation-list/conversation-list.tsx';
import { Alerts } from '../features/settings/alerts.tsx';
import { useHost } from '../host/context.ts';
import { TellUnread } from '../host/tell-unread.tsx';
import { basePath } from '../mobile/base-path.ts';
import { useMobile } from '../mobile/context.ts';
import type { Updates } from './keep-current.ts';
import { ScreenUnlessUnexpected } from './unexpected.tsx';

const NewConversation = lazy(async () => ({
  default: (await import('../features/new-conversation/new-conversation.tsx')).NewConversation,
}));
const Settings = lazy(async () => ({ default: (await import('../features/settings/settings.tsx')).Settings }));

/** One screen at a time, as on a phone; where there is room they stay as wide as is good to read. */
export function Screens({ updates }: { updates: Updates }) {
  const { t } = useTranslation('app');
  const { connection } = useMobile().client;
  const hook = useHost()?.navigation.hook;
  return (
    <Router base={basePath} {...(hook && { hook })}>
      <div className="app">
        <UpdateNotice updates={updates} />
        <ConnectionBanner state={connection.state} say={(banner) => t(`banner.${banner}`)} />
        <ScreenUnlessUnexpected>
          <Suspense>
            <Switch>
              <Route path="/" component={ConversationList} />
              <Route path="/new" component={NewConversation} />
              <Route path="/settings" component={Settings} />
              <Route path="/c/:ref">{({ ref }) => <OfConversation text={ref} />}</Route>
              <Route>
                <Redirect to="/" replace />
              </Route>
            </Switch>
          </Suspense>
        </ScreenUnlessUnexpected>
        <Alerts />
        <TellUnread />
        <FromOutside />
      </div>
    </Router>
  );
}

/** A number is a conversation's; all else names one that is still to be opened. */
function OfConversation({ text }: { text: string }) {
  const ref = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : text;
  return <Conversation key={text} conversation={ref} />;
}

function UpdateNotice({ updates }: { updates: Updates }) {
  const { t } = useTranslation('app');
  const isWaiting = useObservable(updates.isWaiting);
  if (!isWaiting) return null;
  return (
    <p className="update-notice" role="status">
      {t('newVersion')}{' '}
      <button type="button" className="link-button" onClick={updates.take}>
        {t('takeIt')}
      </button>
    </p>
  );
}

/** A note of the system was pressed: its conversation is shown in the window that is open. */
function FromOutside() {
  const [, navigate] = useLocation();
  useEffect(() => {
    const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
    const hear = ({ data }: MessageEvent) => {
      if (data?.type === 'open') navigate(String(data.path).slice(basePath.length) || '/');
    };
    workers?.addEventListener('message', hear);
    return () => workers?.removeEventListener('message', hear);
  }, [navigate]);
  return null;
}
