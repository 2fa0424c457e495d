import commandBar from '../../features/command-bar/texts/en.json' with { type: 'json' };
import conversation from '../../features/conversation/texts/en.json' with { type: 'json' };
import conversationList from '../../features/conversation-list/texts/en.json' with { type: 'json' };
import management from '../../features/management/texts/en.json' with { type: 'json' };
import notifications from '../../features/notifications/texts/en.json' with { type: 'json' };
import settings from '../../features/settings/texts/en.json' with { type: 'json' };
import sidePanel from '../../features/side-panel/texts/en.json' with { type: 'json' };
import signIn from '../../features/sign-in/texts/en.json' with { type: 'json' };
import app from './en.json' with { type: 'json' };

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
