import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reviewText } from './review-text.ts';

const review = (text: string, senderType: 'user' | 'admin' = 'user') =>
  reviewText({ text, kind: 'message', senderType });

const spam =
  'Congratulations you won! Claim your prize: https://bit.ly/x act now, work from home and earn $5000, no prescription needed';

test('rejects what is plainly spam, with reasons for staff', () => {
  const { action, score, reasons } = review(spam);
  expect(action).toBe('reject');
  expect(score).toBeGreaterThanOrEqual(0.9);
  expect(reasons.map(({ code }) => code)).toEqual(['SPAM_PHRASES', 'LEARNED_TEXT', 'LINK_SHORTENER']);
});

test('rejects the same spam in disguise', () => {
  expect(review(spam.replaceAll('a', '\u0430')).action).toBe('reject');
  expect(review(spam.replaceAll('o', 'o\u200b')).action).toBe('reject');
});

test('flags a run of signs', () => {
  expect(review(`Hello ${'!'.repeat(200)}`)).toMatchObject({
    action: 'flag',
    reasons: [{ code: 'SPECIAL_CHARACTERS' }],
  });
});

test('never blocks nor flags staff', () => {
  expect(review(`<b>${spam}</b>`, 'admin')).toEqual({ action: 'allow', text: spam, score: 0, reasons: [] });
});

test('gives the cleaned text, even when nothing is left', () => {
  expect(review('<b>hi</b> a<b')).toEqual({ action: 'allow', text: 'hi a<b', score: 0, reasons: [] });
  expect(review('<script>alert(1)</script>')).toEqual({ action: 'allow', text: '', score: 0, reasons: [] });
});

test('lets a subject be in capitals', () => {
  const text = 'URGENT: MY ORDER HAS NOT ARRIVED AND NOBODY ANSWERS';
  expect(reviewText({ text, kind: 'subject', senderType: 'user' }).score).toBe(0);
  expect(reviewText({ text, kind: 'message', senderType: 'user' }).score).toBeCloseTo(0.15);
});

const honest = [
  'I WANT MY MONEY BACK!!!!!!!!!!!! THIS IS THE THIRD TIME I WRITE TO YOU AND NOBODY ANSWERS ME',
  'I got an e-mail "You have been selected as a winner, act now". Is it from you?',
  'Can I still get the limited time offer? The link https://bit.ly/abc from your newsletter is broken.',
  'My router at http://192.168.1.1 shows error 0x80070005, see https://imgur.com/a https://pastebin.com/b',
  'Ich möchte 2 Stück bestellen, Größe 42, à 12,50 €. Geht das?',
  'Здравствуйте! Не приходит SMSка с кодом, VPNом не пользуюсь.',
  '您好，我的订单还没有收到，请帮我查一下。',
  'お世話になっております。注文番号１２３４５の件です。',
  'ขอบคุณครับบบบบบ 555555555',
  'سفارش من کجاست؟ نمی\u200cتوانم وارد شوم',
  'הלום! ההזמנה לא הגיעה 😡😡😡😡',
  'मेरा ऑर्डर कहाँ है? क्\u200dया आप बता सकते हैं',
  '❤️❤️❤️ thank you so much!!! 🎉🎉🎉👏👏👏',
  'if (a<b && c>d) { for (;;) { x[i] = (y->z) ? "!" : \'?\'; } } // <-- line 12',
  '2026-01-02 10:00:01 ERROR timeout\n2026-01-02 10:00:02 ERROR timeout\n2026-01-02 10:00:03 ERROR timeout',
  `${'-'.repeat(72)}\nOrder 1234\n${'-'.repeat(72)}`,
  'https://shop.example/item/42',
];

test.each(honest)('allows an honest message: %s', (text) => {
  expect(review(text).action).toBe('allow');
});

test('scores every text between 0 and 1', () => {
  const parts = fc.constantFrom(
    'viagra ',
    'act now ',
    'https://bit.ly/x ',
    'https://1.2.3.4 ',
    '!!!!',
    '\u200b',
    'а',
    'a',
    '\n',
  );
  const text = fc.oneof(
    fc.array(parts, { maxLength: 200 }).map((all) => all.join('')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(text, (any) => {
      const { score } = review(any);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThan(1);
    }),
  );
});

const fill = (part: string): string => part.repeat(5_000 / part.length);

test.each(['a', 'a ', 'a.', 'http://', 'https://a.b ', 'https://a@', '\u200ba', 'aа', '!', '\n', 'ﷺ', '<b>', '-', '𝗮'])(
  'judges 5,000 characters of %j in under 50 ms',
  (part) => {
    const times = Array.from({ length: 7 }, () => {
      const start = performance.now();
      review(fill(part));
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  },
);
