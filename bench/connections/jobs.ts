export type Kind = 'live chat' | 'socket.io' | 'ws';

/** What a process that holds connections is told: one for each token, each joined to a conversation of its own. */
export interface Holding {
  url: string;
  kind: Kind;
  followers: { token: string; conversationId: number }[];
}
