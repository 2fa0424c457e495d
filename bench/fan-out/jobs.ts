/** Who follows what: so many rooms with so many sockets each. */
export interface Shape {
  name: string;
  rooms: number;
  followersOfRoom: number;
  /** Staff get two frames of each message, a customer one. */
  role: 'user' | 'admin';
  messages: number;
}

/** One connection for each follower; Socket.IO and bare ws ask for no token. */
export interface Follower {
  token: string;
  conversationId: number;
}

/** What the process of the receivers is told. */
export interface Receivers {
  url: string;
  kind: 'live chat' | 'socket.io' | 'ws';
  followers: Follower[];
  /** So many frames of messages all connections together are to get. */
  frames: number;
}

export interface Received {
  frames: number;
  /** From the first frame to the last, in milliseconds. */
  tookMs: number;
}

export type EventName = 'new-chat-message' | 'new-user-message';

/** What a plain server is told: a message for one room, as each of the events that its sockets get. */
export interface Telling {
  room: number;
  events: { name: EventName; payload: object }[];
}

export const eventsFor = (role: Shape['role']): readonly EventName[] =>
  role === 'admin' ? ['new-chat-message', 'new-user-message'] : ['new-chat-message'];
