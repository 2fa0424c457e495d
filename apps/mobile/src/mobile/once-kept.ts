import type { UserClient } from '@livechat/client/user-client';
import type { Mobile } from './context.ts';

/** Calls `then` once this message outlives the app, or needs to no more: it was stored or discarded. */
export function onceKept(
  { outbox }: Pick<UserClient, 'outbox'>,
  session: Mobile['session'],
  clientMessageId: string,
  then: () => void,
): void {
  const look = () => {
    const local = outbox.messages.getSnapshot().find((one) => one.clientMessageId === clientMessageId);
    if (local && !local.isKept) return;
    stop();
    // Whose sign-in ends has an empty outbox: that says nothing.
    if (session.state.getSnapshot().state === 'signed-in') then();
  };
  const stop = outbox.messages.subscribe(look);
  look();
}
