export type Kind = 'live chat' | 'socket.io' | 'ws';

/** What a process that holds connections is told: one for each token, each joined to a conversation of its own. */
export interface Holding {
  url: string;
  kind: Kind;
  followers: { token: string; conversationId: number }[];
}

/** What it says: once that all have joined, and of each connection that it had to open again. */
export type Said = 'joined' | 'opened again';
