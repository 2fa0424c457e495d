import type { LoginSession } from '@livechat/client/login-session';
import type { ClientSettings } from '../../console/client-settings.ts';

export function SignIn(_: { session: LoginSession; company: ClientSettings }) {
  return null;
}
