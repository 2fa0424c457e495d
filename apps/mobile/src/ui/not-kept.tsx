import { useObservable } from '@livechat/ui/use-observable';
import { useTranslation } from 'react-i18next';
import { useMobile } from '../mobile/context.ts';

/** Where one writes, while the device keeps nothing: what is sent goes out all the same, as long as the app is open. */
export function NotKept() {
  const { t } = useTranslation('app');
  const isKept = useObservable(useMobile().isKept);
  return (
    <p className="not-kept" role="status">
      {!isKept && t('notKept')}
    </p>
  );
}
