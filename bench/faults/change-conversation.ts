import { type Conversation, priorities } from '@livechat/contracts/chat/conversation';
import type { Scene } from './cast.ts';
import type { Change } from './ledger.ts';
import type { Person } from './people.ts';
import { refusal } from './plain-writer.ts';
import { ask, basePath } from './rest.ts';

type Wanted = { status: string } | { priority: string } | { adminId: number | null };

/** Changes a conversation, once; what was not acknowledged may have been done all the same. */
async function change(scene: Scene, person: Person, conversationId: number, wanted: Wanted): Promise<void> {
  const { baseUrl, ledger } = scene;
  const path = `${basePath(person)}/${conversationId}/${'adminId' in wanted ? 'assignee' : 'status'}`;
  const answer = await ask<{ conversation: Conversation }>(baseUrl, ledger, person, ['PATCH', path], wanted);
  const words = `${JSON.stringify(wanted)} for ${conversationId}`;
  refusal(scene, words, answer?.status);
  if (answer?.status !== 200) return;
  for (const [field, value] of Object.entries(wanted)) {
    const told = answer.body.conversation[field as keyof Conversation];
    if (told !== value) ledger.blame('lost', `${words}: answered with ${told}`);
    const what: Change['what'] = 'adminId' in wanted ? 'assignee' : 'status' in wanted ? 'status' : 'priority';
    ledger.changed({ conversationId, what, to: value === null ? null : String(value) });
  }
}

export function close(scene: Scene, person: Person, conversationId: number): Promise<void> {
  return change(scene, person, conversationId, { status: 'closed' });
}

/** What staff do to a conversation besides writing in it; closing it most often. */
export function administer(scene: Scene, person: Person, conversationId: number, ownId: number | null): Promise<void> {
  const wanted: Wanted[] = [
    { status: 'closed' },
    { status: 'closed' },
    { status: 'closed' },
    { status: 'closed' },
    { status: 'pending' },
    { status: 'open' },
    { adminId: ownId },
    { adminId: null },
    ...priorities.map((priority) => ({ priority })),
  ];
  const chosen = wanted[Math.floor(scene.random() * wanted.length)] ?? { status: 'closed' };
  return change(scene, person, conversationId, chosen);
}
