import type { LocalMessage } from '@livechat/client/local-message';
import type { ConversationSnapshot, OpenConversation } from '@livechat/client/open-conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { groupItems, type Line } from '@livechat/ui/group-items';
import { useObservable } from '@livechat/ui/use-observable';
import { useCallback, useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageLines } from './message-lines.tsx';
import { MessageSheet } from './message-sheet.tsx';
import { OlderFailed } from './older-failed.tsx';
import { SpokenAnswers } from './spoken-answers.tsx';
import { StillLoading } from './still-loading.tsx';
import { ToNewest } from './to-newest.tsx';
import { useFollowing } from './use-following.ts';
import { useIsJoining } from './use-is-joining.ts';
import { useJump } from './use-jump.ts';
import { useReading } from './use-reading.ts';
import { useStillPlace } from './use-still-place.ts';

/** Older ones are asked for before a thumb comes to the first. */
const olderFromPx = 1_200;
/** More than a screen has; those above are drawn when there is time for it. */
const drawnAtOnce = 20;
/** What was looked for stands out for so long. */
const foundMs = 1_500;

interface Props {
  open: OpenConversation;
  snapshot: ConversationSnapshot;
  /** What the person has just sent from this screen. */
  sentKey: string | undefined;
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
export function MessageList({ open, snapshot, sentKey, onReply, onEdit, onRewrite }: Props) {
  const { t, i18n } = useTranslation('conversation');
  const { items, hasOlder, loadingOlder, status } = snapshot;
  const lines = useMemo(() => groupItems(items), [items]);
  const scroller = useRef<HTMLDivElement>(null);
  /** From the newest. */
  const [distance, setDistance] = useState<'none' | 'short' | 'long'>('none');
  const [chosenKey, setChosenKey] = useState<string>();
  const { reading, older, isWatched, refresh, lookAgain } = useReading(open, scroller);
  const { dividerSeq, toPlace, unseen, isUnseenAbove } = useObservable(reading);
  const olderState = useObservable(older);
  const chosen = lines.find(({ item }) => item.key === chosenKey)?.item;
  const byId = useMemo(() => messagesById(lines), [lines]);
  const drawn = useDrawn(lines, dividerSeq);
  const isJoining = useIsJoining(scroller, drawn[0]?.item.key);

  const place = useStillPlace(scroller);
  const { atEnd, toEnd, put, hasMoved, linesBelow } = place;
  const look = useCallback(() => {
    const { current } = scroller;
    if (!current) return;
    place.look();
    setDistance(atEnd.current ? 'none' : -current.scrollTop < current.clientHeight ? 'short' : 'long');
    if (current.scrollHeight - current.clientHeight + current.scrollTop < olderFromPx) older.want();
  }, [place.look, atEnd, older]);
  /** After the app itself has put the view somewhere. */
  const placed = useCallback(() => {
    look();
    const above = lines.slice(0, lines.length - linesBelow());
    const line = above.findLast(({ item }) => item.kind === 'stored')?.item;
    reading.movedTo(line?.kind === 'stored' ? line.message.seq : 0);
    lookAgain();
  }, [look, lines, linesBelow, reading, lookAgain]);

  useEffect(() => {
    if (drawn.length > 0) refresh();
  }, [drawn, refresh]);
  // What comes is followed as long as nothing of it goes out of view unseen.
  useFollowing({
    items,
    sentKey,
    onSent() {
      toEnd();
      placed();
    },
    onNewer() {
      if (!atEnd.current) return;
      toEnd();
      // Who came to the end past what they have not seen stays there, and has the button upwards.
      if (reading.getSnapshot().isUnseenAbove) return look();
      const first = answerIn(scroller.current, reading.firstUnseen());
      const { top = 0 } = scroller.current?.getBoundingClientRect() ?? {};
      if (first && first.getBoundingClientRect().top < top) put(first, 'start');
      look();
    },
  });
  // Where one begins: at what is new, else at the end. Who has scrolled by then stays there; at the end there is no staying.
  useLayoutEffect(() => {
    if (!toPlace || lines.length === 0 || (toPlace.when === 'return' && !isWatched)) return;
    const isFree = atEnd.current || (toPlace.when === 'opening' && !hasMoved());
    if (isFree && toPlace.when !== 'nothing-new' && dividerSeq !== undefined) {
      const divider = scroller.current?.querySelector('.unread-line');
      // About to be drawn.
      if (!divider || drawn.length === 0) return;
      put(divider, 'start');
    }
    placed();
  }, [toPlace, dividerSeq, isWatched, lines, drawn, atEnd, hasMoved, put, placed]);
  // A screen that is not full cannot be scrolled to ask for more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each page
  useEffect(() => {
    const { current } = scroller;
    if (current && hasOlder && current.scrollHeight <= current.clientHeight) older.want();
  }, [hasOlder, loadingOlder, items, older]);

  const found = useCallback(
    (line: Element) => {
      put(line, 'center');
      placed();
      focusIn(line);
      line.animate([{ background: 'var(--lc-accent-soft)' }, { background: 'transparent' }], foundMs);
    },
    [put, placed],
  );
  const isDrawn = drawn.length === lines.length;
  const { jump, failure } = useJump({ scroller, snapshot, older, olderState, isDrawn, onFound: found });
  const focusList = useCallback(() => scroller.current?.focus({ preventScroll: true }), []);
  return (
    <div className="messages-frame">
      {loadingOlder && !olderState.hasFailed && <p className="older">{t('loadingOlder')}</p>}
      <div
        className="messages"
        data-joining={isJoining || undefined}
        ref={scroller}
        onScroll={look}
        role="log"
        aria-live="off"
        aria-label={t('messages')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
      >
        <div className="lines">
          {/* Its place is kept, so that nothing moves when they do not come. */}
          {hasOlder && (
            <div className="older-place">
              {olderState.hasFailed && <OlderFailed onRetry={older.ask} onFocusLost={focusList} />}
            </div>
          )}
          {status === 'loading' && lines.length === 0 && <StillLoading open={open} onFocusLost={focusList} />}
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
      <ToNewest
        distance={distance}
        unseen={unseen}
        isUnseenAbove={isUnseenAbove}
        onNewest={() => {
          focusList();
          reading.readAll();
          toEnd();
          placed();
        }}
        onFirstUnseen={() => {
          focusList();
          const line = answerIn(scroller.current, reading.firstUnseen()) ?? scroller.current?.querySelector('.line');
          if (line) put(line, 'start');
          placed();
        }}
      />
      <p className="jump-failure" role="status">
        {failure && <span>{t(failure)}</span>}
      </p>
      <p className="visually-hidden" role="status">
        {olderState.hasFailed && t('olderFailed')}
      </p>
      <SpokenAnswers items={items} status={status} />
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
  // The first has its day and sender above it until others are, so that it does not lose them before.
  return useMemo(
    () =>
      lines.slice(start).map((line, index) => (index === 0 ? { ...line, startsDay: true, startsGroup: true } : line)),
    [lines, start],
  );
}

function answerIn(scroller: Element | null, seq: number | undefined): Element | null {
  return seq === undefined ? null : (scroller?.querySelector(`[data-answer="${seq}"]`) ?? null);
}

/** Where the view went the focus goes too: it says what was found, and the next key begins there. */
function focusIn(line: Element): void {
  const message = line.querySelector<HTMLElement>('article');
  if (!message) return;
  message.tabIndex = -1;
  message.focus({ preventScroll: true });
}

function messagesById(lines: readonly Line[]): Map<number, Message> {
  return new Map(lines.flatMap(({ item }) => (item.kind === 'stored' ? [[item.message.id, item.message]] : [])));
}
