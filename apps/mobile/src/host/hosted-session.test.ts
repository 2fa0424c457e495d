import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHostedSession } from './hosted-session.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const seconds = () => Math.floor(Date.now() / 1000);
const tokenOf = (sub: string, lifeSeconds = 600) => {
  const claims = { sub, role: 'user', iat: seconds(), exp: seconds() + lifeSeconds };
  return `e30.${btoa(JSON.stringify(claims))}.${Math.random()}`;
};
const says = {
  token: (token: string) => ({ livechat: 1, type: 'token', token }) as const,
  person: (sub: string) => ({ livechat: 1, type: 'person', sub }) as const,
  noToken: { livechat: 1, type: 'no-token' } as const,
  failed: { livechat: 1, type: 'token-failed' } as const,
  asking: { livechat: 1, type: 'asking' } as const,
  theme: { livechat: 1, type: 'theme', theme: 'dark' } as const,
};

function stage() {
  const askForToken = vi.fn<(renew: boolean) => void>();
  const session = createHostedSession({ askForToken });
  return { askForToken, session, state: () => session.state.getSnapshot() };
}

test("the host's token signs in whom it names, without asking for it again", async () => {
  const { askForToken, session, state } = stage();
  session.begin();
  expect(state()).toEqual({ state: 'unknown' });
  const token = tokenOf('7');
  session.hear(says.token(token));
  expect(state()).toEqual({ state: 'signed-in', sender: 'user:7' });
  expect(await session.token()).toEqual({ ok: true, value: token });
  expect(askForToken.mock.calls).toEqual([[false]]);
});

test('whose token is still on its way is signed in at once, and has it when it comes', async () => {
  const { session, state } = stage();
  session.begin();
  session.hear(says.person('7'));
  expect(state()).toEqual({ state: 'signed-in', sender: 'user:7' });
  const waiting = session.token();
  const token = tokenOf('7');
  session.hear(says.token(token));
  expect(await waiting).toEqual({ ok: true, value: token });
});

test('a token is renewed before its end, and one that is pushed is taken without a question', async () => {
  const { askForToken, session } = stage();
  session.hear(says.token(tokenOf('7', 100)));
  await session.token();
  await vi.advanceTimersByTimeAsync(81_000);
  expect(askForToken.mock.calls).toEqual([[true]]);
  const renewed = tokenOf('7');
  session.hear(says.token(renewed));
  await vi.advanceTimersByTimeAsync(0);
  expect(session.newest.getSnapshot()).toBe(renewed);
  const pushed = tokenOf('7');
  session.hear(says.token(pushed));
  await vi.advanceTimersByTimeAsync(0);
  expect(session.newest.getSnapshot()).toBe(pushed);
  expect(askForToken).toHaveBeenCalledTimes(1);
});

test('another person begins with nothing of the first: no token, and no answer to what the first had asked', async () => {
  const { session, state } = stage();
  session.hear(says.person('7'));
  const ofFirst = session.token();
  const token = tokenOf('8');
  session.hear(says.token(token));
  expect(await ofFirst).toMatchObject({ ok: false });
  expect(state()).toEqual({ state: 'signed-in', sender: 'user:8' });
  expect(await session.token()).toEqual({ ok: true, value: token });
  session.hear(says.person('9'));
  expect(session.newest.getSnapshot()).toBeUndefined();
});

test('without a person the session ends, and goes on with the next token', async () => {
  const { session, state } = stage();
  session.hear(says.token(tokenOf('7')));
  session.hear(says.noToken);
  expect(state()).toEqual({ state: 'signed-out' });
  expect(await session.token()).toMatchObject({ ok: false, code: 'SIGNED_OUT' });
  session.hear(says.token(tokenOf('7')));
  expect(state()).toEqual({ state: 'signed-in', sender: 'user:7' });
});

test('a host that never answers is asked four times and no more, and may answer later', async () => {
  const { askForToken, session, state } = stage();
  session.begin();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(askForToken).toHaveBeenCalledTimes(4);
  expect(state()).toMatchObject({ state: 'ended' });
  session.hear(says.token(tokenOf('7')));
  expect(state()).toEqual({ state: 'signed-in', sender: 'user:7' });
});

test('a question of somebody who is signed in ends when the host fails, and when it is silent', async () => {
  const { session, state } = stage();
  session.hear(says.person('7'));
  const first = session.token();
  session.hear(says.failed);
  expect(await first).toMatchObject({ ok: false, code: 'UNREACHABLE' });
  const second = session.token();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await second).toMatchObject({ ok: false, code: 'UNREACHABLE' });
  expect(state()).toEqual({ state: 'signed-in', sender: 'user:7' });
});

test('while the host is asking there is nobody: no token of the one before, and none for what they had asked', async () => {
  const { askForToken, session, state } = stage();
  const first = tokenOf('7');
  session.hear(says.token(first));
  await session.token();
  const renewing = session.renew(first);
  askForToken.mockClear();
  session.hear(says.asking);
  expect(state()).toEqual({ state: 'unknown' });
  expect(session.newest.getSnapshot()).toBeUndefined();
  expect(await renewing).toMatchObject({ ok: false });
  expect(await session.token()).toMatchObject({ ok: false, code: 'SIGNED_OUT' });
  // The host asks already.
  expect(askForToken).not.toHaveBeenCalled();
  session.hear(says.token(tokenOf('8')));
  expect(state()).toEqual({ state: 'signed-in', sender: 'user:8' });
});

test('a host that fails after it was asking is asked again, less and less often, and then no more', async () => {
  const { askForToken, session, state } = stage();
  const askedAt: number[] = [];
  const begun = Date.now();
  askForToken.mockImplementation(() => {
    askedAt.push(Date.now() - begun);
    session.hear(says.failed);
  });
  session.hear(says.token(tokenOf('7')));
  session.hear(says.asking);
  session.hear(says.failed);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(askedAt).toEqual([2_000, 6_000, 14_000]);
  expect(state()).toMatchObject({ state: 'ended' });
});

test('a newer change of person ends the questions for the one before, and what is no answer counts as none', async () => {
  const { askForToken, session, state } = stage();
  session.begin();
  session.hear(says.theme);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(askForToken).toHaveBeenCalledTimes(1);
  session.hear(says.asking);
  session.hear(says.asking);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(askForToken).toHaveBeenCalledTimes(1 + 3);
  expect(state()).toMatchObject({ state: 'ended' });
});
