import commandBar from '../../features/command-bar/texts/de.json' with { type: 'json' };
import conversation from '../../features/conversation/texts/de.json' with { type: 'json' };
import conversationList from '../../features/conversation-list/texts/de.json' with { type: 'json' };
import management from '../../features/management/texts/de.json' with { type: 'json' };
import notifications from '../../features/notifications/texts/de.json' with { type: 'json' };
import settings from '../../features/settings/texts/de.json' with { type: 'json' };
import sidePanel from '../../features/side-panel/texts/de.json' with { type: 'json' };
import signIn from '../../features/sign-in/texts/de.json' with { type: 'json' };
import app from './de.json' with { type: 'json' };

export default {
  app,
  commandBar,
  conversation,
  conversationList,
  management,
  notifications,
  settings,
  sidePanel,
  signIn,
};
