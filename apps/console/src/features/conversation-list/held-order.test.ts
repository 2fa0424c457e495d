import { expect, test } from 'vitest';
import { heldOrder } from './held-order.ts';

const row = (id: number, text = '') => ({ id, text });

test('rows keep the places that they had, new ones follow, gone ones stay until nobody points there', () => {
  const held = [row(1), row(2), row(3)];
  expect(heldOrder([row(9), row(3, 'newer'), row(1)], held)).toEqual([row(1), row(2), row(3, 'newer'), row(9)]);
  expect(heldOrder([row(9), row(8)], [])).toEqual([row(9), row(8)]);
});

test('while none has moved the list is the same one', () => {
  const rows = [row(1, 'newer'), row(2), row(3)];
  expect(heldOrder(rows, [row(1), row(2)])).toBe(rows);
});
