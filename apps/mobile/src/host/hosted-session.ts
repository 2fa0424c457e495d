import { noAnswer } from '@livechat/client/answer';
import { createHostSession, type HostSession } from '@livechat/client/host-session';
import { createObservable } from '@livechat/client/observable';
import { readToken, type Session, type SessionState, senderOf } from '@livechat/client/session';
import type { HostMessage } from './messages.ts';

export interface HostedSession extends Session {
  /** What the host says of tokens and of who is signed in; other messages change nothing. */
  hear(message: HostMessage): void;
  /** Asks the host for a token, a few times; then the state says that there was no answer. */
  begin(): Promise<void>;
}

export interface HostedSessionOptions {
  askForToken(renew: boolean): void;
  /** For an answer; a host may have to ask its own server first. */
  answerLimitMs?: number;
  /** After the first try; each further pause is twice as long. */
  pauseMs?: number;
}

const tries = 4;
/** These say something of tokens, if only that there is none. */
const answers: readonly HostMessage['type'][] = ['token', 'no-token', 'token-failed', 'person'];

/**
 * Whoever the host says is signed in, one after the other. Each person has a session of their own, which ends when the host
 * names another: no token and no answer of the one gets to the other.
 */
export function createHostedSession(options: HostedSessionOptions): HostedSession {
  const { askForToken, answerLimitMs = 15_000, pauseMs = 2_000 } = options;
  const state = createObservable<SessionState>({ state: 'unknown' });
  const newest = createObservable<string | undefined>(undefined);
  let person: { sender: string; session: HostSession; stop(): void } | undefined;
  /** What the session of this person waits for. */
  let asked: Question | undefined;
  /** Came without having been asked for, and is used for the next question. */
  let given: string | undefined;
  let heard = () => {};
  /** Of the questions for whoever is signed in: newer ones end those before. */
  let round = 0;
  let closed = false;

  const getToken = (renew: boolean): Promise<string> | string => {
    const token = given;
    given = undefined;
    if (token !== undefined) return token;
    asked = question(answerLimitMs);
    askForToken(renew);
    return asked.answer;
  };

  const leave = () => {
    if (!person) return;
    person.stop();
    person.session.close();
    person = undefined;
    given = undefined;
    asked?.refuse();
    asked = undefined;
    newest.set(undefined);
  };

  const become = (sender: string) => {
    leave();
    const session = createHostSession({ sender, getToken });
    const stop = session.newest.subscribe(() => newest.set(session.newest.getSnapshot()));
    person = { sender, session, stop };
    state.set({ state: 'signed-in', sender });
  };

  const takeToken = (token: string) => {
    const sender = readToken(token).sender ?? 'unknown';
    if (person?.sender !== sender) become(sender);
    if (asked?.isOpen()) return asked.take(token);
    given = token;
    // A newer one for the same person, for what is open already.
    if (newest.getSnapshot() !== undefined) person?.session.resume();
  };

  /** `isAsked`: the host is looking for the first answer already. */
  const find = async (isAsked: boolean) => {
    round += 1;
    const mine = round;
    state.set({ state: 'unknown' });
    const isUnknown = () => !closed && mine === round && state.getSnapshot().state === 'unknown';
    for (let done = 0; done < tries && isUnknown(); done += 1) {
      const answered = new Promise<void>((answer) => {
        heard = answer;
      });
      if (done > 0 || !isAsked) askForToken(false);
      await Promise.race([answered, pause(answerLimitMs)]);
      if (isUnknown() && done + 1 < tries) await pause(pauseMs * 2 ** done);
    }
    if (isUnknown()) state.set({ state: 'ended', reason: 'the host gave no answer' });
  };

  return {
    state,
    newest,
    token: async () => person?.session.token() ?? noAnswer('SIGNED_OUT'),
    renew: async (old) => person?.session.renew(old) ?? noAnswer('SIGNED_OUT'),
    hear(message) {
      if (closed) return;
      if (message.type === 'token') takeToken(message.token);
      if (message.type === 'token-failed') asked?.refuse();
      if (message.type === 'person') {
        const sender = senderOf('user', message.sub);
        if (person?.sender !== sender) become(sender);
      }
      if (message.type === 'no-token') {
        leave();
        state.set({ state: 'signed-out' });
      }
      if (message.type === 'asking') {
        // It may be somebody else by now: nothing is shown and nothing sent as who it was.
        leave();
        find(true);
      }
      if (answers.includes(message.type)) heard();
    },
    begin: () => find(false),
    close() {
      closed = true;
      leave();
      heard();
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

interface Question {
  answer: Promise<string>;
  isOpen(): boolean;
  take(token: string): void;
  refuse(): void;
}

/** Answered, or refused, or refused when the time has passed. */
function question(limitMs: number): Question {
  let isOpen = true;
  let take: Question['take'] = () => {};
  let refuse: Question['refuse'] = () => {};
  const answer = new Promise<string>((resolve, reject) => {
    const end = () => {
      isOpen = false;
      clearTimeout(timer);
    };
    take = (token) => {
      end();
      resolve(token);
    };
    refuse = () => {
      end();
      reject(new Error('The host gave no token'));
    };
    const timer = setTimeout(refuse, limitMs);
  });
  return { answer, isOpen: () => isOpen, take, refuse };
}
