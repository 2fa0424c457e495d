import type { Message } from '@livechat/contracts/chat/message';
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFlag } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useConsole } from '../../console/context.ts';
import { failureText } from '../../console/failure-text.ts';

/** What chat writes of a review or of staff's word into a message's metadata. */
const Moderation = z.object({
  reasons: z.array(z.object({ code: z.string(), detail: z.string() })).catch([]),
  original: z.string().optional().catch(undefined),
  verdict: z.enum(['allow', 'reject']).optional().catch(undefined),
});

export function moderationOf({ metadata }: Message): z.infer<typeof Moderation> | undefined {
  return metadata?.moderation === undefined ? undefined : Moderation.safeParse(metadata.moderation).data;
}

/** Why moderation marked a message, and staff's word on it. */
export function ModerationMark({ message }: { message: Message }) {
  const { t } = useTranslation('conversation');
  const { client } = useConsole();
  const moderation = moderationOf(message);
  const isRemoved = message.metadata?.removed === true;
  // Staff let it stand: there is nothing more to say.
  if (!moderation || moderation.verdict === 'allow') return null;

  const judge = async (verdict: 'allow' | 'reject') => {
    const { conversationId, id: messageId } = message;
    const answer = await client.calls.judgeMessage({ conversationId, messageId, verdict });
    if (!answer.ok) notifications.show({ color: 'red', message: failureText(t, answer) });
  };

  return (
    <div className="moderation-mark">
      <p>
        <IconFlag size={14} aria-hidden />{' '}
        {isRemoved ? t('removedBecause') : moderation.reasons.length > 0 ? t('flaggedBecause') : t('unreviewed')}{' '}
        {moderation.reasons.map(({ code, detail }) => t(`reason.${code}`, { defaultValue: detail })).join(' · ')}
      </p>
      {isRemoved && moderation.original && <blockquote dir="auto">{moderation.original}</blockquote>}
      <Group gap="xs">
        <Button size="compact-xs" variant="default" onClick={() => judge('allow')}>
          {t('release')}
        </Button>
        {!isRemoved && (
          <Button size="compact-xs" variant="default" onClick={() => judge('reject')}>
            {t('remove')}
          </Button>
        )}
      </Group>
    </div>
  );
}
