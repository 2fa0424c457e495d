import { query } from '../../../../tests/setup/database.ts';
import { onSend, refuse } from '../setup/on-screen.ts';
import type { Screen, Stage } from './screen.ts';

const openCommands = async ({ page, words }: Stage) => {
  await page.locator('.list-row').first().waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: words('commandBar.whatToDo') }).waitFor();
};
const settingsTitle = ({ page, words }: Stage) =>
  page.getByRole('heading', { level: 1, name: words('settings.title') }).waitFor();

/** What is there whatever else is on the screen. */
export const everywhereScreens: readonly Screen[] = [
  {
    name: 'command-bar',
    path: ({ talk }) => `conversations/${talk}?tab=mine&status=any`,
    async arrange(stage) {
      await stage.page.getByRole('log').getByRole('article').first().waitFor();
      await openCommands(stage);
    },
  },
  {
    name: 'command-bar-nothing-fits',
    async arrange(stage) {
      await openCommands(stage);
      await stage.page.keyboard.type('nothing is like this');
      await stage.page.getByText(stage.words('commandBar.nothingFits')).waitFor();
    },
  },
  { name: 'settings', path: () => 'settings', arrange: settingsTitle },
  {
    name: 'settings-key-asked',
    path: () => 'settings',
    async arrange(stage) {
      await settingsTitle(stage);
      await stage.page.locator('.settings-keys button').nth(3).click();
      await stage.page.getByText(stage.words('settings.pressKeyHow')).waitFor();
    },
  },
  {
    name: 'refused-in-box',
    path: ({ spare }) => `conversations/${spare}?tab=mine&status=any`,
    async before({ page, world }) {
      await query(`update chat_conversations set status = 'open' where id = $1`, [world.spare]);
      await onSend(page, (route) =>
        refuse(route, 422, 'MESSAGE_REJECTED', { errors: [{ path: 'message', message: 'Too many links' }] }),
      );
    },
    async arrange({ page, words }) {
      await page.getByRole('log').getByRole('article').first().waitFor();
      const box = page.getByRole('textbox', { name: words('conversation.writeMessage') });
      await box.fill('Look at this');
      await box.press('Enter');
      await page.getByText(/Too many links/).waitFor();
    },
    problems: /422/,
  },
];
