export const timeLimitMs = 10_000;

/** Sends one message over REST: `{ message }`, `{ code, retryAfterMs }`, or undefined when nobody answered. */
export function createPost({ baseUrl, conversationId, connection }) {
  return async ({ text, clientMessageId }) => {
    const token = await connection().current();
    if (token === undefined) return undefined;
    try {
      const response = await fetch(`${baseUrl}/api/chat/conversations/${conversationId}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ message: text, clientMessageId }),
        signal: AbortSignal.timeout(timeLimitMs),
      });
      const answer = await response.json();
      if (response.status === 401) await connection().renew(token);
      return answer;
    } catch {
      // Cut, too late, or an error page of something in between: it may be stored all the same.
      return undefined;
    }
  };
}
