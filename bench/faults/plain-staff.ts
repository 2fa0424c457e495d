import type { Actor, Scene } from './cast.ts';
import { nextText, pause } from './pace.ts';
import type { Person } from './people.ts';
import { startPlainFollower } from './plain-follower.ts';
import { sendSurely } from './plain-writer.ts';
import { readAll } from './rest.ts';

/** Staff with a plain client, who look at every conversation. */
export function createPlainStaff(scene: Scene, person: Person): Actor {
  const { baseUrl, ledger, random } = scene;
  const follower = startPlainFollower(baseUrl, ledger, person, (id) => readAll(baseUrl, ledger, person, id));

  const live = async () => {
    while (scene.writing()) {
      await pause(300, random);
      for (const id of scene.conversations.keys()) follower.follow(id);
      const open = [...scene.conversations];
      const [id, customer] = open[Math.floor(random() * open.length)] ?? [];
      if (id === undefined || customer === undefined) continue;
      await sendSurely(scene, person, follower.socket, id, nextText(customer.canary, random));
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
    follows: () => true,
    close: follower.close,
  };
}
