import { useObservable } from '@livechat/ui/use-observable';
import { Button, Group, Kbd, Table } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from '../../console/context.ts';
import { defaultShortcuts, keyOf, ownerOf, withKey } from '../../console/shortcuts.ts';

/** One sign that can be seen; a space would be pressed by mistake, and scrolls. */
const isKey = (key: string) => [...key].length === 1 && key.trim() !== '';

/** Which key does what, each to be changed by pressing another. */
export function ShortcutKeys() {
  const { t } = useTranslation('settings');
  const { settings } = useConsole();
  const { shortcuts } = useObservable(settings);
  const [asked, setAsked] = useState<string>();
  const [said, setSaid] = useState('');
  const nameOf = (action: string) => t(`app:action.${action.replace('.', '_')}`);

  const leave = () => {
    setAsked(undefined);
    setSaid('');
  };

  const press = (action: string, event: KeyboardEvent) => {
    const { key } = event;
    if (asked !== action || ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock'].includes(key)) return;
    // Tab leaves it as it is: nobody is held here.
    if (key === 'Tab') return leave();
    event.preventDefault();
    event.stopPropagation();
    if (key === 'Escape') return leave();
    const chosen = key === 'Backspace' || key === 'Delete' ? '' : key;
    if (chosen !== '' && (!isKey(chosen) || event.ctrlKey || event.metaKey || event.altKey))
      return setSaid(t('keyCannotBe'));
    const owner = chosen === '' ? undefined : ownerOf(chosen, shortcuts);
    settings.change({ shortcuts: withKey(action, chosen, shortcuts) });
    setSaid(owner && owner !== action ? t('keyTaken', { key: chosen, action: nameOf(owner) }) : '');
    setAsked(undefined);
  };

  return (
    <>
      <Table className="settings-keys">
        <Table.Tbody>
          {Object.keys(defaultShortcuts).map((action) => {
            const key = keyOf(action, shortcuts);
            const isAsked = asked === action;
            return (
              <Table.Tr key={action}>
                <Table.Td>{nameOf(action)}</Table.Td>
                <Table.Td ta="end">
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('changeKey', {
                      action: nameOf(action),
                      key: isAsked ? t('pressKey') : (key ?? t('noKey')),
                    })}
                    aria-pressed={isAsked}
                    onClick={() => {
                      setSaid('');
                      setAsked(isAsked ? undefined : action);
                    }}
                    onKeyDown={(event) => press(action, event)}
                    onBlur={() => setAsked(undefined)}
                  >
                    {isAsked ? t('pressKey') : key ? <Kbd>{key}</Kbd> : t('noKey')}
                  </Button>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
      <Group justify="space-between">
        <span role="status" className="settings-said">
          {said || (asked && t('pressKeyHow'))}
        </span>
        <Button
          size="compact-sm"
          variant="default"
          disabled={Object.keys(shortcuts).length === 0}
          onClick={() => {
            settings.change({ shortcuts: {} });
            setSaid(t('keysReset'));
          }}
        >
          {t('resetKeys')}
        </Button>
      </Group>
    </>
  );
}
