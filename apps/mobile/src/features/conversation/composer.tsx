import type { LocalMessage } from '@livechat/client/local-message';
import type { OpenConversation } from '@livechat/client/open-conversation';
import type { Message } from '@livechat/contracts/chat/message';
import { failureText } from '@livechat/ui/failure-text';
import { shownText } from '@livechat/ui/shown-text';
import { IconArrowUp, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMobile } from '../../mobile/context.ts';
import { stageOf } from './counter-stage.ts';
import { useChange } from './use-change.ts';

const quotedLetters = 100;
/** Keys on glass: Enter breaks the line, as in every messenger there. */
const isTouched = matchMedia('(pointer: coarse)').matches;
const sizesItself = CSS.supports('field-sizing', 'content');

/** What the box is for, if not for something new; what is rewritten waits to be sent. */
export type Answering = { replyTo: Message } | { editing: Message } | { rewriting: LocalMessage } | undefined;

interface Props {
  open: OpenConversation;
  text: string;
  onText(text: string): void;
  onSent(local: LocalMessage): void;
  answering: Answering;
  onDone(): void;
  box: RefObject<HTMLTextAreaElement | null>;
}

/** Never in the way: without a network too what is written goes out as soon as it can. */
export function Composer({ open, text, onText, onSent, answering, onDone, box }: Props) {
  const { t } = useTranslation('conversation');
  const { company } = useMobile();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const limit = company.limits.messageMaxLength;
  const length = [...text].length;
  const isTooLong = length > limit;
  const stage = stageOf(length, limit);
  // Said once at each stage, and not at each key.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number as it is when the stage begins
  const counted = useMemo(() => stage && t('counter', { length, limit }), [stage, t]);
  const change = useChange(open, answering);
  const canSend = text.trim() !== '' && !isTooLong && !isBusy && change?.isSubjectFine !== false;
  const quoted = answering && 'replyTo' in answering ? answering.replyTo : undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: as high as its text
  useLayoutEffect(() => {
    if (sizesItself || !box.current) return;
    box.current.style.height = 'auto';
    box.current.style.height = `${box.current.scrollHeight + 2}px`;
  }, [text]);

  const write = (next: string) => {
    setFailure(undefined);
    onText(next);
    if (change) return;
    if (next === '') open.stopTyping();
    else open.typing();
  };

  const send = async () => {
    if (!canSend) return;
    // The keyboard stays: one rarely writes only one.
    box.current?.focus();
    if (change) {
      setBusy(true);
      const answer = await change.save(text);
      setBusy(false);
      // The text stays in its box, with the reason.
      if (!answer.ok) return setFailure(failureText(t, answer));
      return onDone();
    }
    onSent(open.send(text, quoted && { replyToId: quoted.id }));
    write('');
    onDone();
  };

  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && answering) {
      event.preventDefault();
      return onDone();
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    if (isTouched && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {answering && (
        <div className="composer-strip">
          <span dir="auto">
            {change
              ? t('editing')
              : t('replyingTo', { text: shownText([...(quoted?.message ?? '')].slice(0, quotedLetters).join('')) })}
          </span>
          <button type="button" className="icon-button" aria-label={t('cancel')} onClick={onDone}>
            <IconX size={20} aria-hidden />
          </button>
        </div>
      )}
      {change?.subject !== undefined && (
        <input
          className="composer-subject"
          aria-label={t('subject')}
          value={change.subject}
          dir="auto"
          readOnly={isBusy}
          enterKeyHint="next"
          aria-invalid={!change.isSubjectFine}
          onChange={({ currentTarget: { value } }) => {
            setFailure(undefined);
            change.setSubject(value);
          }}
        />
      )}
      <div className="composer-row">
        <textarea
          ref={box}
          rows={1}
          aria-label={t('write')}
          placeholder={t('write')}
          // What stands there while it is empty is in the language of the page.
          dir={text === '' ? undefined : 'auto'}
          value={text}
          readOnly={isBusy}
          enterKeyHint={isTouched ? 'enter' : 'send'}
          aria-describedby="composer-note"
          onChange={({ currentTarget: { value } }) => write(value)}
          onKeyDown={press}
          onBlur={() => open.stopTyping()}
        />
        <button
          type="submit"
          className="icon-button"
          data-kind="primary"
          aria-label={change ? t('save') : t('send')}
          disabled={!canSend}
          // The box keeps the focus, and with it the keyboard.
          onPointerDown={(event) => event.preventDefault()}
        >
          <IconArrowUp size={24} aria-hidden />
        </button>
      </div>
      <p className="composer-note" id="composer-note" data-kind={isTooLong || failure ? 'danger' : undefined}>
        {failure ?? (stage && t('counter', { length, limit }))}
      </p>
      <p className="visually-hidden" role="status">
        {failure ?? counted}
      </p>
    </form>
  );
}
