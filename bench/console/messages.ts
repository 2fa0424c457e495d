import pg from 'pg';
import { madeUpText } from '../load/made-up-text.ts';
import { type BenchDesk, inTime, openList } from './desk.ts';

export interface Painted {
  inConversation: number[];
  inRow: number[];
  toTop: number[];
}

/** From a customer's POST until what it says is painted on the screen of staff; both have the clock of this machine. */
export async function measureMessages(desk: BenchDesk, count: number): Promise<Painted> {
  const page = await openList(desk);
  const found: Painted = { inConversation: [], inRow: [], toTop: [] };
  const ids = await page.locator('.list-rows li').evaluateAll((rows) => rows.map((row) => Number(row.dataset.id)));
  const customers = await customersOf(desk, ids.slice(0, 6));
  const [first, ...others] = customers;
  if (!first || others.length === 0) throw new Error('there are no rows to write to');
  await page.locator(`#row-${first.id}`).click();
  await page.locator('.message-list .message').first().waitFor();
  // Under the pointer the list keeps its order.
  await page.mouse.move(900, 400);
  for (let sent = 0; sent < count; sent += 1) {
    const text = `${madeUpText()} ${sent}`;
    const painted = page.evaluate((word) => window.painted('.message-list', word), text);
    found.inConversation.push(await took(desk, first, text, inTime(page, painted)));
  }
  for (let sent = 0; sent < count; sent += 1) {
    const customer = others[sent % others.length] ?? first;
    const text = `${madeUpText()} ${sent}`;
    const row = page.evaluate(([id, word]) => window.painted(`#row-${id} .list-row-text`, String(word)), [
      customer.id,
      text,
    ] as const);
    // Its place is the services' to say: the list is read again for it.
    const isTimedToTop = sent < 20;
    const top = isTimedToTop
      ? page.evaluate((word) => window.painted('.list-rows li:first-child .list-row-text', word), text)
      : undefined;
    const began = Date.now();
    found.inRow.push(await took(desk, customer, text, inTime(page, row)));
    if (top) found.toTop.push((await inTime(page, top)) - began);
  }
  await page.context().close();
  return found;
}

interface Customer {
  id: number;
  token: string;
}

async function took({ system }: BenchDesk, customer: Customer, text: string, painted: Promise<number>) {
  const began = Date.now();
  const response = await fetch(`${system.gateway}/api/chat/conversations/${customer.id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${customer.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ message: text }),
  });
  if (response.status !== 201) throw new Error(`refused with ${response.status}`);
  return (await painted) - began;
}

async function customersOf({ system }: BenchDesk, ids: readonly number[]): Promise<Customer[]> {
  const client = new pg.Client(system.databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; subject: string }>(
      `select c.id, u.subject from chat_conversations c join users u on u.id = c.user_id where c.id = any($1::bigint[])`,
      [ids],
    );
    return await Promise.all(
      rows.map(async ({ id, subject }) => ({ id: Number(id), token: (await system.person('user', subject)).token })),
    );
  } finally {
    await client.end();
  }
}
