import { noAnswer } from './answer.ts';
import type { Authorised } from './calls.ts';
import type { Http } from './http.ts';
import type { Session } from './session.ts';
import { withinTimeLimit } from './time-limit.ts';

/** Asks as the person of the session; a token that is refused is renewed once, and the call made again. */
export function createAuthorised(http: Http, session: Session, closing: AbortSignal): Authorised {
  return (request, options = {}) => {
    if (closing.aborted) return Promise.resolve(noAnswer('ABORTED'));
    return withinTimeLimit({ ...options, closing }, async (ending) => {
      const isSomebodyElse = () => {
        const now = session.state.getSnapshot();
        return options.sender !== undefined && !(now.state === 'signed-in' && now.sender === options.sender);
      };
      const token = await session.token();
      if (!token.ok) return token;
      if (isSomebodyElse()) return noAnswer('SIGNED_OUT');
      const answer = await http({ ...request, token: token.value, signal: ending });
      if (answer.ok || answer.code !== 'UNAUTHENTICATED') return answer;
      const renewed = await session.renew(token.value);
      if (!renewed.ok) return renewed.code === 'SIGNED_OUT' ? answer : renewed;
      if (isSomebodyElse()) return noAnswer('SIGNED_OUT');
      return http({ ...request, token: renewed.value, signal: ending });
    });
  };
}
