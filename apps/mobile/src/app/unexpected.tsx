import { ErrorBoundary } from '@livechat/ui/error-boundary.tsx';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useMobile } from '../mobile/context.ts';
import { Screen } from '../ui/screen.tsx';
import { StateOfScreen } from '../ui/state-of-screen.tsx';

/** Around the whole app. What was written is kept apart from what is drawn, so a second try loses nothing. */
export function UnlessUnexpected({ children }: { children: ReactNode }) {
  return <ErrorBoundary instead={(retry) => <Unexpected onRetry={retry} />}>{children}</ErrorBoundary>;
}

/** Around one screen: the others stay in reach. */
export function ScreenUnlessUnexpected({ children }: { children: ReactNode }) {
  const [place] = useLocation();
  const { company } = useMobile().company;
  const instead = (retry: () => void) => (
    <Screen title={company.name} back="/">
      <Unexpected onRetry={retry} />
    </Screen>
  );
  return (
    <ErrorBoundary place={place} instead={instead}>
      {children}
    </ErrorBoundary>
  );
}

function Unexpected({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation('app');
  return (
    <main>
      <div role="alert">
        <StateOfScreen title={t('unexpected')}>
          <button type="button" className="button" onClick={onRetry}>
            {t('retry')}
          </button>
        </StateOfScreen>
      </div>
    </main>
  );
}
