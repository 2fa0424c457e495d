import { setTimeout as delay } from 'node:timers/promises';

/** A person's pause between two messages: about `ms`, from half to one and a half. */
export const pause = (ms: number, random: () => number) => delay(ms * (0.5 + random()));

let count = 0;

/** A text that no other message has. */
export function nextText(canary: string, random: () => number): string {
  count += 1;
  const words = ['The app', 'hello', 'it still fails', 'a < b', '謝謝', 'my order', '😀', 'please look'];
  const word = words[Math.floor(random() * words.length)];
  return `${word} ${canary} no. ${count}`;
}
