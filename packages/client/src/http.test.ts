import { expect, test } from 'vitest';
import { createHttp } from './http.ts';

const { signal } = new AbortController();

async function answerTo(response: Response | Error) {
  const http = createHttp('http://gateway.test', async () => {
    if (response instanceof Error) throw response;
    return response;
  });
  return http({ method: 'GET', path: '/api/x', signal });
}

test('a problem document is a refusal with everything it says', async () => {
  const problem = { code: 'RATE_LIMITED', detail: 'slowly', retryAfterMs: 900, errors: [{ path: 'a', message: 'b' }] };
  expect(await answerTo(Response.json({ ...problem, extra: 1 }, { status: 429 }))).toEqual({
    ok: false,
    kind: 'refused',
    ...problem,
  });
});

test('an error page, a code of the future and a cut connection are no answer of the service', async () => {
  expect(await answerTo(new Response('<html>', { status: 502 }))).toMatchObject({
    kind: 'no-answer',
    code: 'UNREACHABLE',
  });
  expect(await answerTo(Response.json({ code: 'NEW' }, { status: 400 }))).toMatchObject({ code: 'BAD_ANSWER' });
  expect(await answerTo(new Response('{', { status: 200 }))).toMatchObject({ code: 'BAD_ANSWER' });
  expect(await answerTo(new TypeError('fetch failed'))).toMatchObject({ code: 'UNREACHABLE' });
});
