import type { ConversationSnapshot, OpenConversation } from '@livechat/client/open-conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { Button, Skeleton } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { groupItems, timeOf } from './group-items.ts';
import { type MessageActions, MessageLine } from './message-line.tsx';

/** So near to an edge counts as being there. */
const nearPx = 100;

interface Props {
  open: OpenConversation;
  snapshot: ConversationSnapshot;
  actions: MessageActions;
}

/** The messages: follows the newest while it is in view, and else leaves the place alone. */
export function MessageList({ open, snapshot, actions }: Props) {
  const { t, i18n } = useTranslation('conversation');
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const heightBefore = useRef(0);
  const [unseen, setUnseen] = useState(0);
  const { items, hasOlder, status } = snapshot;
  const lines = useMemo(() => groupItems(items), [items]);
  const byId = useMemo(() => {
    const messages = items.flatMap((item) => (item.kind === 'stored' ? [item.message] : []));
    return new Map<number, Message>(messages.map((message) => [message.id, message]));
  }, [items]);
  const newest = items.at(-1);
  const lastSeq = Math.max(0, ...[...byId.values()].map(({ seq }) => seq));
  const dividerAt = useDivider(snapshot);
  const firstKey = items[0]?.key;

  const toEnd = () => list.current?.scrollTo({ top: list.current.scrollHeight });
  const readIfSeen = () => {
    if (atEnd.current && document.visibilityState === 'visible' && lastSeq > 0) open.markRead(lastSeq);
  };
  const look = () => {
    const { current } = list;
    if (!current) return;
    atEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < nearPx;
    heightBefore.current = current.scrollHeight - current.scrollTop;
    if (atEnd.current) setUnseen(0);
    readIfSeen();
    if (current.scrollTop < nearPx && hasOlder) open.loadOlder();
  };

  // Older ones came in above: what was in view stays where it was.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first item says that some came in above
  useLayoutEffect(() => {
    const { current } = list;
    if (current && !atEnd.current) current.scrollTop = current.scrollHeight - heightBefore.current;
  }, [firstKey]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a newer message moves the place
  useLayoutEffect(() => {
    if (!newest) return;
    const isOwn = newest.kind === 'local';
    if (atEnd.current || isOwn) {
      toEnd();
      atEnd.current = true;
      readIfSeen();
    } else setUnseen((before) => before + 1);
  }, [newest?.key]);

  useEffect(() => {
    document.addEventListener('visibilitychange', readIfSeen);
    return () => document.removeEventListener('visibilitychange', readIfSeen);
  });
  // A composer that grows or a window that shrinks must not hide the newest.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (atEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
    });
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, []);

  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full' });
  return (
    <div className="message-list-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <div className="message-list" role="log" aria-label={t('messages')} ref={list} onScroll={look} tabIndex={0}>
        {status === 'loading' && <MessageSkeleton />}
        {lines.map((line) => (
          <Fragment key={line.item.key}>
            {line.startsDay && <p className="day-line">{day.format(Date.parse(timeOf(line.item)))}</p>}
            {line.item.kind === 'stored' && line.item.message.seq === dividerAt && (
              <p className="unread-line">{t('unreadFromHere')}</p>
            )}
            <MessageLine
              line={line}
              quoted={byId.get(
                (line.item.kind === 'stored' ? line.item.message.replyToId : line.item.local.replyToId) ?? 0,
              )}
              actions={actions}
            />
          </Fragment>
        ))}
      </div>
      {unseen > 0 && (
        <Button className="to-newest" radius="xl" size="xs" rightSection={<IconArrowDown size={14} />} onClick={toEnd}>
          {t('newMessages', { count: unseen })}
        </Button>
      )}
    </div>
  );
}

/** Where the unread began when the conversation was opened: the seq stays until it is left. */
function useDivider({ conversation, items, status }: ConversationSnapshot): number | undefined {
  const found = useRef<{ seq: number | undefined }>(undefined);
  if (!found.current && conversation && status === 'ready') {
    const theirs = items.flatMap((item) =>
      item.kind === 'stored' && item.message.senderType === 'user' ? [item.message.seq] : [],
    );
    const { adminUnreadCount } = conversation;
    found.current = { seq: adminUnreadCount > 0 ? theirs.at(-adminUnreadCount) : undefined };
  }
  return found.current?.seq;
}

function MessageSkeleton() {
  return (
    <div aria-hidden className="message-skeleton">
      {[60, 45, 70].map((width) => (
        <Skeleton key={width} height={44} width={`${width}%`} radius="lg" />
      ))}
    </div>
  );
}
