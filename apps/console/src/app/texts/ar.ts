import commandBar from '../../features/command-bar/texts/ar.json' with { type: 'json' };
import conversation from '../../features/conversation/texts/ar.json' with { type: 'json' };
import conversationList from '../../features/conversation-list/texts/ar.json' with { type: 'json' };
import management from '../../features/management/texts/ar.json' with { type: 'json' };
import notifications from '../../features/notifications/texts/ar.json' with { type: 'json' };
import settings from '../../features/settings/texts/ar.json' with { type: 'json' };
import sidePanel from '../../features/side-panel/texts/ar.json' with { type: 'json' };
import signIn from '../../features/sign-in/texts/ar.json' with { type: 'json' };
import app from './ar.json' with { type: 'json' };

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
