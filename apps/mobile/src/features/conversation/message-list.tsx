import type { LocalMessage } from '@livechat/client/local-message';
import type { ConversationSnapshot, OpenConversation } from '@livechat/client/open-conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { groupItems, type Line } from '@livechat/ui/group-items';
import { shownName, shownText } from '@livechat/ui/shown-text';
import { IconArrowDown } from '@tabler/icons-react';
import { useCallback, useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageLines } from './message-lines.tsx';
import { MessageSheet } from './message-sheet.tsx';
import { useDivider } from './use-divider.ts';
import { useSeen } from './use-seen.ts';
import { useStillPlace } from './use-still-place.ts';

/** Older ones are asked for before a thumb comes to the first. */
const olderFromPx = 1_200;
/** A quoted message is looked for so far back. */
const pagesToJump = 20;
/** More than a screen has; those above are drawn when there is time for it. */
const drawnAtOnce = 20;

interface Props {
  open: OpenConversation;
  snapshot: ConversationSnapshot;
  onReply(message: Message): void;
  onEdit(message: Message): void;
  /** Changes what waits to be sent. */
  onRewrite(local: LocalMessage): void;
}

/**
 * The messages: follows the newest while it is in view, and else leaves the place alone. Its place is counted from the end, as
 * the style has it (column-reverse): what comes in above moves nothing, and a browser scrolls without asking the page. All that
 * is loaded is there: drawing each line when it comes into view cost a slow phone most of its frames.
 */
