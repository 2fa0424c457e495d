import type { Actor, Scene } from './cast.ts';
import { close } from './change-conversation.ts';
import { nextText, pause } from './pace.ts';
import type { Person } from './people.ts';
import { startPlainFollower } from './plain-follower.ts';
import { edit, openSurely, refusal, sendSurely } from './plain-writer.ts';
import { ask, basePath } from './rest.ts';

/** A customer with an app that knows api.md and nothing of us. */
export function createPlainCustomer(scene: Scene, person: Person): Actor {
  const { baseUrl, ledger, random } = scene;
  const follower = startPlainFollower(scene, person);
  let own: number | undefined;

  const live = async () => {
    own = await openSurely(scene, person, nextText(person.canary, random));
    if (own === undefined) return;
    follower.follow(own);
    while (scene.writing()) {
      await pause(400, random);
      const message = await sendSurely(scene, person, follower.socket, own, nextText(person.canary, random));
      const written = ledger.written.get(message?.clientMessageId ?? '');
      if (written && random() < 0.1) await edit(scene, person, written, nextText(person.canary, random));
      if (message && random() < 0.2) {
        const path = `${basePath(person)}/${own}/messages/read`;
        const answer = await ask(baseUrl, ledger, person, ['PATCH', path], { upToSeq: message.seq });
        refusal(scene, `marks up to ${message.seq}`, answer?.status);
      }
      if (random() < 0.05) await close(scene, person, own);
      if (random() < 0.2) follower.socket.emit('typing-start', { conversationId: own });
    }
  };

  return {
    kind: 'plain customer',
    person,
    finished: live(),
    shown: follower.shown,
    conversation: follower.conversation,
    follows: (conversationId) => conversationId === own,
    close: follower.close,
  };
}
