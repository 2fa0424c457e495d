import type { Actor, Scene } from './cast.ts';
import { administer } from './change-conversation.ts';
import { nextText, pause } from './pace.ts';
import type { Person } from './people.ts';
import { startPlainFollower } from './plain-follower.ts';
import { edit, sendSurely } from './plain-writer.ts';

/** Staff with a plain client, who look at every conversation, and close, assign and sort some. */
export function createPlainStaff(scene: Scene, person: Person): Actor {
  const { ledger, random } = scene;
  const follower = startPlainFollower(scene, person);
  let ownId: number | null = null;

  const oneOfAll = () => {
    const open = [...scene.conversations];
    return open[Math.floor(random() * open.length)] ?? [];
  };

  const writes = async () => {
    while (scene.writing()) {
      await pause(300, random);
      for (const id of scene.conversations.keys()) follower.follow(id);
      const [id, customer] = oneOfAll();
      if (id === undefined || customer === undefined) continue;
      const message = await sendSurely(scene, person, follower.socket, id, nextText(customer.canary, random));
      ownId ??= message?.senderId ?? null;
      const written = ledger.written.get(message?.clientMessageId ?? '');
      if (written && random() < 0.1) await edit(scene, person, written, nextText(customer.canary, random));
    }
  };

  const administers = async () => {
    while (scene.writing()) {
      await pause(300, random);
      const [id] = oneOfAll();
      if (id !== undefined) await administer(scene, person, id, ownId);
    }
  };

  return {
    kind: 'plain staff',
    person,
    finished: Promise.all([writes(), administers()]).then(() => {}),
    shown(conversationId) {
      // One whose customer was kept waiting may be open only now.
      follower.follow(conversationId);
      return follower.shown(conversationId);
    },
    conversation: follower.conversation,
    follows: () => true,
    close: follower.close,
  };
}