export function MessageList({ open, snapshot, onReply, onEdit, onRewrite }: Props) {
  const { t, i18n } = useTranslation('conversation');
  const { items, hasOlder, loadingOlder, status } = snapshot;
  const lines = useMemo(() => groupItems(items), [items]);
  const scroller = useRef<HTMLDivElement>(null);
  /** From the newest. */
  const [distance, setDistance] = useState<'none' | 'short' | 'long'>('none');
  const [chosenKey, setChosenKey] = useState<string>();
  const [jumpTo, setJumpTo] = useState<{ id: number; pagesLeft: number }>();
  const dividerSeq = useDivider(snapshot);
  const chosen = lines.find(({ item }) => item.key === chosenKey)?.item;
  const byId = useMemo(() => messagesById(lines), [lines]);
  const drawn = useDrawn(lines, dividerSeq);
  const last = lines.at(-1)?.item;

  const place = useStillPlace(scroller);
  const { atEnd, toEnd } = place;
  /** The seq of the last line in view. */
  const lastInView = useCallback((): number => {
    const { current } = scroller;
    if (!current) return 0;
    const below = place.linesBelow();
    for (const { item } of lines.slice(0, lines.length - below).reverse())
      if (item.kind === 'stored') return item.message.seq;
    return 0;
  }, [lines, place.linesBelow]);
  const { seen, unseen } = useSeen({ open, snapshot, scroller, lastInView, atEnd });

  const look = () => {
    const { current } = scroller;
    if (!current) return;
    place.look();
    setDistance(atEnd.current ? 'none' : -current.scrollTop < current.clientHeight ? 'short' : 'long');
    const above = current.scrollHeight - current.clientHeight + current.scrollTop;
    if (above < olderFromPx && hasOlder && !loadingOlder) open.loadOlder();
    seen();
  };

  // Where one begins: at what is new, else at the end.
  const hasBegun = useRef(false);
  const lastKey = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (hasBegun.current || lines.length === 0 || status !== 'ready') return;
    hasBegun.current = true;
    lastKey.current = lines.at(-1)?.item.key;
    scroller.current?.querySelector('.unread-line')?.scrollIntoView({ block: 'start' });
    place.look();
  }, [lines, status, place.look]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a newer line moves the place
  useLayoutEffect(() => {
    const before = lastKey.current;
    if (!hasBegun.current || !last || before === last.key) return;
    lastKey.current = last.key;
    // What goes away moves nothing.
    if (!lines.some(({ item }) => item.key === before)) return;
    if (!atEnd.current && last.kind !== 'local') return;
    toEnd();
    seen();
  }, [last?.key]);
  // A screen that is not full cannot be scrolled to ask for more.
  useEffect(() => {
    const { current } = scroller;
    if (current && hasOlder && !loadingOlder && current.scrollHeight <= current.clientHeight) open.loadOlder();
  }, [hasOlder, loadingOlder, open]);

  useEffect(() => {
    if (!jumpTo) return;
    const line = scroller.current?.querySelector(`[data-message="${jumpTo.id}"]`);
    if (line) {
      line.scrollIntoView({ block: 'center' });
      place.look();
      setJumpTo(undefined);
      return;
    }
    // On its way, or loaded and about to be drawn.
    if (loadingOlder || drawn.length < lines.length) return;
    const { id, pagesLeft } = jumpTo;
    const goesOn = hasOlder && pagesLeft > 0 ? open.loadOlder() : Promise.resolve(false);
    // Another one may be looked for by then.
    goesOn.then((well) =>
      setJumpTo((now) => (now?.id !== id ? now : well ? { id, pagesLeft: pagesLeft - 1 } : undefined)),
    );
  }, [jumpTo, lines, drawn, hasOlder, loadingOlder, open, place.look]);

  const jump = useCallback((id: number) => setJumpTo({ id, pagesLeft: pagesToJump }), []);
  return (
    <div className="messages-frame">
      {loadingOlder && <p className="older">{t('loadingOlder')}</p>}
      <div
        className="messages"
        ref={scroller}
        onScroll={look}
        role="log"
        aria-live="off"
        aria-label={t('messages')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
      >
        <div className="lines">
          {status === 'loading' && lines.length === 0 && <MessageSkeleton />}
          <MessageLines
            lines={drawn}
            byId={byId}
            dividerSeq={dividerSeq}
            onChoose={setChosenKey}
            onJump={jump}
            t={t}
            language={i18n.language}
          />
        </div>
      </div>
      {(distance === 'long' || (distance === 'short' && unseen > 0)) && (
        <button type="button" className="to-newest" onClick={toEnd}>
          {unseen > 0 ? t('newMessages', { count: unseen }) : t('toNewest')}
          <IconArrowDown size={18} aria-hidden />
        </button>
      )}
      <p className="visually-hidden" aria-live="polite">
        {spokenOf(last?.kind === 'stored' ? last.message : undefined)}
      </p>
      {chosen && (
        <MessageSheet
          item={chosen}
          onClose={() => setChosenKey(undefined)}
          onReply={onReply}
          onEdit={onEdit}
          onRewrite={onRewrite}
        />
      )}
    </div>
  );
}

/** All that is loaded. What came in above follows a moment later, drawn in the pauses between frames. */
function useDrawn(lines: readonly Line[], dividerSeq: number | undefined): readonly Line[] {
  const from = useDeferredValue(lines[0]?.item.key, undefined);
  const known = lines.findIndex(({ item }) => item.key === from);
  const divider = lines.findIndex(({ item }) => item.kind === 'stored' && item.message.seq === dividerSeq);
  const atOnce = Math.max(0, lines.length - drawnAtOnce);
  const start = known >= 0 ? known : divider >= 0 ? Math.min(atOnce, divider) : atOnce;
  return useMemo(() => lines.slice(start), [lines, start]);
}

function messagesById(lines: readonly Line[]): Map<number, Message> {
  return new Map(lines.flatMap(({ item }) => (item.kind === 'stored' ? [[item.message.id, item.message]] : [])));
}

/** What is read aloud when it comes: an answer. */
function spokenOf(message: Message | undefined): string {
  if (message?.senderType !== 'admin') return '';
  return `${shownName(message.senderName ?? '')}: ${shownText(message.message)}`;
}

function MessageSkeleton() {
  return (
    <div aria-hidden className="message-skeleton">
      <div className="skeleton" />
      <div className="skeleton" data-side="own" />
      <div className="skeleton" />
    </div>
  );
}
