import type { ChatItem } from '@livechat/client/conversation-view';
import type { ConversationSnapshot, OpenConversation } from '@livechat/client/open-conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { dateFormat } from '@livechat/ui/formats';
import { groupItems, timeOf } from '@livechat/ui/group-items';
import { Button, Skeleton } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageActions, MessageLine } from './message-line.tsx';

/** So near to an edge counts as being there. */
const nearPx = 100;
/** Older ones are drawn as they are scrolled to: a conversation of thousands opens as quickly as one of ten. */
const linesAtOnce = 50;
/** Of one that is opened: what fills a screen, and a little more. Each line has its part in how long a switch takes. */
const linesAtFirst = 25;
/** A quoted message is looked for so far back. */
const pagesToJump = 20;

interface Props {
  open: OpenConversation;
  snapshot: ConversationSnapshot;
  actions: Omit<MessageActions, 'jump'>;
  /** Messages up to this seq have been on the screen. */
  onSeen(seq: number): void;
}

/** The messages: follows the newest while it is in view, and else leaves the place alone. */
export function MessageList({ open, snapshot, actions, onSeen }: Props) {
  const { t, i18n } = useTranslation('conversation');
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const heightBefore = useRef(0);
  /** The newest that stood there when the end was left. */
  const seenUpTo = useRef(0);
  const [jump, setJump] = useState<{ messageId: number; pagesLeft: number }>();
  const [isAway, setAway] = useState(false);
  const { items, hasOlder, status, conversation } = snapshot;
  const [firstKey, setFirstKey] = useState<string>();
  const shownFrom = useMemo(() => startOf(items, firstKey), [items, firstKey]);
  const lines = useMemo(() => groupItems(items.slice(shownFrom)), [items, shownFrom]);
  const byId = useMemo(() => {
    const messages = items.flatMap((item) => (item.kind === 'stored' ? [item.message] : []));
    return new Map<number, Message>(messages.map((message) => [message.id, message]));
  }, [items]);
  const newest = items.at(-1);
  const lastSeq = newestStored(items)?.seq ?? 0;
  const dividerAt = useDivider(snapshot);
  const firstShownKey = lines[0]?.item.key;

  if (atEnd.current) seenUpTo.current = lastSeq;
  const unseen = countAfter(items, seenUpTo.current);

  const toEnd = () => list.current?.scrollTo({ top: list.current.scrollHeight });
  const readIfSeen = () => {
    if (!atEnd.current || document.visibilityState !== 'visible' || lastSeq === 0) return;
    onSeen(lastSeq);
    // Where the unread begin is to be known before they are read.
    if (conversation) open.markRead(lastSeq);
  };
  const look = () => {
    const { current } = list;
    if (!current) return;
    atEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < nearPx;
    heightBefore.current = current.scrollHeight - current.scrollTop;
    setAway(!atEnd.current);
    // At the end only the newest are drawn; away from it none goes that is.
    setFirstKey(atEnd.current ? undefined : firstShownKey);
    readIfSeen();
    showOlder();
  };
  /** What is held comes first; only then is more of it read. */
  const showOlder = () => {
    const { current } = list;
    if (!current || current.clientHeight === 0 || current.scrollTop >= nearPx) return;
    if (shownFrom > 0) setFirstKey(items[Math.max(0, shownFrom - linesAtOnce)]?.key);
    else if (hasOlder) open.loadOlder();
  };
  const lineActions = useMemo<MessageActions>(
    () => ({ ...actions, jump: (messageId) => setJump({ messageId, pagesLeft: pagesToJump }) }),
    [actions],
  );

  // Older ones came in above: what was in view stays where it was.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first item says that some came in above
  useLayoutEffect(() => {
    const { current } = list;
    if (!current) return;
    current.scrollTop = atEnd.current ? current.scrollHeight : current.scrollHeight - heightBefore.current;
  }, [firstShownKey]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a newer message moves the place
  useLayoutEffect(() => {
    if (!newest) return;
    const isOwn = newest.kind === 'local';
    if (!atEnd.current && !isOwn) return;
    toEnd();
    atEnd.current = true;
    readIfSeen();
  }, [newest?.key]);

  // What comes in above an own message that still waits is not the last line, and is seen all the same.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a newer message moves the place
  useLayoutEffect(() => {
    if (!atEnd.current) return;
    toEnd();
    readIfSeen();
  }, [lastSeq]);

  // Whoever is at the top already does not scroll there again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines may leave more room
  useLayoutEffect(showOlder, [firstShownKey, items.length]);
  useLayoutEffect(() => {
    if (!jump) return;
    const index = items.findIndex((item) => item.kind === 'stored' && item.message.id === jump.messageId);
    if (index < 0) {
      const goesOn = hasOlder && jump.pagesLeft > 0 ? open.loadOlder() : Promise.resolve(false);
      goesOn.then((well) => setJump(well ? { ...jump, pagesLeft: jump.pagesLeft - 1 } : undefined));
      return;
    }
    if (index < shownFrom) {
      atEnd.current = false;
      return setFirstKey(items[Math.max(0, index - linesAtOnce)]?.key);
    }
    const line = document.getElementById(`message-${jump.messageId}`);
    line?.scrollIntoView({ block: 'center' });
    line?.setAttribute('data-jumped', '');
    setTimeout(() => line?.removeAttribute('data-jumped'), 1_500);
    setJump(undefined);
  }, [jump, items, shownFrom, hasOlder, open]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is known
  useEffect(readIfSeen, [conversation === undefined]);
  useEffect(() => {
    document.addEventListener('visibilitychange', readIfSeen);
    return () => document.removeEventListener('visibilitychange', readIfSeen);
  });
  // A composer that grows or a window that shrinks must not hide the newest.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (atEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
    });
    // A message that grows, by its end or by a question below it, must not either.
    for (const { current } of [list, content]) if (current) observer.observe(current);
    return () => observer.disconnect();
  }, []);

  const day = dateFormat(i18n.language, { dateStyle: 'full' });
  return (
    <div className="message-list-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <div className="message-list" role="log" aria-label={t('messages')} ref={list} onScroll={look} tabIndex={0}>
        <div ref={content}>
          {status === 'loading' && <MessageSkeleton />}
          {lines.map((line) => (
            <Fragment key={line.item.key}>
              {line.startsDay && <p className="day-line">{day.format(Date.parse(timeOf(line.item)))}</p>}
              {line.item.kind === 'stored' && line.item.message.seq === dividerAt && (
                <p className="unread-line">{t('unreadFromHere')}</p>
              )}
              <MessageLine
                item={line.item}
                startsGroup={line.startsGroup}
                endsGroup={line.endsGroup}
                quoted={byId.get(
                  (line.item.kind === 'stored' ? line.item.message.replyToId : line.item.local.replyToId) ?? 0,
                )}
                actions={lineActions}
              />
            </Fragment>
          ))}
        </div>
      </div>
      {isAway && (
        <Button className="to-newest" radius="xl" size="xs" rightSection={<IconArrowDown size={14} />} onClick={toEnd}>
          {unseen > 0 ? t('newMessages', { count: unseen }) : t('toNewest')}
        </Button>
      )}
    </div>
  );
}

/** Where the lines that are drawn begin: at one that was scrolled to, else with the newest. */
function startOf(items: readonly ChatItem[], firstKey: string | undefined): number {
  const found = firstKey === undefined ? -1 : items.findIndex(({ key }) => key === firstKey);
  return found >= 0 ? found : Math.max(0, items.length - linesAtFirst);
}

function countAfter(items: readonly ChatItem[], seq: number): number {
  return items.filter((item) => item.kind === 'stored' && item.message.seq > seq).length;
}

function newestStored(items: readonly ChatItem[]): Message | undefined {
  const newest = items.findLast(({ kind }) => kind === 'stored');
  return newest?.kind === 'stored' ? newest.message : undefined;
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
