import { expect } from 'vitest';
import { send } from '../../../../tests/setup/conversations.ts';
import { query } from '../../../../tests/setup/database.ts';
import { connectSocket, join } from '../../../../tests/setup/sockets.ts';
import type { Screen, Stage } from './screen.ts';
import { makeUnread, saySilently, type World } from './world.ts';

const at = (which: 'talk' | 'closed' | 'blocked' | 'long' | 'spare', search = '') => ({
  path: (world: World) => `conversations/${world[which]}?tab=mine&status=any${search}`,
});
const box = ({ page, words }: Stage) => page.getByRole('textbox', { name: words('conversation.writeMessage') });
const messages = ({ page }: Stage) => page.getByRole('log').locator('.message');

/** The menu of the message with this text, and what is chosen in it. */
async function inMenu({ page, words }: Stage, text: string, choice?: string): Promise<void> {
  const message = page.locator('.message', { hasText: text }).last();
  await message.getByRole('button', { name: words('conversation.messageActions') }).focus();
  await page.keyboard.press('Enter');
  if (choice) await page.getByRole('menuitem', { name: words(choice) }).click();
  else await page.getByRole('menu').waitFor();
}

export const conversationScreens: readonly Screen[] = [
  {
    name: 'conversation',
    ...at('talk'),
    before: ({ world }) => makeUnread(world.talk),
    arrange: ({ page }) => page.locator('.unread-line').waitFor(),
  },
  {
    name: 'conversation-loading',
    ...at('talk'),
    before: ({ page }) => page.route(/\/messages\?/, () => {}),
    arrange: ({ page }) => page.locator('.message-skeleton').waitFor(),
  },
  {
    name: 'conversation-not-found',
    path: () => 'conversations/987654321?tab=mine&status=any',
    arrange: ({ page }) => page.getByRole('alert').waitFor(),
    problems: /404/,
  },
  {
    name: 'conversation-closed',
    ...at('closed'),
    arrange: ({ page, words }) => page.getByText(words('conversation.closed')).waitFor(),
  },
  { name: 'message-menu', ...at('talk'), arrange: (stage) => inMenu(stage, 'Thank you!') },
  {
    name: 'reply',
    ...at('talk'),
    async arrange(stage) {
      await inMenu(stage, 'Thank you!', 'conversation.reply');
      await box(stage).fill('You are welcome.');
    },
  },
  {
    name: 'edit',
    ...at('talk'),
    arrange: (stage) => inMenu(stage, 'The invoice is corrected.', 'conversation.edit'),
  },
  {
    name: 'too-long',
    ...at('talk'),
    async arrange(stage) {
      await box(stage).fill('far too long '.repeat(400));
      await stage.page.getByText(stage.words('conversation.tooLong')).waitFor();
    },
  },
  {
    name: 'others-here',
    ...at('talk'),
    async arrange(stage) {
      const { page, world } = stage;
      const [theirs, colleagues] = [await connectSocket(world.customer), await connectSocket(world.colleague)];
      await Promise.all([join(theirs, world.talk), join(colleagues, world.talk)]);
      await messages(stage).first().waitFor();
      await page.locator('.others-here').waitFor();
      await expect
        .poll(async () => {
          await theirs.ask('typing-start', { conversationId: world.talk });
          return page.locator('.typing-line:not(:empty)').count();
        })
        .toBe(1);
    },
  },
  {
    name: 'refused',
    ...at('spare'),
    before: ({ world }) => query(`update chat_conversations set status = 'open' where id = $1`, [world.spare]),
    async arrange(stage) {
      await box(stage).fill('Have you tried turning it off and on again?');
      await query(`update chat_conversations set status = 'closed' where id = $1`, [stage.world.spare]);
      await stage.page.keyboard.press('Enter');
      await stage.page.locator('.refused-message').waitFor();
    },
    problems: /409|403|422/,
  },
  {
    name: 'context-changed',
    ...at('spare'),
    before: ({ world }) => query(`update chat_conversations set status = 'open' where id = $1`, [world.spare]),
    async arrange(stage) {
      await messages(stage).first().waitFor();
      await box(stage).fill('Your part is on its way.');
      await saySilently(stage.world.spare, 'Wait, I need another one. The one I have ordered is too small.');
      await stage.page.keyboard.press('Enter');
      await stage.page.locator('.refused-message li').waitFor();
    },
    problems: /409/,
  },
  {
    name: 'jump-to-newest',
    ...at('talk'),
    async arrange(stage) {
      const { page, world } = stage;
      await messages(stage).first().waitFor();
      await page.getByRole('log').evaluate((list) => list.scrollTo({ top: 0 }));
      await send(world.customer, world.talk, 'Are you still there?');
      await page.locator('.to-newest').waitFor();
    },
  },
  { name: 'long-names', ...at('long'), arrange: (stage) => messages(stage).nth(2).waitFor() },
  {
    name: 'long-names-panel',
    ...at('long', '&panel=true'),
    arrange: ({ page }) => page.locator('.side-panel h2').waitFor(),
  },
  {
    name: 'panel',
    ...at('talk', '&panel=true'),
    arrange: ({ page }) => page.locator('.side-panel-list li').nth(2).waitFor(),
  },
  { name: 'panel-blocked', ...at('blocked', '&panel=true'), arrange: ({ page }) => page.getByRole('note').waitFor() },
  {
    name: 'block-dialog',
    ...at('talk', '&panel=true'),
    async arrange({ page, words }) {
      await page.getByRole('button', { name: words('sidePanel.block') }).click();
      await page.getByRole('button', { name: words('sidePanel.blockNow') }).click();
      await page.getByText(words('sidePanel.reasonMissing')).waitFor();
    },
  },
  {
    name: 'assign-menu',
    ...at('talk'),
    async arrange({ page, words }) {
      await page
        .locator('.manage')
        .getByRole('button', { name: words('management.assign') })
        .click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'undo-notice',
    ...at('spare'),
    before: ({ world }) => query(`update chat_conversations set status = 'open' where id = $1`, [world.spare]),
    async arrange({ page, words }) {
      await page
        .locator('.manage')
        .getByRole('button', { name: words('management.close') })
        .click();
      await page.getByRole('button', { name: words('app.change.undo') }).waitFor();
    },
  },
  {
    name: 'offline',
    ...at('talk'),
    async arrange(stage) {
      await messages(stage).first().waitFor();
      await stage.desk.context.setOffline(true);
      await stage.page.locator('[data-banner=offline]').waitFor();
    },
    problems: /ERR_INTERNET_DISCONNECTED/,
  },
];
