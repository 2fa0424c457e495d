import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ReadingState } from './reading.ts';

interface Props extends Pick<ReadingState, 'unseen' | 'isUnseenAbove'> {
  /** From the newest. */
  distance: 'none' | 'short' | 'long';
  onNewest(): void;
  onFirstUnseen(): void;
}

/** To the newest, with how many were not seen; or up to those, when one is at the newest already. */
export function ToNewest({ distance, unseen, isUnseenAbove, onNewest, onFirstUnseen }: Props) {
  const { t } = useTranslation('conversation');
  const isUp = distance === 'none' && isUnseenAbove && unseen > 0;
  if (!isUp && distance !== 'long' && (distance === 'none' || unseen === 0)) return null;
  const Icon = isUp ? IconArrowUp : IconArrowDown;
  return (
    <button type="button" className="to-newest" onClick={isUp ? onFirstUnseen : onNewest}>
      {unseen > 0 ? t('newMessages', { count: unseen }) : t('toNewest')}
      <Icon size={18} aria-hidden />
    </button>
  );
}
