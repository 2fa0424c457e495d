import { useObservable } from '@livechat/ui/use-observable';
import { Anchor, Kbd, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { defaultShortcuts, keyOf } from '../../console/shortcuts.ts';
import { Dialog } from '../../ui/dialog.tsx';

/** Every key as it stands for this person. */
export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('commandBar');
  const { shortcuts, shortcutsOn } = useObservable(useConsole().settings);
  const keys = [
    ['commands', 'Ctrl K'],
    ...Object.keys(defaultShortcuts).map((action) => [
      `app:action.${action.replace('.', '_')}`,
      keyOf(action, shortcuts),
    ]),
  ];
  return (
    <Dialog onClose={onClose} title={t('shortcuts')} closeButtonProps={{ 'aria-label': t('close') }}>
      {!shortcutsOn && <Text size="sm">{t('switchedOff')}</Text>}
      <Table>
        <Table.Tbody>
          {keys.map(([label, key]) => (
            <Table.Tr key={label}>
              <Table.Td>{label && t(label)}</Table.Td>
              <Table.Td ta="end">{key ? <Kbd>{key}</Kbd> : '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Anchor component={Link} to="/settings" size="sm" mt="sm" display="inline-block" onClick={onClose}>
        {t('changeKeys')}
      </Anchor>
    </Dialog>
  );
}
