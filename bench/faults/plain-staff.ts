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

  const live = async () => {
    while (scene.writing()) {
      await pause(300, random);
      for (const id of scene.conversations.keys()) follower.follow(id);
      const open = [...scene.conversations];
      const [id, customer] = open[Math.floor(random() * open.length)] ?? [];
      if (id === undefined || customer === undefined) continue;
      if (ownId !== null && random() < 0.4) {
        await administer(scene, person, id, ownId);
        continue;
      }
      const message = await sendSurely(scene, person, follower.socket, id, nextText(customer.canary, random));
      ownId ??= message?.senderId ?? null;
      const written = ledger.written.get(message?.clientMessageId ?? '');
      if (written && random() < 0.1) await edit(scene, person, written, nextText(customer.canary, random));
    }
  };

  return {
    kind: 'plain staff',
    person,
    finished: live(),
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
