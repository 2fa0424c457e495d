import { expect, test } from 'vitest';
import { heldOrder } from './held-order.ts';

const rows = (...ids: number[]) => ids.map((id) => ({ id }));

test('rows that stood stay in their places, newcomers wait at the end in their order', () => {
  expect(heldOrder(rows(9, 3, 8, 1, 2), [1, 2, 3])).toEqual(rows(1, 2, 3, 9, 8));
  expect(heldOrder(rows(2, 1), [1, 2, 3])).toEqual(rows(1, 2));
});
