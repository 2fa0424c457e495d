import type { Agent } from '@livechat/contracts/chat/conversation';
import { useQuery } from '@tanstack/react-query';
import { useConsole } from './context.ts';

/** The same each time, so that what is drawn by it is not drawn again. */
const none: readonly Agent[] = [];

/** All of the staff; read again after a while, since some come and go. */
export function useAgents() {
  const { client } = useConsole();
  const { data } = useQuery({
    queryKey: ['agents'],
    queryFn: async () => {
      const answer = await client.calls.listAgents();
      if (!answer.ok) throw new Error(answer.detail);
      return answer.value.agents;
    },
    staleTime: 60_000,
  });
  return data ?? none;
}
