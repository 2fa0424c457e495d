import './new-conversation.css';
import { type Priority, priorities } from '@livechat/contracts/chat/conversation';
import { draftStore } from '@livechat/ui/draft-store';
import { useObservable } from '@livechat/ui/use-observable';
import { type FormEvent, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useMobile } from '../../mobile/context.ts';
import { deviceStorage } from '../../mobile/device-storage.ts';
import { onceKept } from '../../mobile/once-kept.ts';
import { subjectMaxLength } from '../../mobile/subject.ts';
import { NotKept } from '../../ui/not-kept.tsx';
import { Screen } from '../../ui/screen.tsx';

/** From so few on it is said how many are left. */
const toldFrom = 5;

interface Question {
  subject?: string;
  message: string;
}
const isSame = (one: Question, other: Question) =>
  one.subject?.trim() === other.subject?.trim() && one.message === other.message;

/** Asks support something new. It is shown and kept at once, and opened when there is a connection. */
export function NewConversation() {
  const { t } = useTranslation('newConversation');
  const { client, company, sender, session, standing } = useMobile();
  const [, navigate] = useLocation();
  const drafts = useMemo(() => draftStore(deviceStorage, `app/${sender}`), [sender]);
  const [begun] = useState(() => {
    const kept = { subject: drafts.read('new-subject'), message: drafts.read('new-message') };
    const isSent = client.outbox.messages.getSnapshot().some((one) => isSame(one, kept));
    return isSent ? { subject: '', message: '' } : kept;
  });
  const [subject, setSubject] = useState(begun.subject);
  const [message, setMessage] = useState(begun.message);
  const [priority, setPriority] = useState<Priority>('medium');
  const { conversationsLeft: left } = useObservable(standing);
  useEffect(() => standing.check(), [standing]);

  const limit = company.limits.messageMaxLength;
  const length = [...message].length;
  const isTooLong = length > limit;
  const isSubjectTooLong = [...subject.trim()].length > subjectMaxLength;
  const mayOpen = left === undefined || left > 0;
  const canSend = mayOpen && subject.trim() !== '' && message.trim() !== '' && !isTooLong && !isSubjectTooLong;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!canSend) return;
    const sent = { subject: subject.trim(), message };
    const { conversation, clientMessageId } = client.outbox.startConversation({ ...sent, priority });
    onceKept(client, session, clientMessageId, () => {
      // Another may have been begun by then.
      if (!isSame(sent, { subject: drafts.read('new-subject'), message: drafts.read('new-message') })) return;
      drafts.write('new-subject', '');
      drafts.write('new-message', '');
    });
    // Back from there leads to the list: what is sent is not written again.
    navigate(`/c/${conversation}`, { replace: true });
  };

  return (
    <Screen title={t('title')} back="/">
      <main className="screen-body">
        <form className="new-conversation" onSubmit={submit}>
          {!mayOpen && (
            <p className="note" data-kind="warning" role="status">
              {t('noneLeft')}
            </p>
          )}
          <label className="field">
            <span>{t('subject')}</span>
            <input
              value={subject}
              dir={subject === '' ? undefined : 'auto'}
              required
              enterKeyHint="next"
              aria-describedby={isSubjectTooLong ? 'subject-hint' : undefined}
              onChange={({ currentTarget: { value } }) => {
                setSubject(value);
                drafts.write('new-subject', value);
              }}
            />
          </label>
          {isSubjectTooLong && (
            <p className="field-hint" data-kind="danger" id="subject-hint" role="status">
              {t('subjectTooLong', { limit: subjectMaxLength })}
            </p>
          )}
          <fieldset className="priorities">
            <legend>{t('priority')}</legend>
            {priorities.map((value) => (
              <label key={value} className="priority">
                <input
                  type="radio"
                  name="priority"
                  value={value}
                  checked={priority === value}
                  onChange={() => setPriority(value)}
                />
                <span>{t(`priorities.${value}`)}</span>
              </label>
            ))}
          </fieldset>
          <label className="field">
            <span>{t('message')}</span>
            <textarea
              rows={6}
              value={message}
              dir={message === '' ? undefined : 'auto'}
              required
              aria-describedby="message-hint"
              onChange={({ currentTarget: { value } }) => {
                setMessage(value);
                drafts.write('new-message', value);
              }}
            />
          </label>
          <p className="field-hint" data-kind={isTooLong ? 'danger' : undefined} id="message-hint" role="status">
            {length > limit * 0.8 && t('counter', { length, limit })}
          </p>
          <NotKept />
          <button type="submit" className="button" data-kind="primary" disabled={!canSend}>
            {t('send')}
          </button>
          {left !== undefined && left > 0 && left <= toldFrom && (
            <p className="field-hint">{t('left', { count: left })}</p>
          )}
        </form>
      </main>
    </Screen>
  );
}
