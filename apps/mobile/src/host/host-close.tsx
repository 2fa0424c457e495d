import { IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useHost } from './context.ts';

/** Where the host asked for it: a button that closes the app, and Escape, unless that closes something within. */
export function HostClose() {
  const { t } = useTranslation('host');
  const host = useHost();
  useEffect(() => {
    if (!host?.hasClose) return;
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
      if (!document.querySelector('dialog[open]')) host.tell({ type: 'close' });
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [host]);
  if (!host?.hasClose) return null;
  return (
    <button type="button" className="icon-button" aria-label={t('close')} onClick={() => host.tell({ type: 'close' })}>
      <IconX size={24} aria-hidden />
    </button>
  );
}
