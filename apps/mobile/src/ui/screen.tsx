import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { HostClose } from '../host/host-close.tsx';

interface Props {
  title: ReactNode;
  /** Below the title, in small letters. */
  note?: ReactNode;
  /** Where the arrow leads; without one this is where everything begins. */
  back?: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A screen with its head. */
export function Screen({ title, note, back, actions, children }: Props) {
  const { t } = useTranslation('app');
  return (
    <>
      <header className="screen-head">
        {back !== undefined && (
          <Link href={back} className="icon-button" aria-label={t('back')}>
            <IconArrowLeft className="flips" size={24} aria-hidden />
          </Link>
        )}
        <div className="screen-title">
          <h1 dir="auto">{title}</h1>
          {note && <p className="screen-note">{note}</p>}
        </div>
        {actions}
        <HostClose />
      </header>
      {children}
    </>
  );
}
