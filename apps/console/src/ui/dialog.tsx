import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useRef } from 'react';

/**
 * A dialog that is drawn while it is open, so that its code can come when it is first wanted. Mantine gives the focus
 * back only where the dialog stays in the tree; this one does it as it goes, unless something else has taken the focus.
 */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const before = useRef(document.activeElement);
  const isOpen = useRef(false);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
      setTimeout(() => {
        if (isOpen.current || (document.activeElement && document.activeElement !== document.body)) return;
        const { current } = before;
        const back = current instanceof HTMLElement && current.isConnected ? current : undefined;
        (back ?? document.getElementById('conversation'))?.focus({ preventScroll: true });
      });
    };
  }, []);
  return <Modal opened lockScroll={false} {...props} />;
}
