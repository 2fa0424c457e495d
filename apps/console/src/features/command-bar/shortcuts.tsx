import { Kbd, Modal, Table } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { actionOf, defaultShortcuts } from '../../console/shortcuts.ts';
import { useObservable } from '../../console/use-observable.ts';

/** Keys do what is offered now; `?` shows them. */
export function Shortcuts() {
  const { t } = useTranslation('commandBar');
  const { actions, settings } = useConsole();
  const { shortcutsOn, shortcuts } = useObservable(settings);
  const [isHelpOpen, setHelpOpen] = useState(false);

  useEffect(() => {
    if (!shortcutsOn) return;
    const press = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, isComposing } = event;
      const isTaken = isField(event.target) || document.querySelector('[role="dialog"], [role="menu"]') !== null;
      const pressed = { key, ctrlKey, metaKey, altKey, isComposing, isTaken };
      const does = key === '?' && !isTaken && !ctrlKey && !metaKey && !altKey;
      if (does) setHelpOpen(true);
      const action = actionOf(pressed, shortcuts);
      if (does || (action && actions.run(action))) event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [actions, shortcuts, shortcutsOn]);

  return (
    <Modal
      opened={isHelpOpen}
      onClose={() => setHelpOpen(false)}
      title={t('shortcuts')}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Table>
        <Table.Tbody>
          {Object.entries({ ...defaultShortcuts, ...shortcuts }).map(([action, key]) => (
            <Table.Tr key={action}>
              <Table.Td>{t(`action.${action.replace('.', '_')}`)}</Table.Td>
              <Table.Td>
                <Kbd>{key}</Kbd>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
