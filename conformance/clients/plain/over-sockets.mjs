// The plain client, with its messages sent as events.
import { serveClient } from '../serve-client.mjs';
import { createPlainClient, honest } from './plain-client.mjs';

const createPost =
  ({ conversationId, connection }) =>
  async ({ text, clientMessageId }) => {
    const question = { conversationId, message: text, clientMessageId };
    const answer = await connection().ask('send-chat-message', question);
    if (answer === undefined || answer.ok) return answer;
    // Its `message` is a sentence, not a message.
    const { code, retryAfterMs } = answer.error;
    return { code, retryAfterMs };
  };
serveClient((options) => createPlainClient(options, { ...honest, createPost }));
