import type { Agent } from '@livechat/contracts/chat/conversation';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useConsole } from './context.ts';

/** The same each time, so that what is drawn by it is not drawn again. */
const none: readonly Agent[] = [];

/** All of the staff; read again after a while, since some come and go, and when there is one that nobody knew: `wanted`. */
export function useAgents(wanted: number | null = null) {
  const { client } = useConsole();
  const { data, refetch } = useQuery({
    queryKey: ['agents'],
    queryFn: async () => {
      const answer = await client.calls.listAgents();
      if (!answer.ok) throw new Error(answer.detail);
      return answer.value.agents;
    },
    staleTime: 60_000,
  });
  const isUnknown = wanted !== null && data !== undefined && !data.some(({ id }) => id === wanted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them is asked for once
  useEffect(() => {
    if (isUnknown) refetch();
  }, [isUnknown, wanted, refetch]);
  return data ?? none;
}
