import type { Message } from '@livechat/contracts/chat/message';
import { dateFormat } from '@livechat/ui/formats';
import { type Line, timeOf } from '@livechat/ui/group-items';
import type { TFunction } from 'i18next';
import { memo, useRef } from 'react';
import { MessageLine } from './message-line.tsx';

interface Props {
  lines: readonly Line[];
  /** What is loaded, for quotes. */
  byId: ReadonlyMap<number, Message>;
  /** Above it begins what was not read when the conversation was opened. */
  dividerSeq: number | undefined;
  onChoose(key: string): void;
  onJump(messageId: number): void;
  t: TFunction<'conversation'>;
  language: string;
}

/** So many messages are one block: those out of view are left out of layout and paint together. */
const linesInBlock = 25;

/** All lines, with days and the unread divider between them. By itself, so that it is left alone while one scrolls. */
export const MessageLines = memo(function MessageLines(props: Props) {
  const { lines, byId, dividerSeq, onChoose, onJump, t, language } = props;
  const day = dateFormat(language, { dateStyle: 'full' });
  const blocks = inBlocks(lines);
  // What was there first may lie below what is in view, where its true height must not come out while one scrolls.
  const first = useRef<number>(undefined);
  first.current ??= blocks[0]?.number;
  return blocks.map(({ number, lines: some }) => (
    <div key={number} className="block" data-older={number < (first.current ?? 0) || undefined}>
      {some.map((line) => (
        <div
          key={line.item.key}
          className="line"
          data-message={line.item.kind === 'stored' ? line.item.message.id : undefined}
        >
          {line.startsDay && <p className="day-line">{day.format(Date.parse(timeOf(line.item)))}</p>}
          {line.item.kind === 'stored' && line.item.message.seq === dividerSeq && (
            <p className="unread-line">{t('unreadFromHere')}</p>
          )}
          <MessageLine
            item={line.item}
            startsGroup={line.startsGroup}
            endsGroup={line.endsGroup}
            quoted={byId.get(replyOf(line) ?? 0)}
            onChoose={onChoose}
            onJump={onJump}
            t={t}
            language={language}
          />
        </div>
      ))}
    </div>
  ));
});

/** By seq, so that a line stays in its block whatever comes before and after; unsent ones are in the last. */
function inBlocks(lines: readonly Line[]): { number: number; lines: Line[] }[] {
  const blocks: { number: number; lines: Line[] }[] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    const number = line.item.kind === 'stored' ? Math.floor(line.item.message.seq / linesInBlock) : (last?.number ?? 0);
    if (last?.number === number) last.lines.push(line);
    else blocks.push({ number, lines: [line] });
  }
  return blocks;
}

function replyOf({ item }: Line): number | null | undefined {
  return item.kind === 'stored' ? item.message.replyToId : item.local.replyToId;
}
