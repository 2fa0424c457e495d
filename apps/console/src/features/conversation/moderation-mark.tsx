import type { Message } from '@livechat/contracts/chat/message';
import { failureText } from '@livechat/ui/failure-text';
import { shownName, shownText } from '@livechat/ui/shown-text';
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFlag } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useConsole } from '../../console/context.ts';
import { useAgents } from '../../console/use-agents.ts';

/** What chat writes of a review or of staff's word into a message's metadata. */
const Moderation = z.object({
  reasons: z.array(z.object({ code: z.string(), detail: z.string() })).catch([]),
  original: z.string().optional().catch(undefined),
  verdict: z.enum(['allow', 'reject']).optional().catch(undefined),
  judgedBy: z.number().optional().catch(undefined),
});
type Moderation = z.infer<typeof Moderation>;

export function moderationOf({ metadata }: Message): Moderation | undefined {
  return metadata?.moderation === undefined ? undefined : Moderation.safeParse(metadata.moderation).data;
}

/** Why moderation marked a message, and staff's word on it. */
export function ModerationMark({ message }: { message: Message }) {
  const moderation = moderationOf(message);
  // Staff let it stand: there is nothing more to say.
  if (!moderation || moderation.verdict === 'allow') return null;
  return <Mark message={message} moderation={moderation} />;
}

function Mark({ message, moderation }: { message: Message; moderation: Moderation }) {
  const { t } = useTranslation('conversation');
  const { client } = useConsole();
  const { reasons, original, verdict, judgedBy } = moderation;
  const agents = useAgents();
  const mark = useRef<HTMLDivElement>(null);
  const isRemoved = message.metadata?.removed === true;
  const judge = agents.find(({ id }) => id === judgedBy)?.displayName;

  const say = async (word: 'allow' | 'reject') => {
    const { conversationId, id: messageId } = message;
    // The buttons go with the mark: what can be done with the message stays.
    mark.current?.closest('article')?.querySelector<HTMLElement>('.message-menu')?.focus();
    const answer = await client.calls.judgeMessage({ conversationId, messageId, verdict: word });
    if (!answer.ok) notifications.show({ color: 'red', message: failureText(t, answer) });
  };
  const what = () => {
    if (verdict === 'reject') return judge ? t('removedBy', { name: shownName(judge) }) : t('removedByStaff');
    if (isRemoved) return t('removedBecause');
    return reasons.length > 0 ? t('flaggedBecause') : t('unreviewed');
  };

  return (
    <div className="moderation-mark" ref={mark}>
      <p>
        <IconFlag size={14} aria-hidden /> {what()}{' '}
        {reasons.map(({ code, detail }) => t(`reason.${code}`, { defaultValue: detail })).join(' · ')}
      </p>
      {isRemoved && original && <blockquote dir="auto">{shownText(original)}</blockquote>}
      <Group gap="xs">
        <Button size="compact-xs" variant="default" onClick={() => say('allow')}>
          {t('release')}
        </Button>
        {verdict !== 'reject' && (
          <Button size="compact-xs" variant="default" onClick={() => say('reject')}>
            {isRemoved ? t('confirmRemoval') : t('remove')}
          </Button>
        )}
      </Group>
    </div>
  );
}
