import type { Conversation } from '@livechat/contracts/chat/conversation';
import { failureText } from '@livechat/ui/failure-text';
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useConsole } from './context.ts';
import type { Change, Failed } from './manage.ts';

/** So long a person may take back what they did to several. */
const undoMs = 10_000;

/**
 * Changes conversations: at once on the screen, taken back with a notice where it is refused. With `done`, which says
 * what was done, it can be undone for a while.
 */
export function useChange() {
  const { t } = useTranslation('app');
  const { manage, actions } = useConsole();

  const tell = (failed: readonly Failed[]) => {
    const [first] = failed;
    if (!first) return;
    const title = failed.length > 1 ? t('change.someFailed', { count: failed.length }) : t('change.failed');
    notifications.show({ color: 'red', title, message: failureText(t, first.failure) });
  };

  return async (conversations: readonly Conversation[], change: Change, done?: string) => {
    const asked = manage.change(conversations, change);
    if (done !== undefined) {
      const undo = async () => {
        end();
        notifications.hide(id);
        tell(await manage.restore(conversations, change));
      };
      const end = actions.add({ id: 'list.undo', section: 'list', label: t('change.undoWhat', { done }), run: undo });
      setTimeout(end, undoMs);
      const id = notifications.show({
        autoClose: undoMs,
        withCloseButton: false,
        message: (
          <Group justify="space-between" wrap="nowrap">
            <span className="notice-text">{done}</span>
            <Button size="compact-xs" variant="subtle" onClick={undo}>
              {t('change.undo')}
            </Button>
          </Group>
        ),
      });
    }
    tell(await asked);
  };
}
