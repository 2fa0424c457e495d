import { createObservable, type Observable } from '@livechat/client/observable';
import { memoryLocation } from 'wouter/memory-location';
import { basePath } from '../mobile/base-path.ts';
import { isFrameShown } from '../mobile/looked-at.ts';
import { closeSheet } from '../ui/close-sheet.ts';
import { type HostLink, openHostLink } from './host-link.ts';
import type { Hosted, Look } from './hosted-by.ts';
import { createHostedSession, type HostedSession } from './hosted-session.ts';
import type { HostMessage } from './messages.ts';

/** What the app has of its host. */
export interface HostApp {
  session: HostedSession;
  /** Whether this installation lets the page around it show the app. */
  isAllowed: boolean;
  hasClose: boolean;
  look: Observable<Look>;
  /**
   * Where in the app one is. Not the address: that names the host and stays, and what is done in a frame would come into
   * the history of the page around it.
   */
  navigation: ReturnType<typeof memoryLocation>;
  tell: HostLink['tell'];
}

const list = `${basePath}/`;

export function openHost({ host, look: first, hasClose }: Hosted, embedOrigins: readonly string[]): HostApp {
  const isAllowed = host.kind === 'native' || embedOrigins.includes(host.origin);
  const look = createObservable(first);
  const navigation = memoryLocation({ path: list, record: true });
  const session = createHostedSession({ askForToken: (renew) => link?.tell({ type: 'need-token', renew }) });

  const hear = (message: HostMessage) => {
    if (message.type === 'theme') look.set({ ...look.getSnapshot(), theme: message.theme });
    if (message.type === 'language') look.set({ ...look.getSnapshot(), language: message.language });
    if (message.type === 'shown') isFrameShown.set(message.shown);
    if (message.type === 'open') navigation.navigate(pathOf(message.conversation));
    if (message.type === 'back' && !closeSheet()) {
      if (navigation.history.at(-1) === list) link?.tell({ type: 'close' });
      else navigation.navigate(list);
    }
    session.hear(message);
  };
  const link = isAllowed ? openHostLink(host, hear) : undefined;

  let sender: string | undefined;
  session.state.subscribe(() => {
    const now = session.state.getSnapshot();
    if (now.state !== 'signed-in' || now.sender === sender) return;
    // What the one looked at is nothing for the other.
    if (sender !== undefined) navigation.navigate(list);
    sender = now.sender;
  });
  link?.tell({ type: 'ready' });
  if (isAllowed) session.begin();
  return { session, isAllowed, hasClose, look, navigation, tell: (message) => link?.tell(message) };
}

function pathOf(conversation: number | 'new' | undefined): string {
  if (conversation === undefined) return list;
  return conversation === 'new' ? `${list}new` : `${list}c/${conversation}`;
}
