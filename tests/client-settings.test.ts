import { expect, inject, test } from 'vitest';
import { callApi } from './setup/api.ts';
import { startFurther } from './setup/further-instance.ts';

const path = '/api/client-settings';

test('apps learn the company and the limits before anybody has signed in, and ask again in vain while nothing changed', async () => {
  const { status, headers, body } = await callApi('GET', path);
  expect([status, body]).toEqual([
    200,
    {
      company: { name: 'Live Chat', accentColor: null },
      limits: { messageMaxLength: 5_000, editWindowMinutes: 15 },
      embedOrigins: [],
    },
  ]);
  // As a browser asks; fetch by itself would ask for a fresh copy.
  const again = await fetch(inject('system').gateway + path, {
    headers: { 'if-none-match': headers.get('etag') ?? '', 'cache-control': 'max-age=0' },
  });
  expect(again.status).toBe(304);
});

test('a company sets its name, its colour, its limit, and which pages may frame the app', async () => {
  const [environment] = inject('system').further.gateway;
  const settings = { COMPANY_NAME: 'Ocean Bank', COMPANY_ACCENT_COLOR: '#0a7F5c', CHAT_MESSAGE_MAX_LENGTH: '700' };
  const EMBED_ORIGINS = 'https://shop.example,https://www.shop.example';
  const further = await startFurther('gateway', { ...environment, ...settings, EMBED_ORIGINS });
  try {
    const { body } = await callApi('GET', path, { gateway: `http://127.0.0.1:${environment?.PORT}` });
    expect(body).toMatchObject({
      company: { name: 'Ocean Bank', accentColor: '#0a7F5c' },
      limits: { messageMaxLength: 700 },
      embedOrigins: EMBED_ORIGINS.split(','),
    });
  } finally {
    further.kill();
    await further.ended;
  }
});
